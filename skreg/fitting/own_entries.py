"""Activations and losses of the user's own, checked before they are compiled."""

import numpy as np

from skreg.functions.activations import Activation, per_layer
from skreg.functions.losses import Loss, takes_parameter
from skreg.functions.own import check_slope

_TARGETS = (-1.5, 0.0, 0.4, 2.0)  # of which a loss has to allow one


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
    if not loss.regression:
        raise ValueError(f"loss must be a Loss of numbers, with regression=True, got {loss!r}.")
    if loss.parameter is not None or takes_parameter(loss.value) != takes_parameter(loss.derivative):
        raise ValueError(
            f"loss must have functions of z and y, and no parameter, got {loss!r}. Numbers that it depends"
            " on may be globals, or variables of a function around them."
        )
    allowed = [y for y in _TARGETS if y > loss.smallest_y]
    for y in allowed:
        check_slope(
            f"{loss} at y = {y}", lambda z, y=y: loss.value(z, np.full_like(z, y)),
            lambda z, y=y: loss.derivative(z, np.full_like(z, y)),
        )  # fmt: skip
