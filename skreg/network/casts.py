"""Weights in the type of the samples, kept from one prediction to the next for as long as they are the same.

A cast takes as long as the products of many rows. Whoever changes weights, in place or by assignment, sees
it at the next prediction: their bits are compared with those that were cast.
"""

import weakref
from functools import partial
from typing import NamedTuple

import numpy as np

# Elements of a matrix: smaller ones are cast as soon as compared, larger ones would take much memory.
_LEAST, _MOST = 2**13, 2**20
_COMPARED = 2**16  # elements at a time
_kept = {}  # by the identity of a weight matrix, while it lives


class _Cast(NamedTuple):
    """A weight matrix, its bits as they were, and these in another type."""

    matrix: weakref.ref
    bits: np.ndarray
    cast: np.ndarray


def in_type(coefs, dtype):
    """Weight matrices in a type; do not write to them.

    Parameters
    ----------
    coefs : list of ndarray
    dtype : dtype

    Returns
    -------
    list of ndarray
    """
    return [W if W.dtype == dtype else _cast(W, dtype) for W in coefs]


def _cast(W, dtype):
    if W.dtype.char not in "fd" or not _LEAST <= W.size <= _MOST:
        return W.astype(dtype)
    bits = W.view(f"u{W.itemsize}")
    kept = _kept.get(id(W))
    if kept is None or kept.matrix() is not W or kept.cast.dtype != dtype or not _are_equal(kept.bits, bits):
        kept = _Cast(weakref.ref(W, partial(_forget, id(W))), bits.copy(), W.astype(dtype))
        _kept[id(W)] = kept
    return kept.cast


def _are_equal(one, other):
    """Whether two matrices are, compared by some rows at a time, whose result needs no fresh pages."""
    n_rows = max(1, _COMPARED // one.shape[1])
    return one.shape == other.shape and all(
        (one[begin : begin + n_rows] == other[begin : begin + n_rows]).all()
        for begin in range(0, len(one), n_rows)
    )


def _forget(identity, _):
    _kept.pop(identity, None)
