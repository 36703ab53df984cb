"""The arguments of the kernels, grouped: named tuples of arrays and numbers.

Every network shape has the same argument types, so that one compiled kernel serves all depths
and widths. What there is one of per layer, or per chunk of parameters, is a record array.
"""

from typing import NamedTuple

import numpy as np

from skreg.kernels.sizes import PANEL_BYTES

UNIT = np.uint32  # of a list of units: unsigned, as numba would look for a negative index each time
LAYER = np.dtype(
    [
        ("n_in", np.int64),
        ("n_out", np.int64),
        ("weights", np.int64),  # where W begins in θ
        ("intercepts", np.int64),  # where b begins in θ
        ("units_before", np.int64),  # units of all layers before the one that is mapped
        ("activation", np.int64),  # code, of a hidden layer
        ("l1", np.float64),
        ("l2", np.float64),
        ("group_l1", np.float64),
        ("drop_below", np.uint64),  # an input of W is dropped where its 64 random bits are below
        ("keep_scale", np.float64),  # 1 / keep probability
    ]
)
CHUNK = np.dtype(
    [
        ("start", np.int64),
        ("stop", np.int64),
        ("layer", np.int64),  # -1: intercepts
        ("absolute_sum", np.float64),  # Σ|w| after the last update
        ("square_sum", np.float64),  # Σw² after the last update
        ("norm_sum", np.float64),  # Σ‖w_g‖ over its rows of W, where the layer has a group_l1
    ]
)


class Network(NamedTuple):
    """Layers (the maps from one row of units to the next), functions, regularisation."""

    layers: np.ndarray
    chunks: np.ndarray
    inputs: np.ndarray  # columns of X that are its inputs; empty: all
    loss: int
    loss_parameter: float
    couples_outputs: bool
    alpha: float
    max_norm: float  # 0: none
    key_0: np.uint64
    key_1: np.uint64


class Thinned(NamedTuple):
    """A network of those units only that a minibatch keeps, and which they are.

    `units` and `factors` list the kept units of each layer, from the place on where those of the full
    network's layer begin (its ``units_before``).
    """

    layers: np.ndarray
    units: np.ndarray
    factors: np.ndarray  # of their outgoing weights: 1 / keep probability
    positions: np.ndarray  # of each unit of the full network in its layer's list, or `DROPPED`
    parameters: np.ndarray  # its θ


DROPPED = -1


class Data(NamedTuple):
    """Samples: exactly one of `single`, `double` and the CSR triple is filled."""

    single: np.ndarray
    double: np.ndarray
    values: np.ndarray
    columns: np.ndarray
    row_starts: np.ndarray
    is_sparse: bool
    targets: np.ndarray
    sample_weight: np.ndarray


class Solver(NamedTuple):
    """Hyperparameters of the stochastic solvers."""

    code: int
    n_moments: int
    learning_rate: float
    momentum: float
    nesterov: bool
    beta_1: float
    beta_2: float
    epsilon: float


class State(NamedTuple):
    """What training changes: θ, moments of the optimiser, and its clocks.

    ``clocks`` holds the number of updates, and the step of l1 under momentum.
    """

    parameters: np.ndarray
    first_moment: np.ndarray
    second_moment: np.ndarray
    clocks: np.ndarray

    def copy(self):
        """Independent copy of all arrays."""
        return State(*(array.copy() for array in self))


class Workspace(NamedTuple):
    """Scratch for a block of samples; `outputs`, `slopes`, `deltas` lie layer by layer.

    Every array has one row per shard, some longer than what is used; kernels that see one shard only get its
    row.
    """

    rows: np.ndarray
    inputs: np.ndarray
    outputs: np.ndarray
    slopes: np.ndarray
    deltas: np.ndarray
    targets: np.ndarray
    shares: np.ndarray  # of each output in the weighted mean loss
    gradient: np.ndarray
    losses: np.ndarray  # of each tile, and at last of the shard


class Task(NamedTuple):
    """What all tiles of one stage share."""

    stage: int
    layer: int
    n_rows: int
    n_samples_seen: int
    is_first_block: bool
    total_weight: float


class Step(NamedTuple):
    """What all chunks of one update share."""

    n_shards: int
    total_weight: float
    rate: float
    prox_rate: float
    longest: float  # a proximal step can be


class Rule(NamedTuple):
    """How the parameters of a chunk are updated: its numbers have θ's type."""

    code: int
    n_moments: int
    nesterov: bool
    l1: float
    group_l1: float  # times the root of the group's size
    coupled: float
    shrink: float
    rate: float
    group_rate: float  # of a group with one step size
    longest: float  # a proximal step can be
    prox_rate: float
    momentum: float
    rate_1: float
    rate_2: float
    epsilon: float


class Team(NamedTuple):
    """One member's view of the threads that run a kernel together."""

    rank: int
    size: int
    arrivals: np.ndarray  # at barriers; shared by all members
    claims: np.ndarray  # of tiles; shared as well
    own: np.ndarray  # this member's counters
    panel: np.ndarray  # bytes: this member's scratch memory in products


# A member's own counters: barriers passed, claims by all members before this stage, sleeps.
BARRIERS, CLAIMS, SLEEPS = range(3)
N_OWN = 3
CANCELLED = 2**62  # more arrivals than any barrier waits for


def team_of_one():
    """A single member."""
    counters = np.zeros(N_OWN, dtype=np.int64)
    return Team(0, 1, counters, counters, counters, np.empty(PANEL_BYTES, dtype=np.uint8))
