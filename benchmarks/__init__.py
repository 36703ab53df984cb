"""Benchmarks of skreg beside its peers: ``python -m benchmarks`` runs them all."""
