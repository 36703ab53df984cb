"""Scratch memory of a minibatch, in the form that the kernels read."""

from dataclasses import dataclass

import numpy as np

from skreg.records.record import address, fields
from skreg.records.sizes import GAP_BYTES, n_shards

WORKSPACE = fields(  # for one shard: addresses of its rows in the arrays of `Workspace`
    rows=np.int64,
    inputs=np.int64,
    outputs=np.int64,
    slopes=np.int64,
    deltas=np.int64,
    targets=np.int64,
    shares=np.int64,
    gradient=np.int64,
    losses=np.int64,
    shard_loss=np.int64,
    n_rows=np.int64,  # most samples in a block
    n_shards=np.int64,
)

_BLOCK_NUMBERS = 6_000_000  # inputs, outputs, slopes and deltas of a block of samples
_SHARDS_NUMBERS = 440_000  # the same for one block of each shard, which in float32 mostly fits into L2
_MIN_ROWS, _MAX_ROWS = 64, 4096
_CACHE_LINE = 64  # bytes


@dataclass(frozen=True)
class Workspace:
    """Scratch memory for a block of samples in each shard. `outputs`, `slopes`, `deltas` lie layer by layer.

    Each array has one row per shard, which may be longer than needed. The comments give the shape of one row,
    for a block of `n_rows` samples and for all `n_units` hidden units and outputs.
    """

    rows: np.ndarray  # (n_rows,) of int64: places of the samples in the data
    inputs: np.ndarray  # (n_rows, n_inputs), but (0,) for sparse samples
    outputs: np.ndarray  # (n_rows · n_units,): (n_rows, n_out) for each layer, first z, then h
    slopes: np.ndarray  # the same: dh/dz of the hidden units
    deltas: np.ndarray  # the same: derivatives of the loss with respect to z
    targets: np.ndarray  # (n_rows, n_outputs)
    shares: np.ndarray  # (n_rows, n_outputs): share of each output in the weighted mean loss
    gradient: np.ndarray  # (n_parameters,)
    losses: np.ndarray  # (n_rows,) in float64: loss of each tile
    shard_loss: np.ndarray  # (8,) in float64, of which only the first is used

    def records(self):
        """Records of the shards' scratch memory, as an array of `WORKSPACE` with the shape (n_shards,)."""
        n_shards, n_rows = self.rows.shape
        arrays = vars(self).values()
        first, steps = [address(array) for array in arrays], [array.strides[0] for array in arrays]
        values = [
            (*(begin + shard * step for begin, step in zip(first, steps, strict=True)), n_rows, n_shards)
            for shard in range(n_shards)
        ]
        return np.array(values, dtype=WORKSPACE)


def _shard_rows(n_rows, n_columns, dtype):
    """Array of shape (n_rows, n_columns or more) with a row for each shard.

    Each row starts at a cache line and is longer than needed, which leaves a gap between the rows.
    """
    itemsize = np.dtype(dtype).itemsize
    per_line = _CACHE_LINE // itemsize
    row = -(-n_columns // per_line) * per_line + (GAP_BYTES // itemsize if n_rows > 1 else 0)
    memory = np.empty(n_rows * row + per_line, dtype=dtype)
    start = -memory.ctypes.data % _CACHE_LINE // itemsize
    return memory[start : start + n_rows * row].reshape(n_rows, row)


def workspace(layout, n_rows, is_sparse, dtype):
    """Scratch memory for minibatches of at most `n_rows` samples. Large minibatches pass in blocks."""
    shards = n_shards(n_rows, layout.n_parameters)
    n_inputs, n_units, n_outputs = layout.units[0], sum(layout.units[1:]), layout.units[-1]
    n_numbers = _BLOCK_NUMBERS if shards == 1 else _SHARDS_NUMBERS // shards
    most_rows = max(_MIN_ROWS, min(n_numbers // (n_inputs + 3 * n_units), _MAX_ROWS))
    shard_rows = -(-n_rows // shards)
    n_rows = -(-shard_rows // -(-shard_rows // most_rows))  # makes blocks of nearly equal size
    return Workspace(
        rows=np.empty((shards, n_rows), dtype=np.int64),
        inputs=_shard_rows(shards, 0 if is_sparse else n_rows * n_inputs, dtype),
        outputs=_shard_rows(shards, n_rows * n_units, dtype),
        slopes=_shard_rows(shards, n_rows * n_units, dtype),
        deltas=_shard_rows(shards, n_rows * n_units, dtype),
        targets=_shard_rows(shards, n_rows * n_outputs, dtype),
        shares=_shard_rows(shards, n_rows * n_outputs, dtype),
        gradient=_shard_rows(shards, layout.n_parameters, dtype),
        losses=np.empty((shards, n_rows)),
        shard_loss=np.empty((shards, 8)),
    )
