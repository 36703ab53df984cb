"""Activation of a run of units, and its derivatives."""

from skreg._jit import inlined, jit
from skreg.functions.activations import ACTIVATIONS
from skreg.kernels.specialised import by_code


def _loop(activation):
    value, derivative = inlined(activation.value), inlined(activation.derivative)

    @jit
    def run(code, outputs, slopes):
        for j in range(outputs.size):
            z = outputs[j]
            h = value(z)
            slopes[j] = derivative(z, h)
            outputs[j] = h

    return run


activate_run = by_code(_loop, ACTIVATIONS.values())
