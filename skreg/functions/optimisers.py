"""Optimisers: the update of θ from the gradient of a minibatch.

Each is written for a single parameter. It returns the displacement, the new moments and the *effective step
size*. The effective step size scales the proximal steps of penalties, so that the fixed point minimises the
stated cost.

To add one, write its expressions and an entry in ``OPTIMISERS``, with its name in ``OptimiserName``. Also add
any new hyperparameter.

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
    """The learning rate, as the step size of every update."""
    return learning_rate


def _no_memory(steady, learning_rate, c):
    """The steady step of an optimiser without momentum."""
    return steady, learning_rate


def _no_bound(rate, c):
    """No bound on the length of a proximal step."""
    return np.inf


class Optimiser(NamedTuple):
    """One stochastic solver.

    The expressions receive c, which has the solver's `constants` as attributes. They have θ's type in
    `update`, `direction` and `group_step`, and double precision elsewhere.

    Attributes
    ----------
    formula : str
        Formula of the update.
    constants : callable
        Maps hyperparameters to constants by name. Its parameters are the hyperparameters that it reads.
    moments : tuple of str
        Names of the numbers that the solver remembers for each parameter.
    update : callable
        Maps gradient, moments, step size `rate`, steady step and c to the displacement of a parameter, its
        new moments and its effective step size.
    step_size : callable
        Maps the learning rate, the number of the update t = 1, 2, … and c to the step size.
    steady_step : callable
        Maps the previous state, the learning rate and c to the new state and the steady step. The steady step
        is the one that a constant gradient leads to.
    longest_step : callable
        Maps the step size and c to a bound on proximal steps.
    direction : callable or None
        Maps the moments to the direction, which the effective step size multiplies. None if there is no such
        single number.
    group_step : callable or None
        Maps the mean moments of a group, the rate and c to the effective step size of the group. None if all
        parameters share a step size anyway.
    decoupled : bool
        Whether smooth penalties shrink the weights directly instead of entering the gradient.
    scheduled : bool
        Whether all learning-rate schedules apply. As in scikit-learn, this is only true for sgd.
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
        """Names of the hyperparameters that the solver reads, except the learning rate."""
        return _parameters_of(self.constants)


def _sgd_constants(momentum, nesterovs_momentum):
    return {"momentum": momentum, "nesterov": nesterovs_momentum}


def _sgd_update(gradient, moments, rate, steady, c):
    velocity = c.momentum * moments[0] - rate * gradient
    move = c.momentum * velocity - rate * gradient if c.nesterov > 0 else velocity
    return move, (velocity,), steady


def _sgd_steady_step(steady, learning_rate, c):
    """The new state and the threshold of a penalty, which follow the recursion of the velocity.

    A constant subgradient l1 would enter the velocity at every update. Its effect would build up to
    ``learning_rate/(1 − momentum)``, and the threshold has to follow this.
    """
    steady = c.momentum * steady + learning_rate
    return steady, (c.momentum * steady + learning_rate if c.nesterov > 0 else steady)


def _adam_constants(beta_1, beta_2, epsilon):
    # 1 − β is computed in double precision, so that it is rounded only once
    return {
        "beta_1": beta_1,
        "beta_2": beta_2,
        "rate_1": 1 - beta_1,
        "rate_2": 1 - beta_2,
        "epsilon": epsilon,
    }


def _adam_step_size(learning_rate, t, c):
    """The learning rate, multiplied by both bias corrections."""
    return learning_rate * np.sqrt(1 - c.beta_2**t) / (1 - c.beta_1**t)


def _adam_update(gradient, moments, rate, steady, c):
    first = moments[0] + c.rate_1 * (gradient - moments[0])
    second = moments[1] + c.rate_2 * (gradient * gradient - moments[1])
    step = rate / (np.sqrt(second) + c.epsilon)
    return -step * first, (first, second), step


def _adam_longest_step(rate, c):
    """Bound on a proximal step: the longest step that Adam can take for any gradients.

    By the Cauchy–Schwarz inequality ``|m|/√v ≤ (1 − β₁)/√((1 − β₂)(1 − β₁²/β₂))``, so the bound does not move
    a fixed point. It protects weights without a gradient so far, such as those of a dropped unit or a rare
    feature. Their effective step size is ``rate/ε``, so that even a tiny l1 would set them to zero.
    """
    decline = c.beta_2 - c.beta_1 * c.beta_1
    if decline <= 0:
        return np.inf
    return rate * (1 - c.beta_1) * np.sqrt(c.beta_2 / ((1 - c.beta_2) * decline))


def _first_moment(moments):
    return moments[0]


def _adam_group_step(means, rate, c):
    """The step size ``rate/(√(mean v) + ε)`` of a group, for its gradient step and all its penalties.

    With different step sizes, the shrinkage of the group would not balance the gradients of its weights, and
    the fixed point would not be the minimiser. The mean of the weights' own step sizes would depend mostly on
    weights with tiny gradients. Zhang et al. (2024), "Adam-mini: use fewer learning rates to gain more",
    arXiv 2406.16793, also use Adam with one step size for many weights.
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

OptimiserName: TypeAlias = Literal[
    "sgd",
    "adam",
    "adamw",
]
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
