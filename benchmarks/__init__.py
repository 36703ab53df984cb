"""Benchmarks of skreg against its peers. ``python -m benchmarks`` runs them all."""
