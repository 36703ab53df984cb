"""An optimiser and its hyperparameters in the form the kernels take."""

from typing import NamedTuple

import numpy as np

from skreg.functions.optimisers import OPTIMISERS
from skreg.records.record import fields


class Solver(NamedTuple):
    """An optimiser by name, its learning rate, and its constants by name."""

    name: str
    learning_rate: float
    constants: dict

    def record_type(self, dtype):
        """Type of the record of its constants, in θ's type."""
        return fields(**dict.fromkeys(self.constants, np.dtype(dtype)))

    def record(self, dtype):
        """Its constants."""
        values = [tuple(float(value) for value in self.constants.values())]
        return np.array(values, dtype=self.record_type(dtype))


def kernel_solver(name, learning_rate, **hyperparameters):
    """Solver from the hyperparameters that its optimiser reads; others are ignored."""
    optimiser = OPTIMISERS[name]
    constants = optimiser.constants(
        **{parameter: hyperparameters[parameter] for parameter in optimiser.reads}
    )
    return Solver(name, float(learning_rate), constants)
