"""The only spelling of numba: compiling, keeping what was compiled, and seeing memory at addresses."""
