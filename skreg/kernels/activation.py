"""Activation of a run of units, and its derivatives."""

from skreg._jit import jit
from skreg.functions.activations import CODES
from skreg.kernels.functions import activate, activation_derivative
from skreg.kernels.specialised import by_code


def _loop(constant):
    @jit
    def run(code, outputs, slopes):
        for j in range(outputs.size):
            z = outputs[j]
            h = activate(constant, z)
            slopes[j] = activation_derivative(constant, z, h)
            outputs[j] = h

    return run


activate_run = by_code(_loop, CODES)
