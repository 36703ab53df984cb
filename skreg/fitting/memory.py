"""The state that ``partial_fit`` continues from, which pickles contain too."""

from typing import NamedTuple

import numpy as np

from skreg.functions.optimisers import OPTIMISERS


class OptimiserMemory(NamedTuple):
    """State with which ``partial_fit`` continues as if it had never been interrupted."""

    solver: str
    learning_rate_init: float
    learning_rate: float
    n_epochs: int
    first_moment: np.ndarray | None  # only in pickles of an earlier version, like the next field
    second_moment: np.ndarray | None
    clocks: np.ndarray
    schedule: str | None = None  # None in pickles of an earlier version
    moments: tuple | None = None

    @property
    def all_moments(self):
        """Moments of the optimiser, from pickles of this version or an earlier one."""
        if self.moments is not None:
            return self.moments
        return (self.first_moment, self.second_moment)[: len(OPTIMISERS[self.solver].moments)]


# pickles, and users' lists of trusted types, refer to the class by this module
OptimiserMemory.__module__ = "skreg.estimators.continuing"
