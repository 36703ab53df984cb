"""Samples in the form that the kernels read."""

from dataclasses import dataclass

import numpy as np

from skreg.records.record import fields

DATA = fields(  # addresses of the arrays of `Data`, and which of them are in use
    single=np.int64,  # dense samples, in one of the two precisions
    double=np.int64,
    is_single=np.int64,
    n_columns=np.int64,
    values=np.int64,  # samples in compressed sparse rows
    columns=np.int64,
    row_starts=np.int64,
    is_sparse=np.int64,
    targets=np.int64,
    sample_weight=np.int64,
)


@dataclass(frozen=True)
class Data:
    """Samples. They are in exactly one of `single`, `double` and the CSR triple.

    Row i of sparse samples has the entries from ``row_starts[i]`` up to ``row_starts[i + 1]``.
    """

    single: np.ndarray  # (n_samples, n_columns) in float32, or (0, 0)
    double: np.ndarray  # (n_samples, n_columns) in float64, or (0, 0)
    values: np.ndarray  # (n_entries,) in θ's type, or (0,)
    columns: np.ndarray  # (n_entries,) of int64, or (0,)
    row_starts: np.ndarray  # (n_samples + 1,) of int64, or (0,)
    is_sparse: bool
    targets: np.ndarray  # (n_samples, n_outputs) in θ's type
    sample_weight: np.ndarray  # (n_samples,) in float64

    @property
    def is_single(self):
        """Whether dense samples are in single precision."""
        return self.single.size > 0

    @property
    def n_columns(self):
        """Number of columns of dense samples."""
        return max(self.single.shape[1], self.double.shape[1])


def kernel_data(X, targets, sample_weight, dtype):
    """Samples from X (dense or CSR), targets and weights. None gives each sample the weight 1.

    X has the shape (n_samples, n_columns), targets (n_samples, n_outputs), weights (n_samples,).

    A C-contiguous dense X in float32 or float64 is read in place, in any precision of the kernels. Other
    layouts are copied.
    """
    dense = {name: np.empty((0, 0), dtype=name) for name in ("float32", "float64")}
    values = columns = row_starts = np.empty(0, dtype=np.int64)
    is_sparse = not isinstance(X, np.ndarray)
    if is_sparse:
        values, columns, row_starts = X.data, X.indices, X.indptr
    else:
        dense[X.dtype.name] = np.ascontiguousarray(X)
    weights = np.ones(len(targets)) if sample_weight is None else sample_weight
    return Data(
        single=dense["float32"],
        double=dense["float64"],
        values=values.astype(dtype, copy=False),
        columns=columns.astype(np.int64, copy=False),
        row_starts=row_starts.astype(np.int64, copy=False),
        is_sparse=is_sparse,
        targets=np.ascontiguousarray(targets, dtype=dtype),
        sample_weight=np.ascontiguousarray(weights, dtype=np.float64),
    )
