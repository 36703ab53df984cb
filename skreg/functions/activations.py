"""Activations of the hidden units: names, codes, values and derivatives.

To add one, give it a code and an entry in ``ACTIVATIONS`` and one branch in each of
`value` and `derivative`; estimators, kernels, tests and documentation follow.
"""

from typing import NamedTuple

import numpy as np

from skreg.functions.elementary import logistic, tanh

CODES = IDENTITY, LOGISTIC, TANH, RELU = range(4)


class Activation(NamedTuple):
    """What the rest of the package needs to know of one activation."""

    code: int
    formula: str
    onnx_operator: str
    init_factor: float = 6.0  # of the squared bound of the initial weights


ACTIVATIONS = {
    "identity": Activation(IDENTITY, "z", "Identity"),
    "logistic": Activation(LOGISTIC, "1 / (1 + exp(-z))", "Sigmoid", 2.0),
    "tanh": Activation(TANH, "tanh(z)", "Tanh"),
    "relu": Activation(RELU, "max(z, 0)", "Relu"),
}


def value(code, z):
    """Activation a(z)."""
    if code == RELU:
        return np.maximum(z, 0)
    elif code == TANH:
        return tanh(z)
    elif code == LOGISTIC:
        return logistic(z)
    else:
        return z


def derivative(code, z, a):
    """Derivative da/dz, given both the pre-activation z and the activation a = a(z)."""
    if code == RELU:
        return 1.0 * (z > 0)
    elif code == TANH:
        return 1 - a * a
    elif code == LOGISTIC:
        return a - a * a
    else:
        return 1.0 + 0.0 * a
