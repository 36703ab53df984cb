"""Updates of one parameter by the stochastic solvers.

Every solver is written as gradient step and *effective step size*; the kernel then applies
the proximal step of l1 with ``step · l1`` as threshold, so that the fixed point minimises the
stated cost. No threshold is longer than `longest_step`. To add one, give it a code, an entry in
``OPTIMISERS`` and a branch in `update`.

References
----------
Sutskever, Martens, Dahl & Hinton (2013), "On the importance of initialization and momentum
in deep learning". Kingma & Ba (2015), arXiv 1412.6980. Loshchilov & Hutter (2019), "Decoupled
weight decay regularization", arXiv 1711.05101.
"""

from typing import NamedTuple

import numpy as np

SGD, ADAM, ADAMW = range(3)


class Optimiser(NamedTuple):
    """What the rest of the package needs to know of one stochastic solver."""

    code: int
    n_moments: int
    scheduled: bool  # whether `learning_rate` applies, as in scikit-learn only to sgd


OPTIMISERS = {
    "sgd": Optimiser(SGD, n_moments=1, scheduled=True),
    "adam": Optimiser(ADAM, n_moments=2, scheduled=False),
    "adamw": Optimiser(ADAMW, n_moments=2, scheduled=False),
}


def decay(code, ridge, learning_rate):
    """Coupled decay (added to the gradient) and shrinkage (a factor on the weight)."""
    if code == ADAMW:
        return 0.0, 1.0 - learning_rate * ridge
    else:
        return ridge, 1.0


def step_size(code, learning_rate, beta_1, beta_2, t):
    """Learning rate of update t = 1, 2, …; Adam's with its bias corrections folded in."""
    if code == SGD:
        return learning_rate
    else:
        return learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)


def momentum_step(momentum, nesterov, learning_rate, previous):
    """Step that the velocity's own recursion gives to l1: its new state and the threshold.

    A constant subgradient l1 would enter the velocity at every update, and so would build up to
    ``learning_rate/(1 − momentum)``; the threshold has to follow it.
    """
    state = momentum * previous + learning_rate
    return state, (momentum * state + learning_rate if nesterov else state)


def update(code, w, gradient, first, second, rate, prox_rate, momentum, nesterov, rate_1, rate_2, epsilon):
    """One step: new parameter, new moments, and the step size that scales l1.

    SGD: ``v ← momentum·v − rate·g``, ``w ← w + v``, with Nesterov ``w ← w + momentum·v − rate·g``.
    Adam: ``m ← m + (1 − β₁)(g − m)``, ``v ← v + (1 − β₂)(g² − v)``, ``w ← w − rate·m/(√v + ε)``;
    `rate_1` and `rate_2` are 1 − β₁ and 1 − β₂, rounded once.
    """
    if code == SGD:
        velocity = momentum * first - rate * gradient
        move = momentum * velocity - rate * gradient if nesterov else velocity
        return w + move, velocity, second, prox_rate
    else:
        first = first + rate_1 * (gradient - first)
        second = second + rate_2 * (gradient * gradient - second)
        step = rate / (np.sqrt(second) + epsilon)
        return w - step * first, first, second, step


def longest_step(code, rate, beta_1, beta_2):
    """Bound on a proximal step: the longest step that any gradients can make Adam take.

    By Cauchy and Schwarz ``|m|/√v ≤ (1 − β₁)/√((1 − β₂)(1 − β₁²/β₂))``, so that the bound moves no fixed
    point. Without it a weight that has had no gradient yet, of a dropped unit or a rare feature, would be
    set to zero by however small an l1: its own step is ``rate/ε``.
    """
    decline = beta_2 - beta_1 * beta_1
    if code == SGD or decline <= 0:
        return np.inf
    else:
        return rate * (1 - beta_1) * np.sqrt(beta_2 / ((1 - beta_2) * decline))


def group_step(code, rate, prox_rate, mean_second, epsilon):
    """The one step size of a group of weights under group_l1: of its gradient step and of both penalties.

    That of Adam is ``rate/(√(mean v) + ε)``. Were the steps of its weights unlike, the group's shrinkage
    would not balance their gradients, and the fixed point were no minimiser; the mean of the weights' own
    steps would be ruled by those that hardly have a gradient. Adam with one step for many weights is that
    of Zhang et al. (2024), "Adam-mini: use fewer learning rates to gain more", arXiv 2406.16793.
    """
    if code == SGD:
        return prox_rate
    else:
        return rate / (np.sqrt(mean_second) + epsilon)
