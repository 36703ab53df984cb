"""Activation of a run of units, by a loop of its own for each activation.

With the code a constant, the compiler drops all other branches and vectorises the loop: ten
times faster than one loop that asks for the code at every unit.
"""

from skreg._jit import jit
from skreg.functions.activations import CODES
from skreg.kernels.functions import activate, activation_derivative


def _loop(constant):
    """The loop for one activation."""

    @jit
    def run(code, outputs, slopes):
        for j in range(outputs.size):
            z = outputs[j]
            h = activate(constant, z)
            slopes[j] = activation_derivative(constant, z, h)
            outputs[j] = h

    return run


def _choice(constant, chosen, otherwise):
    """``chosen`` for one code, ``otherwise`` for all others."""

    @jit
    def run(code, outputs, slopes):
        if code == constant:
            chosen(code, outputs, slopes)
        else:
            otherwise(code, outputs, slopes)

    return run


activate_run = _loop(CODES[-1])
for _code in CODES[:-1]:
    activate_run = _choice(_code, _loop(_code), activate_run)
