"""Updates under a penalty on whole rows of W, whose weights share one step size and shrink together.

parameters, gradient, each of the moments: (size,) for one row of W, (n_rows · size,) for several.
"""

from skreg.compile.jit import expression, jit
from skreg.kernels.update import moments as remembered
from skreg.kernels.update import penalties
from skreg.kernels.update.mean import norm_of
from skreg.kernels.update.run import make_measure_run, make_update_run


def _make_remember(optimiser, terms):
    """A function that updates the moments from a gradient, but not the parameters.

    Only decoupled penalties change the parameters here.
    """
    read, write = (make(len(optimiser.moments)) for make in (remembered.make_read, remembered.make_write))
    update, decoupled = expression(optimiser.update), optimiser.decoupled
    smooth = penalties.make_gradient(terms)

    @jit
    def remember(parameters, gradient, moments, strengths, step, c, zero):
        for i in range(parameters.size):
            w, g = parameters[i], gradient[i]
            if decoupled:
                parameters[i] = w - step.learning_rate * smooth(w, strengths, zero)
            else:
                g += smooth(w, strengths, zero)
            _, new, _ = update(g, read(moments, i), step.rate, step.steady, c)
            write(moments, i, new)

    return remember


def make_step_row(optimiser, terms):
    """A function that updates a row of W, with its weights' proximal steps, and returns the step size."""
    if optimiser.group_step is None:
        update_run = make_update_run(optimiser, terms)

        @jit
        def step_row(parameters, gradient, moments, strengths, step, c, zero):
            update_run(parameters, gradient, moments, strengths, step, c, zero)
            return step.steady

        return step_row
    n_moments = len(optimiser.moments)
    read, means = remembered.make_read(n_moments), remembered.make_means(n_moments)
    remember, prox = _make_remember(optimiser, terms), penalties.make_prox(terms)
    direction, group_step = expression(optimiser.direction), expression(optimiser.group_step)

    @jit
    def step_row_together(parameters, gradient, moments, strengths, step, c, zero):
        remember(parameters, gradient, moments, strengths, step, c, zero)
        length = group_step(means(moments), step.rate, c)
        for i in range(parameters.size):
            w = parameters[i] - length * direction(read(moments, i))
            parameters[i] = prox(w, length, strengths, step.longest)
        return length

    return step_row_together


def make_update_rows(optimiser, terms):
    """A function that updates rows of W of length `size`, and returns the new statistics of the penalties."""
    step_row, row_factor = make_step_row(optimiser, terms), penalties.make_row_factor(terms)
    measure_rows = make_measure_rows(terms)
    n_moments = len(optimiser.moments)
    rows_of = remembered.make_rows(n_moments)

    @jit
    def update_rows(size, parameters, gradient, moments, strengths, step, c, zero):
        for begin in range(0, parameters.size, size):
            row = parameters[begin : begin + size]
            length = step_row(
                row,
                gradient[begin : begin + size],
                rows_of(moments, begin, begin + size),
                strengths,
                step,
                c,
                zero,
            )
            factor = type(zero)(row_factor(norm_of(row), length, strengths, step.longest, size))
            for i in range(row.size):
                row[i] *= factor
        return measure_rows(size, parameters, strengths, zero)

    return update_rows


def make_measure_rows(terms):
    """A function that returns the penalties' statistics of rows of W."""
    measure_run, added = make_measure_run(terms), penalties.make_added(terms, "row")

    @jit
    def measure_rows(size, parameters, strengths, zero):
        sums = measure_run(parameters, strengths, zero)
        for begin in range(0, parameters.size, size):
            sums = added(sums, norm_of(parameters[begin : begin + size]), strengths)
        return sums

    return measure_rows
