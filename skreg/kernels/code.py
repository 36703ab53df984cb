"""Calls of code that is compiled on its own.

A fit compiles only the code that it uses. Variants add up instead of multiplying: another activation compiles
one short loop and nothing else.

θ, scratch memory and workspaces are given by their addresses. The comments give the shapes of arrays.
"""

import numpy as np
from numba import types

from skreg.compile.calls import NUMBER, NUMBERS, Call
from skreg.records.data import DATA
from skreg.records.network import CHUNK, NETWORK
from skreg.records.record import fields
from skreg.records.team import TEAM
from skreg.records.thinned import THINNED
from skreg.records.workspace import WORKSPACE

CODE = fields(  # addresses, or 0 for code that a fit does not use
    backpropagate=np.int64,
    loss=np.int64,
    drop=np.int64,
    sparse_forward=np.int64,
    sparse_gradient=np.int64,
    limit_norms=np.int64,
    thin=np.int64,
    scatter_gradient=np.int64,
)

_INT, _DOUBLE, _VOID = types.int64, types.float64, types.void

# outputs, slopes: (n,) each, a run of units
ACTIVATE = Call(_VOID, NUMBERS, NUMBERS)
# outputs per sample, parameter, z, y, shares, deltas; the last four: (n_samples · n_outputs,), row by row
WEIGHTED_LOSS = Call(_DOUBLE, _INT, _DOUBLE, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
# network, layer, counter, values: (n,), a run of units, slopes: the same or (0,)
DROP = Call(_VOID, NETWORK, _INT, types.uint64, NUMBERS, NUMBERS)
# top, bottom, left, right, samples seen, network, data, θ, workspace, zero
SPARSE_FORWARD = Call(_VOID, _INT, _INT, _INT, _INT, _INT, NETWORK, DATA, _INT, WORKSPACE, NUMBER)
# left, right, rows, samples seen, whether this is the first block, network, data, workspace, zero
SPARSE_GRADIENT = Call(_VOID, _INT, _INT, _INT, _INT, _INT, NETWORK, DATA, WORKSPACE, NUMBER)
# largest norm, network, θ, scratch memory as long as θ, team, zero
LIMIT_NORMS = Call(_VOID, _DOUBLE, NETWORK, _INT, _INT, TEAM, NUMBER)
# sample, network, data, θ, thinned network, team, zero
THIN = Call(_VOID, _INT, NETWORK, DATA, _INT, THINNED, TEAM, NUMBER)
# chunk, shards, network, thinned network, workspaces, target: (chunk.stop − chunk.start,)
SCATTER_GRADIENT = Call(_VOID, CHUNK, _INT, NETWORK, THINNED, _INT, NUMBERS)
# rows: (n_rows,), samples seen, total weight, network, code, data, θ, workspaces, team, zero
BACKPROPAGATE = Call(
    types.UniTuple(_DOUBLE, 2), types.Array(_INT, 1, "C"), _INT, _DOUBLE, NETWORK, CODE, DATA, _INT, _INT,
    TEAM, NUMBER,
)  # fmt: skip

activate = ACTIVATE.by_address
weighted_loss = WEIGHTED_LOSS.by_address
drop = DROP.by_address
sparse_forward = SPARSE_FORWARD.by_address
sparse_gradient = SPARSE_GRADIENT.by_address
limit_norms = LIMIT_NORMS.by_address
thin = THIN.by_address
scatter_gradient = SCATTER_GRADIENT.by_address
backpropagate = BACKPROPAGATE.by_address
