"""The state that training changes: θ, the optimiser's moments, and its clocks."""

from typing import NamedTuple

import numpy as np

from skreg.functions.optimisers import OPTIMISERS
from skreg.records.record import fields

STATE = fields(  # addresses
    parameters=np.int64,
    moments=np.int64,  # array of addresses, one for each moment: (n_moments,)
    clocks=np.int64,
    sums=np.int64,  # statistics of each penalty in use: (n_chunks, n_penalties) in float64
)


class State(NamedTuple):
    """θ, the optimiser's moments, and its clocks: the number of updates and the length of a steady step."""

    parameters: np.ndarray  # (n_parameters,)
    moments: tuple  # arrays with the shape of `parameters`
    clocks: np.ndarray  # (2,) in float64

    def copy(self):
        """Independent copy of all arrays."""
        moments = tuple(moment.copy() for moment in self.moments)
        return State(self.parameters.copy(), moments, self.clocks.copy())


def new_state(name, parameters):
    """State before the first update of θ, which has the shape (n_parameters,). All moments are zero."""
    moments = tuple(np.zeros_like(parameters) for _ in OPTIMISERS[name].moments)
    return State(parameters, moments, np.zeros(2))
