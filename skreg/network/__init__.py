"""The network in NumPy: initialisation, objective, inference, compression and storage."""
