"""Activations of the hidden units: names, codes, values and derivatives.

To add one, give it a code and an entry in ``ACTIVATIONS`` and one branch in each of
`value` and `derivative`; estimators, kernels, tests and documentation follow.
"""

from typing import NamedTuple

import numpy as np

CODES = IDENTITY, LOGISTIC, TANH, RELU, FAST_LOGISTIC, FAST_TANH = range(6)


class Activation(NamedTuple):
    """What the rest of the package needs to know of one activation."""

    code: int
    single_code: int  # what float32 kernels run, where libm would be slow
    formula: str
    init_factor: float = 6.0  # of the squared bound of the initial weights


ACTIVATIONS = {
    "identity": Activation(IDENTITY, IDENTITY, "z"),
    "logistic": Activation(LOGISTIC, FAST_LOGISTIC, "1 / (1 + exp(-z))", 2.0),
    "tanh": Activation(TANH, FAST_TANH, "tanh(z)"),
    "relu": Activation(RELU, RELU, "max(z, 0)"),
}


def kernel_code(name, dtype):
    """Code of an activation for kernels that compute in `dtype`."""
    activation = ACTIVATIONS[name]
    return activation.single_code if dtype == np.float32 else activation.code


def value(code, z):
    """Activation a(z).

    ``FAST_TANH`` is the 13/6 rational approximation of Eigen, for float32: its largest
    error is 2.4e-7, and unlike a call of libm it vectorises.
    """
    if code == RELU:
        return np.maximum(z, 0)
    elif code == TANH:
        return np.tanh(z)
    elif code == LOGISTIC:
        return 0.5 + 0.5 * np.tanh(0.5 * z)  # overflows nowhere
    elif code == FAST_TANH or code == FAST_LOGISTIC:
        scale = np.float32(1.0) if code == FAST_TANH else np.float32(0.5)
        limit = np.float32(7.90531110763549805)
        x = np.minimum(np.maximum(scale * z, -limit), limit)
        x2 = x * x
        numerator = x2 * np.float32(-2.76076847742355e-16) + np.float32(2.00018790482477e-13)
        numerator = x2 * numerator + np.float32(-8.60467152213735e-11)
        numerator = x2 * numerator + np.float32(5.12229709037114e-08)
        numerator = x2 * numerator + np.float32(1.48572235717979e-05)
        numerator = x2 * numerator + np.float32(6.37261928875436e-04)
        numerator = x2 * numerator + np.float32(4.89352455891786e-03)
        denominator = x2 * np.float32(1.19825839466702e-06) + np.float32(1.18534705686654e-04)
        denominator = x2 * denominator + np.float32(2.26843463243900e-03)
        denominator = x2 * denominator + np.float32(4.89352518554385e-03)
        # logistic(z) = (1 + tanh(z / 2)) / 2
        return (np.float32(1.0) - scale) + scale * (x * numerator / denominator)
    else:
        return z


def derivative(code, z, a):
    """Derivative da/dz, given both the pre-activation z and the activation a = a(z)."""
    if code == RELU:
        return 1.0 * (z > 0)
    elif code == TANH or code == FAST_TANH:
        return 1 - a * a
    elif code == LOGISTIC or code == FAST_LOGISTIC:
        return a - a * a
    else:
        return 1.0 + 0.0 * a
