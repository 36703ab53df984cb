"""Parameters that all tiles of a stage, or all chunks of an update, share."""

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
    """One update of θ. From the learning rate on, the fields have θ's type."""

    n_shards: int
    total_weight: float
    learning_rate: float
    rate: float  # learning rate after the optimiser's correction
    steady: float  # step that a constant gradient leads to
    longest: float  # bound on a proximal step
