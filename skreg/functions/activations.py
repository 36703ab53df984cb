"""Activations of the hidden units: values and derivatives.

To add one, write its two expressions and an entry in ``ACTIVATIONS``; estimators, kernels, ONNX, tests and
documentation follow.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from skreg.functions.elementary import exp, logistic, negative_part, normal_cdf, normal_density, tanh


class Activation(NamedTuple):
    """What the rest of the package needs to know of one activation.

    Attributes
    ----------
    formula : str
    value : callable
        a(z), a plain expression. Written as a function of its own, also where it is only a name of
        ``elementary``: kernels choose what those run when they are called.
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


def _logistic(z):
    return logistic(z)


def _logistic_derivative(z, a):
    return a - a * a


def _tanh(z):
    return tanh(z)


def _tanh_derivative(z, a):
    return 1 - a * a


def _relu(z):
    return np.maximum(z, 0)


def _relu_derivative(z, a):
    return 1.0 * (z > 0)


_SLOPE = 0.01


def _leaky_relu(z):
    return np.maximum(z, 0) + _SLOPE * negative_part(z)


def _leaky_relu_derivative(z, a):
    return (z > 0) + _SLOPE * (z <= 0)


def _elu(z):
    return np.maximum(z, 0) + (exp(negative_part(z)) - 1)


def _elu_derivative(z, a):
    return negative_part(a) + 1


# such that a mean of 0 and a variance of 1 are kept from layer to layer
_SELU_SCALE, _SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def _selu(z):
    return _SELU_SCALE * (np.maximum(z, 0) + _SELU_ALPHA * (exp(negative_part(z)) - 1))


def _selu_derivative(z, a):
    return _SELU_SCALE * (z > 0) + (a + _SELU_SCALE * _SELU_ALPHA) * (z <= 0)


def _gelu(z):
    return z * normal_cdf(z)


def _gelu_derivative(z, a):
    return normal_cdf(z) + z * normal_density(z)


def _silu(z):
    return z * logistic(z)


def _silu_derivative(z, a):
    return a + logistic(z) * (1 - a)


ACTIVATIONS = {
    "identity": Activation("z", _identity, _identity_derivative, "Identity"),
    "logistic": Activation("1 / (1 + exp(-z))", _logistic, _logistic_derivative, "Sigmoid", 2.0),
    "tanh": Activation("tanh(z)", _tanh, _tanh_derivative, "Tanh"),
    "relu": Activation("max(z, 0)", _relu, _relu_derivative, "Relu"),
    "leaky_relu": Activation("max(z, 0) + 0.01 min(z, 0)", _leaky_relu, _leaky_relu_derivative),
    "elu": Activation("max(z, 0) + exp(min(z, 0)) - 1", _elu, _elu_derivative),
    "selu": Activation("1.0507 (max(z, 0) + 1.6733 (exp(min(z, 0)) - 1))", _selu, _selu_derivative),
    "gelu": Activation("z (1 + erf(z / sqrt(2))) / 2", _gelu, _gelu_derivative),
    "silu": Activation("z / (1 + exp(-z))", _silu, _silu_derivative),
}
CODES = {name: code for code, name in enumerate(ACTIVATIONS)}


def per_layer(activation, n_hidden_layers):
    """Names of the hidden layers' activations, from one for all or one for each."""
    return [activation] * n_hidden_layers if isinstance(activation, str) else list(activation)
