"""Data that pass between the floors, without numba: networks, samples, scratch memory, optimisers, teams."""
