"""Validation of the user's own activations and losses before they are compiled."""

import numpy as np

from skreg.functions.activations import Activation, per_layer
from skreg.functions.losses import Loss
from skreg.functions.own import check_slope

_TARGETS = (-1.5, 0.0, 0.4, 2.0)  # only those that a loss allows are used


def check_own_entries(parameters, n_hidden):
    """Raise an error if an entry's derivative does not match its value."""
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
            "loss must be a Loss with regression=True and with the link IDENTITY, LOG or LOGIT, got"
            f" {loss!r}."
        )
    if loss.parameter is not None:
        raise ValueError(
            f"loss must have functions of z and y and no parameter, got {loss!r}. Its constants may be global"
            " variables, or variables of an enclosing function."
        )
    for y in _targets(loss):
        at = f"{loss} at y = {y}"
        check_slope(at, lambda z, y=y: loss.evaluate(z, _all(y, z)), lambda z, y=y: loss.slope(z, _all(y, z)))


def _targets(loss):
    """Some targets that a loss allows."""
    return [y for y in _TARGETS if y > loss.smallest_y] or [loss.smallest_y + 0.4, loss.smallest_y + 2.0]


def _all(y, z):
    return np.full_like(z, y)
