"""Activations of the hidden units: values and derivatives.

To add one, write its two expressions and an entry in ``ACTIVATIONS``; estimators, kernels, ONNX, tests and
documentation follow.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from skreg.functions.elementary import logistic, tanh


class Activation(NamedTuple):
    """What the rest of the package needs to know of one activation.

    Attributes
    ----------
    formula : str
    value : callable
        a(z), a plain expression.
    derivative : callable
        da/dz, given both the pre-activation z and the activation a = a(z).
    onnx_operator : str or None
        ONNX's operator, where runtimes have it in single and in double precision; None: `value` is
        translated.
    init_factor : float
        Of the squared bound of the initial weights.
    """

    formula: str
    value: Callable
    derivative: Callable
    onnx_operator: str | None = None
    init_factor: float = 6.0


def _identity(z):
    return z


def _identity_derivative(z, a):
    return 1.0 + 0.0 * a


def _logistic_derivative(z, a):
    return a - a * a


def _tanh_derivative(z, a):
    return 1 - a * a


def _relu(z):
    return np.maximum(z, 0)


def _relu_derivative(z, a):
    return 1.0 * (z > 0)


ACTIVATIONS = {
    "identity": Activation("z", _identity, _identity_derivative, "Identity"),
    "logistic": Activation("1 / (1 + exp(-z))", logistic, _logistic_derivative, "Sigmoid", 2.0),
    "tanh": Activation("tanh(z)", tanh, _tanh_derivative, "Tanh"),
    "relu": Activation("max(z, 0)", _relu, _relu_derivative, "Relu"),
}
CODES = {name: code for code, name in enumerate(ACTIVATIONS)}


def per_layer(activation, n_hidden_layers):
    """Names of the hidden layers' activations, from one for all or one for each."""
    return [activation] * n_hidden_layers if isinstance(activation, str) else list(activation)
