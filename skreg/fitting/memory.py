"""What ``partial_fit`` goes on with, in pickles too."""

from typing import NamedTuple

import numpy as np

from skreg.functions.optimisers import OPTIMISERS


class OptimiserMemory(NamedTuple):
    """What ``partial_fit`` needs to go on as if never interrupted; pickled with the model."""

    solver: str
    learning_rate_init: float
    learning_rate: float
    n_epochs: int
    first_moment: np.ndarray | None  # of an earlier version, which kept two moments, as the next one
    second_moment: np.ndarray | None
    clocks: np.ndarray
    schedule: str | None = None  # None: of an earlier version, which kept no name
    moments: tuple | None = None

    @property
    def all_moments(self):
        """Moments of the optimiser, whichever version kept them."""
        if self.moments is not None:
            return self.moments
        return (self.first_moment, self.second_moment)[: len(OPTIMISERS[self.solver].moments)]


# where pickles, and the lists of types that users trust, have it
OptimiserMemory.__module__ = "skreg.estimators.continuing"
