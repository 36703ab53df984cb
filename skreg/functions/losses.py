"""Losses of the output units: each owns its link, its value and its derivative.

A loss is given the raw outputs z of the last layer (logits, log rates, means). A loss that
couples the outputs of one sample, such as the multinomial one, is written on z less the
sample's log-sum-exp; all are then plain sums over outputs.

To add one, give it a code and an entry in ``LOSSES`` and one branch in each of `value`,
`derivative` and `inverse_link`.
"""

from typing import NamedTuple

import numpy as np

from skreg.functions.elementary import exp, logistic, softplus

CODES = SQUARED_ERROR, POISSON, BINARY_LOG_LOSS, MULTINOMIAL_LOG_LOSS = range(4)


class Loss(NamedTuple):
    """What the rest of the package needs to know of one loss."""

    code: int
    out_activation: str  # scikit-learn's name of the inverse link
    onnx_operator: str  # of the inverse link
    formula: str
    regression: bool
    non_negative_y: bool = False


LOSSES = {
    "squared_error": Loss(SQUARED_ERROR, "identity", "Identity", "(z - y)^2 / 2", True),
    "poisson": Loss(POISSON, "exp", "Exp", "y log(y) - y z - y + exp(z)", True, non_negative_y=True),
    "binary_log_loss": Loss(BINARY_LOG_LOSS, "logistic", "Sigmoid", "log(1 + exp(z)) - y z", False),
    "log_loss": Loss(
        MULTINOMIAL_LOG_LOSS, "softmax", "Softmax", "log(sum_k exp(z_k)) - sum_k y_k z_k", False
    ),
}
REGRESSION_LOSSES = [name for name, loss in LOSSES.items() if loss.regression]


def couples_outputs(code):
    """Whether the loss is written on z less the sample's log-sum-exp."""
    return code == MULTINOMIAL_LOG_LOSS


def value(code, z, y):
    """Loss of one output, z already normalised where the outputs are coupled."""
    if code == SQUARED_ERROR:
        return 0.5 * (z - y) * (z - y)
    elif code == POISSON:
        # y log(y) has the limit 0 at y = 0, where the bound keeps log() finite
        return y * np.log(np.maximum(y, 1e-37)) - y * z - y + exp(z)
    elif code == BINARY_LOG_LOSS:
        return softplus(z) - y * z
    else:
        return -y * z


def derivative(code, z, y):
    """∂loss/∂z of one output, z already normalised where the outputs are coupled."""
    if code == SQUARED_ERROR:
        return z - y
    elif code == BINARY_LOG_LOSS:
        return logistic(z) - y
    else:
        return exp(z) - y


def inverse_link(code, z):
    """Expected y of one output, z already normalised where the outputs are coupled."""
    if code == SQUARED_ERROR:
        return z
    elif code == BINARY_LOG_LOSS:
        return logistic(z)
    else:
        return exp(z)
