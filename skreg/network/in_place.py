"""Operations that NumPy does faster in place than in new memory."""

import numpy as np

_JOINED = 2**13  # elements: as measured, shorter rows cost more to begin than to run


def combine(operation, z, row):
    """Replace z by ``operation(z, row)``. Several rows at a time are viewed as one long row.

    Parameters
    ----------
    operation : numpy.ufunc
        A function of two numbers.
    z : ndarray of shape (n_rows, n_columns), C-contiguous
    row : ndarray of shape (n_columns,)
    """
    assert z.flags.c_contiguous
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


def _relu(z):
    combine(np.maximum, z, np.zeros(z.shape[1], dtype=z.dtype))  # NumPy is slower with a scalar 0


def _tanh(z):
    np.tanh(z, out=z)


def _identity(z):
    pass


# Activations that need no extra memory. For all others the result of the expression is copied.
ACTIVATIONS_IN_PLACE = {"identity": _identity, "relu": _relu, "tanh": _tanh}
