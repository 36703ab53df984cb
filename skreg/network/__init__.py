"""The network as data: layout of its parameters, initialisation, objective, inference."""
