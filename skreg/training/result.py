"""The result of training."""

from typing import NamedTuple

import numpy as np

from skreg.functions.schedules import Constant
from skreg.training.history import History


class Result(NamedTuple):
    """State of training after an epoch, or an iteration of L-BFGS, to which an interrupt returns.

    Attributes
    ----------
    parameters : ndarray of shape (n_parameters,)
        Parameters to keep: those with the best validation score if it decides when to stop, else the last
        ones.
    history : History
        Record of training.
    n_iter : int
        Number of epochs or iterations.
    loss : float
        Cost of the last one.
    state, schedule : State and object of `skreg.functions.schedules`, or None
        State and schedule with which a stochastic solver can continue.
    """

    parameters: np.ndarray
    history: History
    n_iter: int
    loss: float
    state: tuple | None = None
    schedule: Constant | None = None
