"""Optimisers: how θ changes, once the gradient of a minibatch is known.

Each is written for one parameter: its displacement, what it remembers, and the *effective step size*, which
scales the proximal steps of penalties, so that the fixed point minimises the stated cost.

To add one, write its expressions and an entry in ``OPTIMISERS``, with its name in ``OptimiserName``; a
hyperparameter that is new as well.

References
----------
Sutskever, Martens, Dahl & Hinton (2013), "On the importance of initialization and momentum
in deep learning". Kingma & Ba (2015), arXiv 1412.6980. Loshchilov & Hutter (2019), "Decoupled
weight decay regularization", arXiv 1711.05101.
"""

import functools
import inspect
from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

import numpy as np


@functools.cache
def _parameters_of(function):
    return tuple(inspect.signature(function).parameters)


def _learning_rate(learning_rate, t, c):
    """Step size of every update."""
    return learning_rate


def _no_memory(steady, learning_rate, c):
    """Steady step without momentum."""
    return steady, learning_rate


def _no_bound(rate, c):
    """A proximal step may be of any length."""
    return np.inf


class Optimiser(NamedTuple):
    """What the rest of the package needs to know of one stochastic solver.

    Expressions are given c, the solver's `constants` as attributes: in θ's type for `update`, `direction` and
    `group_step`, else in double precision.

    Attributes
    ----------
    formula : str
    constants : callable
        Numbers by name, of hyperparameters: those that it reads are its parameters.
    moments : tuple of str
        What it remembers for each parameter.
    update : callable
        Displacement, new moments and effective step size of a parameter, of gradient, moments, the step size
        `rate`, the steady step and c.
    step_size : callable
        Of learning rate, number of the update t = 1, 2, … and c.
    steady_step : callable
        Of the state before, the learning rate and c: the new state, and the step that a constant gradient
        comes to.
    longest_step : callable
        Bound on a proximal step, of the step size and c.
    direction : callable or None
        Of moments: what the effective step size is multiplied with. None where that is no single number.
    group_step : callable or None
        Effective step size that the parameters of a group share, of the mean of their moments, rate and c.
        None: they share one anyway.
    decoupled : bool
        Whether smooth penalties multiply the weights, and stay out of the gradient.
    scheduled : bool
        Whether every schedule of `learning_rate` applies, as in scikit-learn only to sgd.
    """

    formula: str
    constants: Callable
    moments: tuple
    update: Callable
    step_size: Callable = _learning_rate
    steady_step: Callable = _no_memory
    longest_step: Callable = _no_bound
    direction: Callable | None = None
    group_step: Callable | None = None
    decoupled: bool = False
    scheduled: bool = False

    @property
    def reads(self):
        """Names of the hyperparameters that it reads, beside the learning rate."""
        return _parameters_of(self.constants)


def _sgd_constants(momentum, nesterovs_momentum):
    return {"momentum": momentum, "nesterov": nesterovs_momentum}


def _sgd_update(gradient, moments, rate, steady, c):
    velocity = c.momentum * moments[0] - rate * gradient
    move = c.momentum * velocity - rate * gradient if c.nesterov > 0 else velocity
    return move, (velocity,), steady


def _sgd_steady_step(steady, learning_rate, c):
    """Step that the velocity's own recursion gives to a penalty: its new state and the threshold.

    A constant subgradient l1 would enter the velocity at every update, and so would build up to
    ``learning_rate/(1 − momentum)``; the threshold has to follow it.
    """
    steady = c.momentum * steady + learning_rate
    return steady, (c.momentum * steady + learning_rate if c.nesterov > 0 else steady)


def _adam_constants(beta_1, beta_2, epsilon):
    # 1 − β is rounded once, and not after β
    return {
        "beta_1": beta_1,
        "beta_2": beta_2,
        "rate_1": 1 - beta_1,
        "rate_2": 1 - beta_2,
        "epsilon": epsilon,
    }


def _adam_step_size(learning_rate, t, c):
    """Learning rate with both bias corrections folded in."""
    return learning_rate * np.sqrt(1 - c.beta_2**t) / (1 - c.beta_1**t)


def _adam_update(gradient, moments, rate, steady, c):
    first = moments[0] + c.rate_1 * (gradient - moments[0])
    second = moments[1] + c.rate_2 * (gradient * gradient - moments[1])
    step = rate / (np.sqrt(second) + c.epsilon)
    return -step * first, (first, second), step


def _adam_longest_step(rate, c):
    """Bound on a proximal step: the longest step that any gradients can make Adam take.

    By Cauchy and Schwarz ``|m|/√v ≤ (1 − β₁)/√((1 − β₂)(1 − β₁²/β₂))``, so that the bound moves no fixed
    point. Without it a weight that has had no gradient yet, of a dropped unit or a rare feature, would be
    set to zero by however small an l1: its own step is ``rate/ε``.
    """
    decline = c.beta_2 - c.beta_1 * c.beta_1
    if decline <= 0:
        return np.inf
    return rate * (1 - c.beta_1) * np.sqrt(c.beta_2 / ((1 - c.beta_2) * decline))


def _first_moment(moments):
    return moments[0]


def _adam_group_step(means, rate, c):
    """The one step size of a group of weights: of its gradient step and of all penalties.

    ``rate/(√(mean v) + ε)``. Were the steps of its weights unlike, the group's shrinkage
    would not balance their gradients, and the fixed point were no minimiser; the mean of the weights' own
    steps would be ruled by those that hardly have a gradient. Adam with one step for many weights is that
    of Zhang et al. (2024), "Adam-mini: use fewer learning rates to gain more", arXiv 2406.16793.
    """
    return rate / (np.sqrt(means[1]) + c.epsilon)


ADAM = Optimiser(
    "m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), w ← w − rate·m/(√v + ε)",
    _adam_constants,
    moments=("first", "second"),
    update=_adam_update,
    step_size=_adam_step_size,
    longest_step=_adam_longest_step,
    direction=_first_moment,
    group_step=_adam_group_step,
)

OptimiserName: TypeAlias = Literal["sgd", "adam", "adamw"]
OPTIMISERS: dict[OptimiserName, Optimiser] = {
    "sgd": Optimiser(
        "v ← momentum·v − rate·g, w ← w + v, with Nesterov w ← w + momentum·v − rate·g",
        _sgd_constants,
        moments=("velocity",),
        update=_sgd_update,
        steady_step=_sgd_steady_step,
        scheduled=True,
    ),
    "adam": ADAM,
    "adamw": ADAM._replace(decoupled=True),
}
