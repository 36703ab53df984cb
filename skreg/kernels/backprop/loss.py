"""The loop of a loss over the raw outputs of some samples.

z, y, shares, deltas and scratch memory: (n_samples · n_outputs,), sample by sample.
"""

import numpy as np

from skreg.compile.jit import expression, inlined, jit
from skreg.functions.elementary import exp
from skreg.functions.losses import takes_parameter


@jit
def subtract_log_sum_exp(n_outputs, z, scratch):
    """Normalise the outputs of each sample to ``z_k − log Σ exp(z_k)``, without overflow."""
    for begin in range(0, z.size, n_outputs):
        largest = z[begin]
        for k in range(begin, begin + n_outputs):
            largest = np.maximum(largest, z[k])
        for k in range(begin, begin + n_outputs):
            z[k] -= largest
    for k in range(z.size):
        scratch[k] = exp(z[k])
    for begin in range(0, z.size, n_outputs):
        total = z.dtype.type(0)
        for k in range(begin, begin + n_outputs):
            total += scratch[k]
        log_total = np.log(total)
        for k in range(begin, begin + n_outputs):
            z[k] -= log_total


_NORMALISED = {True: subtract_log_sum_exp, False: inlined(lambda n_outputs, z, scratch: None)}


def _of_three(function):
    """An expression of z, y and parameter, from one that may lack the parameter."""
    compiled = expression(function)
    return compiled if takes_parameter(function) else inlined(lambda z, y, parameter: compiled(z, y))


def make_weighted_loss(loss):
    """Code that adds up the weighted losses of outputs, and writes their derivatives to `deltas`.

    It returns ``Σ shares·loss(z, y)``. The deltas are ``shares·d loss/dz``.
    """
    value, derivative = _of_three(loss.value), _of_three(loss.derivative)
    normalise = _NORMALISED[loss.link.couples_outputs]

    def weighted_loss(n_outputs, parameter, z, y, shares, deltas):
        normalise(n_outputs, z, deltas)
        number = z.dtype.type(parameter)
        total = 0.0
        for k in range(z.size):
            total += shares[k] * value(z[k], y[k], number)
            deltas[k] = shares[k] * derivative(z[k], y[k], number)
        return total

    return weighted_loss
