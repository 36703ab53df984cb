"""Numba kernels: loops over plain arrays, compiled once per floating-point type."""
