"""Operations of a matrix and a row, in place, in NumPy."""

import numpy as np

_JOINED = 2**13  # elements, as measured: shorter rows cost more to begin than to run


def combine(operation, z, row):
    """Put ``operation(z, row)`` in the place of z, some rows at a time as if they were one.

    Parameters
    ----------
    operation : numpy.ufunc
        Of two numbers.
    z : ndarray of shape (n_rows, n_columns), its rows on end in memory
    row : ndarray of shape (n_columns,)
    """
    n_joined = max(1, _JOINED // row.size)
    n_whole = len(z) // n_joined * n_joined
    if n_whole:
        joined_rows = np.empty((n_joined, row.size), dtype=row.dtype)
        joined_rows[...] = row
        joined = z[:n_whole].reshape(-1, joined_rows.size)
        operation(joined, joined_rows.ravel(), out=joined)
    if n_whole < len(z):
        rest = z[n_whole:]
        operation(rest, row, out=rest)
