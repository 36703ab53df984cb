"""Activations of the hidden units: values and derivatives.

To add one, write its two expressions and an entry in ``ACTIVATIONS``, with its name in ``ActivationName``.
Estimators, kernels, ONNX export, tests and documentation then use it. Write a separate function even for a
function of ``elementary``, because kernels replace those of ``elementary`` only where an expression calls
them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from skreg.functions.elementary import exp, logistic, negative_part, normal_cdf, normal_density, tanh
from skreg.functions.own import Entry, check_functions


@dataclass(frozen=True, repr=False)
class Activation(Entry):
    """An activation of the hidden units, from the registry or your own: ``activation=Activation(...)``.

    Parameters
    ----------
    value : callable
        The activation a(z), as a plain expression of NumPy functions and operators. NumPy applies it to
        arrays, and Numba compiles it for single numbers.
    derivative : callable
        The derivative da/dz, as a function of the pre-activation z and the activation a = a(z).
    formula : str, default=""
        Formula for the documentation.
    onnx_operator : str or None, default=None
        ONNX operator, if runtimes support it in single and in double precision. With None, `value` is
        translated.
    init_factor : float, default=6.0
        Factor in the squared bound of the initial weights.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.datasets import load_diabetes
    >>> from sklearn.preprocessing import scale
    >>> from skreg import Activation, MLPRegressor
    >>> def softsign(z):
    ...     return z / (1 + np.abs(z))
    >>> def softsign_derivative(z, a):
    ...     return (1 - np.abs(a)) * (1 - np.abs(a))
    >>> X, y = map(scale, load_diabetes(return_X_y=True))
    >>> own = Activation(softsign, softsign_derivative)
    >>> net = MLPRegressor(20, activation=own, l2=0.1, learning_rate_init=0.1, random_state=0)
    >>> bool(net.fit(X, y).score(X, y) > 0.4)
    True
    """

    value: Callable[[Any], Any]
    derivative: Callable[[Any, Any], Any]
    formula: str = ""
    onnx_operator: str | None = None
    init_factor: float = 6.0

    def __post_init__(self) -> None:
        check_functions(self, (1,), (2,))


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


# these constants keep a mean of 0 and a variance of 1 from layer to layer
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


ActivationName: TypeAlias = Literal[
    "identity",
    "logistic",
    "tanh",
    "relu",
    "leaky_relu",
    "elu",
    "selu",
    "gelu",
    "silu",
]
ACTIVATIONS: dict[ActivationName, Activation] = {
    "identity": Activation(_identity, _identity_derivative, "z", "Identity"),
    "logistic": Activation(_logistic, _logistic_derivative, "1 / (1 + exp(-z))", "Sigmoid", init_factor=2.0),
    "tanh": Activation(_tanh, _tanh_derivative, "tanh(z)", "Tanh"),
    "relu": Activation(_relu, _relu_derivative, "max(z, 0)", "Relu"),
    "leaky_relu": Activation(_leaky_relu, _leaky_relu_derivative, "max(z, 0) + 0.01 min(z, 0)"),
    "elu": Activation(_elu, _elu_derivative, "max(z, 0) + exp(min(z, 0)) - 1"),
    "selu": Activation(_selu, _selu_derivative, "1.0507 (max(z, 0) + 1.6733 (exp(min(z, 0)) - 1))"),
    "gelu": Activation(_gelu, _gelu_derivative, "z (1 + erf(z / sqrt(2))) / 2"),
    "silu": Activation(_silu, _silu_derivative, "z / (1 + exp(-z))"),
}
ActivationChoice: TypeAlias = ActivationName | Activation | Sequence[ActivationName | Activation]


def activation_of(choice):
    """The activation with a name, or a given `Activation` itself."""
    return choice if isinstance(choice, Activation) else ACTIVATIONS[choice]


def per_layer(activation, n_hidden_layers):
    """One activation for each hidden layer, from one for all layers or one for each."""
    if isinstance(activation, str | Activation):
        return [activation] * n_hidden_layers
    return list(activation)
