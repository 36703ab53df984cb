"""The loop of an activation over a run of units.

The loop contains the expressions of one activation only, so that the compiler vectorises it. This is ten
times faster than a loop that selects the activation for each unit.
"""

from skreg.compile.jit import expression


def make_activate(activation):
    """Code that replaces z by a(z), and writes da/dz to `slopes`. outputs, slopes: (n,), a run of units."""
    value, derivative = expression(activation.value), expression(activation.derivative)

    def activate(outputs, slopes):
        for j in range(outputs.size):
            z = outputs[j]
            h = value(z)
            slopes[j] = derivative(z, h)
            outputs[j] = h

    return activate
