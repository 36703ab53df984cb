"""Means and norms of a run of numbers."""

import numpy as np

from skreg.compile.jit import jit


@jit
def mean_of(values):
    """Mean of an array, (n,)."""
    total = values.dtype.type(0)
    for i in range(values.size):
        total += values[i]
    return total / values.dtype.type(values.size)


@jit
def norm_of(values):
    """Euclidean norm of an array, (n,)."""
    total = values.dtype.type(0)
    for i in range(values.size):
        total += values[i] * values[i]
    return np.sqrt(total)
