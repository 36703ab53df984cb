"""Activations and losses of the user's own, checked before they are compiled."""

import numpy as np

from skreg.functions.activations import Activation, per_layer
from skreg.functions.losses import Loss
from skreg.functions.own import check_slope

_TARGETS = (-1.5, 0.0, 0.4, 2.0)  # as far as a loss allows them


def check_own_entries(parameters, n_hidden):
    """Raise where an entry's derivative is not that of its value."""
    for activation in per_layer(parameters.activation, n_hidden):
        if isinstance(activation, Activation):
            _check_activation(activation)
    loss = getattr(parameters, "loss", None)
    if isinstance(loss, Loss):
        _check_loss(loss)


def _check_activation(activation):
    check_slope(activation, activation.value, lambda z: activation.derivative(z, activation.value(z)))


def _check_loss(loss):
    if not loss.regression or loss.link.couples_outputs:
        raise ValueError(
            f"loss must be a Loss of numbers, with regression=True and another link, got {loss!r}."
        )
    if loss.parameter is not None:
        raise ValueError(
            f"loss must have functions of z and y, and no parameter, got {loss!r}. Numbers that it depends"
            " on may be globals, or variables of a function around them."
        )
    for y in _targets(loss):
        at = f"{loss} at y = {y}"
        check_slope(at, lambda z, y=y: loss.evaluate(z, _all(y, z)), lambda z, y=y: loss.slope(z, _all(y, z)))


def _targets(loss):
    """Targets that a loss allows."""
    return [y for y in _TARGETS if y > loss.smallest_y] or [loss.smallest_y + 0.4, loss.smallest_y + 2.0]


def _all(y, z):
    return np.full_like(z, y)
