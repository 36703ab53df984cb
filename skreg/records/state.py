"""What training changes: θ, the optimiser's memory, and its clocks."""

from typing import NamedTuple

import numpy as np

from skreg.functions.optimisers import OPTIMISERS
from skreg.records.record import fields

STATE = fields(
    parameters=np.int64,
    moments=np.int64,  # addresses, one for each moment
    clocks=np.int64,
    sums=np.int64,  # chunk by chunk, of each penalty in use
)


class State(NamedTuple):
    """θ, moments of the optimiser, and its clocks: the number of updates, and the length of a steady step."""

    parameters: np.ndarray
    moments: tuple
    clocks: np.ndarray

    def copy(self):
        """Independent copy of all arrays."""
        moments = tuple(moment.copy() for moment in self.moments)
        return State(self.parameters.copy(), moments, self.clocks.copy())


def new_state(name, parameters):
    """State before an optimiser's first update: moments of zero."""
    moments = tuple(np.zeros_like(parameters) for _ in OPTIMISERS[name].moments)
    return State(parameters, moments, np.zeros(2))
