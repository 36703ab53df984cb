"""What Python calls: many minibatch steps in one go, or loss and gradient of all samples.

Every member of a team of threads runs these, in step with the others.
"""

import numpy as np

from skreg.compile.jit import entry_point, expression, jit
from skreg.compile.memory import numbers, record_reader
from skreg.kernels.code import CODE, backpropagate, limit_norms, thin
from skreg.kernels.denormals import flush_denormals, restore
from skreg.kernels.team.barrier import barrier, own_tiles
from skreg.kernels.update.chunks import (
    add_shards,
    make_measure_chunks,
    make_penalty_of_chunks,
    make_update_chunks,
)
from skreg.kernels.views import doubles, network_at, team_at, workspace_at
from skreg.records.data import DATA
from skreg.records.record import fields
from skreg.records.sizes import SMALL_COPY
from skreg.records.state import STATE
from skreg.records.task import Step
from skreg.records.thinned import THINNED

FIT = fields(  # addresses of all that a step reads
    network=np.int64,
    code=np.int64,
    data=np.int64,
    state=np.int64,
    thinned=np.int64,
    workspaces=np.int64,
    exact_constants=np.int64,  # of the optimiser, in double precision
    constants=np.int64,  # and in θ's type
)

fit_at, code_at, data_at, state_at, thinned_at = map(record_reader, (FIT, CODE, DATA, STATE, THINNED))


@jit
def weight_of(rows, data):
    """Total weight of some samples."""
    total = 0.0
    for i in range(rows.size):
        total += numbers(data.sample_weight, rows[i], rows[i] + 1, total)[0]
    return total


def make_train_batches(optimiser, terms, constants):
    """Code that trains on the minibatches of ``order[start:stop]``.

    It returns the sum over minibatches of cost × rows, and the rows trained on. A minibatch of no weight is
    skipped.

    Parameters
    ----------
    optimiser : Optimiser
    terms : tuple of Penalty
        Those in use.
    constants : pair of dtype
        Records of the optimiser's constants, in double precision and in θ's type.
    """
    step_size, steady_step, longest_step = map(
        expression, (optimiser.step_size, optimiser.steady_step, optimiser.longest_step)
    )
    update_chunks, measure_chunks = make_update_chunks(optimiser, terms), make_measure_chunks(terms)
    penalty_of_chunks = make_penalty_of_chunks(terms)
    exact_at, constants_at = map(record_reader, constants)

    def train_batches(order, start, stop, batch_size, n_samples_seen, learning_rate, fit, team, zero):
        control = flush_denormals()
        fit, team = fit_at(fit, 0), team_at(team, 0)
        network, code, data = network_at(fit.network, 0), code_at(fit.code, 0), data_at(fit.data, 0)
        state, thinned, workspaces = state_at(fit.state, 0), thinned_at(fit.thinned, 0), fit.workspaces
        exact, c = exact_at(fit.exact_constants, 0), constants_at(fit.constants, 0)
        whole = workspace_at(workspaces, 0)
        clocks = doubles(state.clocks, 2)
        is_large = network.n_parameters > SMALL_COPY
        if start == 0:
            if team.rank == 0:
                measure_chunks(0, network.n_chunks, network, state, zero)
            barrier(team)
        t, steady_state = clocks[0], clocks[1]
        cost_sum, n_trained = 0.0, 0
        for begin in range(start, stop, batch_size):
            end = begin + batch_size
            rows = order[begin : (end if end < stop else stop)]
            total_weight = weight_of(rows, data)
            if total_weight == 0:
                continue
            # before the barrier that ends backpropagation: then comes the update, which changes it
            penalty = penalty_of_chunks(total_weight, network, state)
            active, parameters = network, state.parameters
            if code.thin != 0:
                thin(code.thin, n_samples_seen + begin, network, data, parameters, thinned, team, zero)
                active, parameters = network_at(thinned.network, 0), thinned.parameters
            loss, n_shards = backpropagate(
                code.backpropagate, rows, n_samples_seen + begin, total_weight, active, code, data,
                parameters, workspaces, team, zero,
            )  # fmt: skip
            cost_sum += (loss + penalty) * rows.size
            n_trained += rows.size
            t += 1
            rate = step_size(learning_rate, t, exact)
            steady_state, steady = steady_step(steady_state, learning_rate, exact)
            step = Step(
                int(n_shards), total_weight, type(zero)(learning_rate), type(zero)(rate), type(zero)(steady),
                type(zero)(longest_step(rate, exact)),
            )  # fmt: skip
            first, last = own_tiles(network.n_chunks, n_shards > 1 or is_large, team)
            update_chunks(first, last, step, network, code, state, thinned, workspaces, c, zero)
            barrier(team)
            if code.limit_norms != 0:
                limit_norms(code.limit_norms, network, state.parameters, whole.gradient, team, zero)
                first, last = own_tiles(network.n_chunks, is_large, team)
                measure_chunks(first, last, network, state, zero)
                barrier(team)
        barrier(team)  # all members have to have read the clocks before they change
        if team.rank == 0:
            clocks[0], clocks[1] = t, steady_state
        restore(control)
        return cost_sum, n_trained

    return train_batches


@entry_point
def loss_and_gradient(rows, n_samples_seen, total_weight, fit, parameters, team, zero):
    """Share of `rows` in the loss; its gradient, without penalties, is the workspace's first."""
    control = flush_denormals()
    fit, team = fit_at(fit, 0), team_at(team, 0)
    network, code, data = network_at(fit.network, 0), code_at(fit.code, 0), data_at(fit.data, 0)
    loss, n_shards = backpropagate(
        code.backpropagate, rows, n_samples_seen, total_weight, network, code, data, parameters,
        fit.workspaces, team, zero,
    )  # fmt: skip
    if team.rank == 0:
        add_shards(0, network.n_parameters, int(n_shards), fit.workspaces, zero)
    barrier(team)
    restore(control)
    return loss
