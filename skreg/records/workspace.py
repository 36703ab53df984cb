"""Scratch memory of a minibatch, in the form the kernels take."""

from dataclasses import dataclass

import numpy as np

from skreg.records.record import address, fields
from skreg.records.sizes import GAP_BYTES, n_shards

WORKSPACE = fields(  # of one shard; addresses of its rows of the arrays of `Workspace`
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
    n_rows=np.int64,  # of a block of samples, at most
    n_shards=np.int64,
)

_BLOCK_NUMBERS = 6_000_000  # inputs, outputs, slopes and deltas of a block of samples
_SHARDS_NUMBERS = 440_000  # the same of one block of every shard: in float32 mostly within L2
_MIN_ROWS, _MAX_ROWS = 64, 4096
_CACHE_LINE = 64  # bytes


@dataclass(frozen=True)
class Workspace:
    """Scratch for a block of samples of each shard; `outputs`, `slopes`, `deltas` lie layer by layer.

    Every array has one row per shard, some longer than what is used. The comments tell the shape of what one
    row holds: of a block of `n_rows` samples, and of all `n_units` hidden units and outputs.
    """

    rows: np.ndarray  # (n_rows,) of int64: where the samples lie in the data
    inputs: np.ndarray  # (n_rows, n_inputs), but (0,) for sparse samples
    outputs: np.ndarray  # (n_rows · n_units,): (n_rows, n_out) of each layer; z first, then h
    slopes: np.ndarray  # the same: dh/dz of the hidden units
    deltas: np.ndarray  # the same: derivatives of the loss by z
    targets: np.ndarray  # (n_rows, n_outputs)
    shares: np.ndarray  # (n_rows, n_outputs), of each output in the weighted mean loss
    gradient: np.ndarray  # (n_parameters,)
    losses: np.ndarray  # (n_rows,) in float64, of each tile
    shard_loss: np.ndarray  # (8,) in float64, of which the first is used

    def records(self):
        """What kernels are told of each shard's scratch memory: `WORKSPACE`, of shape (n_shards,)."""
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

    The rows are longer than asked for, a gap apart, each from a cache line on.
    """
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
        losses=np.empty((shards, n_rows)),
        shard_loss=np.empty((shards, 8)),
    )
