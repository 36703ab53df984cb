"""Storage of weight matrices by their non-zero elements, if that is smaller."""

from typing import NamedTuple

import numpy as np


class PackedMatrix(NamedTuple):
    """A matrix, stored as its non-zero elements and a bit mask of their positions."""

    shape: tuple
    is_nonzero: np.ndarray  # packed bits, row by row
    values: np.ndarray


def pack(W):
    """The stored form of a matrix: packed, or unchanged if that is not larger."""
    is_nonzero = W.view(f"u{W.itemsize}") != 0  # by bits, which preserves −0 and NaN
    n_bytes = -(-W.size // 8) + np.count_nonzero(is_nonzero) * W.itemsize
    if n_bytes >= W.nbytes:
        return W
    return PackedMatrix(W.shape, np.packbits(is_nonzero), W[is_nonzero])


def unpack(stored):
    """The dense matrix of a stored form."""
    if not isinstance(stored, PackedMatrix):
        return stored
    W = np.zeros(stored.shape, dtype=stored.values.dtype)
    W.ravel()[np.unpackbits(stored.is_nonzero, count=W.size).view(bool)] = stored.values
    return W
