"""What a fit comes to."""

from typing import NamedTuple

import numpy as np

from skreg.training.history import History
from skreg.training.stochastic import Progress


class Outcome(NamedTuple):
    """Result of one fit, by either solver."""

    parameters: np.ndarray
    history: History
    n_iter: int
    loss: float
    progress: Progress | None = None  # of a stochastic solver, where a later call may go on with it
