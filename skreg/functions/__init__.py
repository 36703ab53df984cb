"""The mathematics, as plain expressions that NumPy reads on arrays and Numba on numbers."""
