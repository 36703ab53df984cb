"""Samples in the form the kernels take."""

from dataclasses import dataclass

import numpy as np

from skreg.records.record import fields

DATA = fields(
    single=np.int64,  # dense samples, of which one is filled
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
    """Samples: exactly one of `single`, `double` and the CSR triple is filled."""

    single: np.ndarray
    double: np.ndarray
    values: np.ndarray
    columns: np.ndarray
    row_starts: np.ndarray
    is_sparse: bool
    targets: np.ndarray
    sample_weight: np.ndarray

    @property
    def is_single(self):
        """Whether dense samples are in single precision."""
        return self.single.size > 0

    @property
    def n_columns(self):
        """Columns of dense samples."""
        return max(self.single.shape[1], self.double.shape[1])


def kernel_data(X, targets, sample_weight, dtype):
    """Samples from X (dense or CSR), 2-D targets and weights (None: all one).

    Dense X is read where it lies, in float32 or float64, whatever the kernels compute in;
    only another layout or type is copied.
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
