"""The fused loop of an update: for each parameter its gradient, moments, step, proximal steps, statistics.

parameters, gradient, each of the moments: (n,), a run of θ. With the smooth penalties' derivative s(w), the
optimiser's displacement Δ and its step size η, the update is ``w ← prox_η(w + Δ(g + s(w)))``. For a decoupled
optimiser it is ``w ← prox_η(w − learning_rate·s(w) + Δ(g))`` (Loshchilov & Hutter 2019, arXiv 1711.05101).
"""

from skreg.compile.jit import expression, jit
from skreg.kernels.update import moments as remembered
from skreg.kernels.update import penalties


def make_update_run(optimiser, terms):
    """A function that updates some parameters, and returns the penalties' statistics of the new values."""
    read, write = (make(len(optimiser.moments)) for make in (remembered.make_read, remembered.make_write))
    update, decoupled = expression(optimiser.update), optimiser.decoupled
    smooth, prox = penalties.make_gradient(terms), penalties.make_prox(terms)
    no_sums, added = penalties.make_zeros(len(terms)), penalties.make_added(terms, "weight")

    @jit
    def update_run(parameters, gradient, moments, strengths, step, c, zero):
        sums = no_sums(zero)
        for i in range(parameters.size):
            w, g = parameters[i], gradient[i]
            if decoupled:
                w -= step.learning_rate * smooth(w, strengths, zero)
            else:
                g += smooth(w, strengths, zero)
            displacement, new, length = update(g, read(moments, i), step.rate, step.steady, c)
            write(moments, i, new)
            w = prox(w + displacement, length, strengths, step.longest)
            parameters[i] = w
            sums = added(sums, w, strengths)
        return sums

    return update_run


def make_measure_run(terms):
    """A function that returns the penalties' statistics of some parameters."""
    no_sums, added = penalties.make_zeros(len(terms)), penalties.make_added(terms, "weight")

    @jit
    def measure_run(parameters, strengths, zero):
        sums = no_sums(zero)
        for i in range(parameters.size):
            sums = added(sums, parameters[i], strengths)
        return sums

    return measure_run
