"""Weight matrices as they are stored: by their non-zero elements wherever that is smaller."""

from typing import NamedTuple

import numpy as np


class PackedMatrix(NamedTuple):
    """A matrix by its non-zero elements: one bit for each element tells which they are."""

    shape: tuple
    is_nonzero: np.ndarray  # bits, row by row
    values: np.ndarray


def pack(W):
    """A matrix as it is stored: packed, or as it is where that takes no more."""
    is_nonzero = W.view(f"u{W.itemsize}") != 0  # by bits: −0 and NaN stay what they are
    n_bytes = -(-W.size // 8) + np.count_nonzero(is_nonzero) * W.itemsize
    if n_bytes >= W.nbytes:
        return W
    return PackedMatrix(W.shape, np.packbits(is_nonzero), W[is_nonzero])


def unpack(stored):
    """The dense matrix."""
    if not isinstance(stored, PackedMatrix):
        return stored
    W = np.zeros(stored.shape, dtype=stored.values.dtype)
    W.ravel()[np.unpackbits(stored.is_nonzero, count=W.size).view(bool)] = stored.values
    return W
