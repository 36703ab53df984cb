"""Reading and writing the moments that an optimiser remembers for each parameter.

moments: a tuple of arrays of shape (n,), one for each moment, for a run of n parameters.
"""

from skreg.compile.jit import inlined
from skreg.compile.memory import numbers
from skreg.kernels.update.mean import mean_of
from skreg.kernels.views import INTEGER


def make_moments(n):
    """A function of state, begin, end and zero that returns the moments of some parameters, as runs."""
    if n == 0:
        return inlined(lambda state, begin, end, zero: ())
    before, place = make_moments(n - 1), n - 1

    @inlined
    def moments(state, begin, end, zero):
        address = numbers(state.moments, place, place + 1, INTEGER)[0]
        return before(state, begin, end, zero) + (numbers(address, begin, end, zero),)

    return moments


def make_rows(n):
    """A function of moments, begin and end that returns a part of each moment."""
    if n == 0:
        return inlined(lambda moments, begin, end: ())
    before, place = make_rows(n - 1), n - 1
    return inlined(lambda moments, begin, end: before(moments, begin, end) + (moments[place][begin:end],))


def make_read(n):
    """A function of moments and an index that returns the moments of one parameter."""
    if n == 0:
        return inlined(lambda moments, i: ())
    before, place = make_read(n - 1), n - 1
    return inlined(lambda moments, i: before(moments, i) + (moments[place][i],))


def make_write(n):
    """A function that writes the moments of one parameter."""
    if n == 0:
        return inlined(lambda moments, i, values: None)
    before, place = make_write(n - 1), n - 1

    @inlined
    def write(moments, i, values):
        before(moments, i, values)
        moments[place][i] = values[place]

    return write


def make_means(n):
    """A function of moments that returns the mean of each."""
    if n == 0:
        return inlined(lambda moments: ())
    before, place = make_means(n - 1), n - 1
    return inlined(lambda moments: before(moments) + (mean_of(moments[place]),))
