"""Updates of θ, chunk by chunk, for one optimiser and the penalties in use.

parameters, gradient, each of the moments: (n,), for a chunk of n parameters. The statistics of its penalties
are in a row of the state's `sums`, (n_chunks, n_terms).
"""

from skreg.compile.jit import inlined, jit
from skreg.compile.memory import numbers
from skreg.kernels.code import scatter_gradient
from skreg.kernels.update import moments as remembered
from skreg.kernels.update import penalties
from skreg.kernels.update.rows import make_measure_rows, make_update_rows
from skreg.kernels.update.run import make_measure_run, make_update_run
from skreg.kernels.views import DOUBLE, chunk_at, layer_at, workspace_at


@jit
def add_shards(begin, end, n_shards, workspaces, zero):
    """Add the shards' gradients of a run of θ to the first one."""
    total = numbers(workspace_at(workspaces, 0).gradient, begin, end, zero)
    for shard in range(1, n_shards):
        share = numbers(workspace_at(workspaces, shard).gradient, begin, end, zero)
        for i in range(total.size):
            total[i] += share[i]


def _make_strengths_of(n_terms):
    """A function of chunk, network, total weight and zero that returns all penalties' strengths."""
    strengths, none = penalties.make_strengths(n_terms), penalties.make_zeros(n_terms)

    @jit
    def strengths_of(chunk, network, total_weight, zero):
        if chunk.layer < 0:
            return none(zero)
        return strengths(network, chunk.layer * n_terms, total_weight, zero)

    return strengths_of


def _acts_on_rows(terms):
    return any(term.scope == "row" for term in terms)


def _make_update_part(optimiser, terms):
    """A function that updates a chunk's parameters, row by row if a penalty acts on rows."""
    update_run = make_update_run(optimiser, terms)
    if not _acts_on_rows(terms):
        return inlined(
            lambda size, parameters, gradient, moments, strengths, step, c, zero: update_run(
                parameters, gradient, moments, strengths, step, c, zero
            )
        )
    update_rows, row_strength = make_update_rows(optimiser, terms), penalties.make_row_strength(terms)

    @inlined
    def update_part(size, parameters, gradient, moments, strengths, step, c, zero):
        if row_strength(strengths, zero) > 0:
            return update_rows(size, parameters, gradient, moments, strengths, step, c, zero)
        return update_run(parameters, gradient, moments, strengths, step, c, zero)

    return update_part


def _make_measure_part(terms):
    """A function that returns the penalties' statistics of a chunk's parameters."""
    measure_run = make_measure_run(terms)
    if not _acts_on_rows(terms):
        return inlined(lambda size, parameters, strengths, zero: measure_run(parameters, strengths, zero))
    measure_rows, row_strength = make_measure_rows(terms), penalties.make_row_strength(terms)

    @inlined
    def measure_part(size, parameters, strengths, zero):
        if row_strength(strengths, zero) > 0:
            return measure_rows(size, parameters, strengths, zero)
        return measure_run(parameters, strengths, zero)

    return measure_part


@inlined
def row_size(chunk, network):
    """Length of the rows of W that a chunk consists of."""
    return layer_at(network.layers, chunk.layer).n_out if chunk.layer >= 0 else chunk.stop - chunk.start


def make_update_chunks(optimiser, terms):
    """A function that updates some chunks of θ."""
    n_terms, moments_of = len(terms), remembered.make_moments(len(optimiser.moments))
    strengths_of, store = _make_strengths_of(n_terms), penalties.make_stored(n_terms)
    update_part = _make_update_part(optimiser, terms)

    @jit
    def update_chunks(first, last, step, network, code, state, thinned, workspaces, c, zero):
        for index in range(first, last):
            chunk = chunk_at(network.chunks, index)
            begin, end = chunk.start, chunk.stop
            gradient = numbers(workspace_at(workspaces, 0).gradient, begin, end, zero)
            if code.scatter_gradient != 0:
                # the thinned network's θ is free again, and one piece of it stays in the cache as scratch
                at = chunk_at(network.chunks, first).start
                gradient = numbers(thinned.parameters, at, at + end - begin, zero)
                scatter_gradient(
                    code.scatter_gradient, chunk, step.n_shards, network, thinned, workspaces, gradient
                )
            else:
                add_shards(begin, end, step.n_shards, workspaces, zero)
            sums = update_part(
                row_size(chunk, network), numbers(state.parameters, begin, end, zero), gradient,
                moments_of(state, begin, end, zero), strengths_of(chunk, network, step.total_weight, zero),
                step, c, zero,
            )  # fmt: skip
            store(sums, numbers(state.sums, index * n_terms, (index + 1) * n_terms, DOUBLE))

    return update_chunks


def make_measure_chunks(terms):
    """A function that writes the penalties' statistics of some chunks of θ to the state."""
    n_terms, strengths_of = len(terms), _make_strengths_of(len(terms))
    measure_part, store = _make_measure_part(terms), penalties.make_stored(len(terms))

    @jit
    def measure_chunks(first, last, network, state, zero):
        for index in range(first, last):
            chunk = chunk_at(network.chunks, index)
            parameters = numbers(state.parameters, chunk.start, chunk.stop, zero)
            strengths = strengths_of(chunk, network, 1.0, zero)
            sums = measure_part(row_size(chunk, network), parameters, strengths, zero)
            store(sums, numbers(state.sums, index * n_terms, (index + 1) * n_terms, DOUBLE))

    return measure_chunks


def make_penalty_of_chunks(terms):
    """A function of total weight, network and state that returns the penalty of the current θ."""
    n_terms, strengths_of, value = len(terms), _make_strengths_of(len(terms)), penalties.make_value(terms)

    @jit
    def penalty_of_chunks(total_weight, network, state):
        total = 0.0
        for index in range(network.n_chunks):
            chunk = chunk_at(network.chunks, index)
            if chunk.layer >= 0:
                sums = numbers(state.sums, index * n_terms, (index + 1) * n_terms, DOUBLE)
                total += value(
                    sums, strengths_of(chunk, network, total_weight, DOUBLE), row_size(chunk, network)
                )
        return total

    return penalty_of_chunks
