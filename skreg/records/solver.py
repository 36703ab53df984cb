"""An optimiser and its hyperparameters in the form that the kernels read."""

import functools
from typing import NamedTuple

import numpy as np

from skreg.functions.optimisers import OPTIMISERS
from skreg.records.record import fields


class Solver(NamedTuple):
    """An optimiser by name, its constants, and other numbers that a training step reads, by name."""

    name: str
    constants: dict
    settings: dict  # 0 if not in use


def numbers_record(numbers, dtype):
    """Numbers by name, as an array of one record with at least one field. The array has the shape (1,)."""
    numbers = numbers or {"nothing": 0.0}
    values = tuple([float(value) for value in numbers.values()])
    return np.array([values], dtype=_record_type(tuple(numbers), np.dtype(dtype)))


@functools.cache
def _record_type(names, dtype):
    return fields(**dict.fromkeys(names, dtype))


def kernel_solver(name, hyperparameters, of_steps=None):
    """Solver from the hyperparameters that its optimiser reads, and from those that steps read."""
    optimiser = OPTIMISERS[name]
    constants = optimiser.constants(**{read: hyperparameters[read] for read in optimiser.reads})
    return Solver(name, constants, {name: value or 0.0 for name, value in (of_steps or {}).items()})
