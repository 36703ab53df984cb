"""Samples and scratch memory in the form the kernels take."""

import numpy as np

from skreg.kernels.arguments import Data, Workspace
from skreg.kernels.sizes import GAP_BYTES, n_shards

_BLOCK_NUMBERS = 6_000_000  # inputs, outputs, slopes and deltas of a block of samples
_SHARDS_NUMBERS = 440_000  # the same of one block of every shard: in float32 mostly within L2
_MIN_ROWS, _MAX_ROWS = 64, 4096
_CACHE_LINE = 64  # bytes


def kernel_data(X, targets, sample_weight, dtype):
    """Kernel argument from X (dense or CSR), 2-D targets and weights (None: all one).

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
        single=_read_only(dense["float32"]),
        double=_read_only(dense["float64"]),
        values=_read_only(values.astype(dtype, copy=False)),
        columns=_read_only(columns.astype(np.int64, copy=False)),
        row_starts=_read_only(row_starts.astype(np.int64, copy=False)),
        is_sparse=is_sparse,
        targets=_read_only(np.ascontiguousarray(targets, dtype=dtype)),
        sample_weight=_read_only(np.ascontiguousarray(weights, dtype=np.float64)),
    )


def _read_only(array):
    """View that may not be written: to numba another type, so all arrays have to be alike."""
    view = array.view()
    view.flags.writeable = False
    return view


def _shard_rows(n_rows, n_columns, dtype):
    """Array with a row for each shard: longer than asked for, a gap apart, each from a cache line on."""
    itemsize = np.dtype(dtype).itemsize
    per_line = _CACHE_LINE // itemsize
    row = -(-n_columns // per_line) * per_line + (GAP_BYTES // itemsize if n_rows > 1 else 0)
    memory = np.empty(n_rows * row + per_line, dtype=dtype)
    start = -memory.ctypes.data % _CACHE_LINE // itemsize
    return memory[start : start + n_rows * row].reshape(n_rows, row)


def workspace(layout, n_rows, is_sparse, dtype):
    """Scratch memory for minibatches of at most `n_rows`; large ones pass in blocks."""
    shards = n_shards(n_rows, layout.n_parameters)
    n_inputs, n_units, n_outputs = layout.units[0], sum(layout.units[1:]), layout.units[-1]
    n_numbers = _BLOCK_NUMBERS if shards == 1 else _SHARDS_NUMBERS // shards
    most_rows = max(_MIN_ROWS, min(n_numbers // (n_inputs + 3 * n_units), _MAX_ROWS))
    shard_rows = -(-n_rows // shards)
    n_rows = -(-shard_rows // -(-shard_rows // most_rows))  # in blocks of nearly equal size
    return Workspace(
        rows=np.empty((shards, n_rows), dtype=np.int64),
        inputs=_shard_rows(shards, 0 if is_sparse else n_rows * n_inputs, dtype),
        outputs=_shard_rows(shards, n_rows * n_units, dtype),
        slopes=_shard_rows(shards, n_rows * n_units, dtype),
        deltas=_shard_rows(shards, n_rows * n_units, dtype),
        targets=_shard_rows(shards, n_rows * n_outputs, dtype),
        shares=_shard_rows(shards, n_rows * n_outputs, dtype),
        gradient=_shard_rows(shards, layout.n_parameters, dtype),
        losses=np.empty((shards, n_rows + 1)),
    )
