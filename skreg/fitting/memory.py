"""What ``partial_fit`` goes on with, in pickles too."""

from typing import NamedTuple

import numpy as np


class OptimiserMemory(NamedTuple):
    """What ``partial_fit`` needs to go on as if never interrupted; pickled with the model."""

    solver: str
    learning_rate_init: float
    learning_rate: float
    n_epochs: int
    first_moment: np.ndarray
    second_moment: np.ndarray
    clocks: np.ndarray
    schedule: str | None = None  # None: of an earlier version, which kept no name


# where pickles, and the lists of types that users trust, have it
OptimiserMemory.__module__ = "skreg.estimators.continuing"
