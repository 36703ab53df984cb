"""The mathematics, as plain expressions that NumPy applies to arrays and Numba compiles for numbers."""
