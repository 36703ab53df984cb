"""What all tiles of one stage of a step share."""

from typing import NamedTuple


class Task(NamedTuple):
    """One stage of backpropagation on a block of samples."""

    stage: int
    layer: int
    n_rows: int
    n_samples_seen: int
    is_first_block: int
    total_weight: float


class Step(NamedTuple):
    """What all chunks of one update share; from the learning rate on in θ's type."""

    n_shards: int
    total_weight: float
    learning_rate: float
    rate: float  # the learning rate as the optimiser corrects it
    steady: float  # step that a constant gradient comes to
    longest: float  # a proximal step can be
