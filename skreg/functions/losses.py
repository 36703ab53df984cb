"""Losses of the output units: each owns its link, its value and its derivative.

A loss is given the raw outputs z of the last layer (logits, log rates, means), y, and the one number that
it may depend on. A loss whose link couples the outputs of one sample is written on z less the sample's
log-sum-exp; all are then plain sums over outputs.

To add one, write its value and derivative and an entry in ``LOSSES``; estimators, kernels, ONNX, tests and
documentation follow.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from skreg.functions.elementary import exp, logistic, softplus


class Link(NamedTuple):
    """What makes expectations of raw outputs."""

    out_activation: str  # scikit-learn's name of the inverse link
    inverse: Callable
    onnx_operator: str
    couples_outputs: bool = False  # expectations are then shares of their sum


IDENTITY = Link("identity", lambda z: z, "Identity")
LOG = Link("exp", exp, "Exp")
LOGIT = Link("logistic", logistic, "Sigmoid")
SOFTMAX = Link("softmax", exp, "Softmax", couples_outputs=True)


class Loss(NamedTuple):
    """What the rest of the package needs to know of one loss.

    Attributes
    ----------
    link : Link
    formula : str
    value : callable
        Loss of one output, of (z, y, parameter).
    derivative : callable
        ∂loss/∂z of the same.
    regression : bool
        Whether it is of the regressor.
    smallest_y : float
        Targets lie above it, or at it.
    excludes_smallest_y : bool
        Whether targets lie only above it.
    parameter : str or None
        Name of the hyperparameter that is the loss's number.
    predicts_mean : bool
        Whether the loss is least for the mean of y, and not for another of its statistics.
    """

    link: Link
    formula: str
    value: Callable
    derivative: Callable
    regression: bool = True
    smallest_y: float = -np.inf
    excludes_smallest_y: bool = False
    parameter: str | None = None
    predicts_mean: bool = True


def _squared_error(z, y, parameter):
    return 0.5 * (z - y) * (z - y)


def _squared_error_derivative(z, y, parameter):
    return z - y


def _absolute_error(z, y, parameter):
    return np.abs(z - y)


def _absolute_error_derivative(z, y, parameter):
    return 1.0 * (z > y) - 1.0 * (z < y)


def _huber(z, y, delta):
    error = z - y
    bounded = np.minimum(np.maximum(error, -delta), delta)
    return bounded * (error - 0.5 * bounded)


def _huber_derivative(z, y, delta):
    return np.minimum(np.maximum(z - y, -delta), delta)


def _pinball(z, y, quantile):
    return np.maximum(quantile * (y - z), (quantile - 1) * (y - z))


def _pinball_derivative(z, y, quantile):
    return (1 - quantile) * (z > y) - quantile * (z < y)


def _poisson(z, y, parameter):
    # y log(y) has the limit 0 at y = 0, where the bound keeps log() finite
    return y * np.log(np.maximum(y, 1e-37)) - y * z - y + exp(z)


def _poisson_derivative(z, y, parameter):
    return exp(z) - y


def _gamma(z, y, parameter):
    return y * exp(-z) + z - np.log(np.maximum(y, 1e-37)) - 1


def _gamma_derivative(z, y, parameter):
    return 1 - y * exp(-z)


def _binary_log_loss(z, y, parameter):
    return softplus(z) - y * z


def _binary_log_loss_derivative(z, y, parameter):
    return logistic(z) - y


def _log_loss(z, y, parameter):
    return -y * z


def _log_loss_derivative(z, y, parameter):
    return exp(z) - y


LOSSES = {
    "squared_error": Loss(IDENTITY, "(z - y)^2 / 2", _squared_error, _squared_error_derivative),
    "absolute_error": Loss(
        IDENTITY, "|z - y|", _absolute_error, _absolute_error_derivative, predicts_mean=False
    ),
    "huber": Loss(
        IDENTITY,
        "(z - y)^2 / 2 where |z - y| <= delta, else delta (|z - y| - delta / 2)",
        _huber,
        _huber_derivative,
        parameter="delta",
        predicts_mean=False,
    ),
    "pinball": Loss(
        IDENTITY,
        "max(quantile (y - z), (quantile - 1) (y - z))",
        _pinball,
        _pinball_derivative,
        parameter="quantile",
        predicts_mean=False,
    ),
    "poisson": Loss(LOG, "y log(y) - y z - y + exp(z)", _poisson, _poisson_derivative, smallest_y=0.0),
    "gamma": Loss(
        LOG,
        "y exp(-z) + z - log(y) - 1",
        _gamma,
        _gamma_derivative,
        smallest_y=0.0,
        excludes_smallest_y=True,
    ),
    "binary_log_loss": Loss(
        LOGIT, "log(1 + exp(z)) - y z", _binary_log_loss, _binary_log_loss_derivative, regression=False
    ),
    "log_loss": Loss(
        SOFTMAX,
        "log(sum_k exp(z_k)) - sum_k y_k z_k",
        _log_loss,
        _log_loss_derivative,
        regression=False,
    ),
}
CODES = {name: code for code, name in enumerate(LOSSES)}
REGRESSION_LOSSES = [name for name, loss in LOSSES.items() if loss.regression]
