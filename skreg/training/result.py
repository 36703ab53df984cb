"""What training comes to."""

from typing import NamedTuple

import numpy as np

from skreg.functions.schedules import Constant
from skreg.training.history import History


class Result(NamedTuple):
    """Where training stands after an epoch, or an iteration of L-BFGS: an interrupt takes it back to there.

    Attributes
    ----------
    parameters : ndarray of shape (n_parameters,)
        To keep: those of the best validation score where it tells when to stop, else the last.
    history : History
    n_iter : int
        Epochs or iterations.
    loss : float
        Cost after the last one.
    state, schedule : State and object of `skreg.functions.schedules`, or None
        Of a stochastic solver, which may go on with them.
    """

    parameters: np.ndarray
    history: History
    n_iter: int
    loss: float
    state: tuple | None = None
    schedule: Constant | None = None
