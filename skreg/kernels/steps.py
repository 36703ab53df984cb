"""The functions that Python calls: many minibatch steps in one call, or loss and gradient of all samples.

All members of a team run these functions in lockstep. order, rows: samples as places in the data, (n_rows,)
of int64 in an epoch, a minibatch or a slice.
"""

import numpy as np

from skreg.compile.jit import entry_point, expression, jit
from skreg.compile.memory import numbers, record_reader
from skreg.kernels.code import CODE, backpropagate, limit_norms, thin
from skreg.kernels.denormals import flush_denormals, restore
from skreg.kernels.team.barrier import barrier, own_tiles
from skreg.kernels.team.tiles import smaller
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

FIT = fields(  # addresses of everything that a step reads
    network=np.int64,
    code=np.int64,
    samples=np.int64,
    state=np.int64,
    thinned=np.int64,
    workspaces=np.int64,
    exact_constants=np.int64,  # constants of the optimiser, in double precision
    constants=np.int64,  # the same in θ's type
    settings=np.int64,  # hyperparameters that a step reads itself, 0 if not in use
)

fit_at, code_at, data_at, state_at, thinned_at = map(record_reader, (FIT, CODE, DATA, STATE, THINNED))


@jit
def weight_of(rows, data):
    """Total weight of some samples."""
    total = 0.0
    for i in range(rows.size):
        total += numbers(data.sample_weight, rows[i], rows[i] + 1, total)[0]
    return total


@jit
def gradient_of_batch(rows, n_samples_seen, total_weight, fit, team, zero):
    """Loss of a minibatch, and the number of shards whose gradients are then in the workspaces."""
    network, code, data = network_at(fit.network, 0), code_at(fit.code, 0), data_at(fit.samples, 0)
    active, parameters = network, state_at(fit.state, 0).parameters
    if code.thin != 0:
        thinned = thinned_at(fit.thinned, 0)
        thin(code.thin, n_samples_seen, network, data, parameters, thinned, team, zero)
        active, parameters = network_at(thinned.network, 0), thinned.parameters
    loss, n_shards = backpropagate(
        code.backpropagate, rows, n_samples_seen, total_weight, active, code, data, parameters,
        fit.workspaces, team, zero,
    )  # fmt: skip
    return loss, int(n_shards)


def _make_step_of(optimiser, constants):
    """A function that returns the step of an update, and the new state of the steady step."""
    step_size, steady_step, longest_step = map(
        expression, (optimiser.step_size, optimiser.steady_step, optimiser.longest_step)
    )
    constants_at = record_reader(constants)

    @jit
    def step_of(n_shards, total_weight, learning_rate, t, steady_state, fit, zero):
        c = constants_at(fit.exact_constants, 0)
        rate = step_size(learning_rate, t, c)
        steady_state, steady = steady_step(steady_state, learning_rate, c)
        step = Step(
            n_shards, total_weight, type(zero)(learning_rate), type(zero)(rate), type(zero)(steady),
            type(zero)(longest_step(rate, c)),
        )  # fmt: skip
        return step, steady_state

    return step_of


def make_update(optimiser, terms, constants, settings):
    """A function that updates θ, and returns when all members have finished their share."""
    update_chunks, measure_chunks = make_update_chunks(optimiser, terms), make_measure_chunks(terms)
    constants_at, settings_at = record_reader(constants), record_reader(settings)

    @jit
    def update(step, fit, team, zero):
        network, code, state = network_at(fit.network, 0), code_at(fit.code, 0), state_at(fit.state, 0)
        thinned, c = thinned_at(fit.thinned, 0), constants_at(fit.constants, 0)
        is_large = network.n_parameters > SMALL_COPY
        first, last = own_tiles(network.n_chunks, step.n_shards > 1 or is_large, team)
        update_chunks(first, last, step, network, code, state, thinned, fit.workspaces, c, zero)
        barrier(team)
        if code.limit_norms != 0:
            max_norm, scratch = (
                settings_at(fit.settings, 0).max_norm,
                workspace_at(fit.workspaces, 0).gradient,
            )
            limit_norms(code.limit_norms, max_norm, network, state.parameters, scratch, team, zero)
            first, last = own_tiles(network.n_chunks, is_large, team)
            measure_chunks(first, last, network, state, zero)
            barrier(team)

    return update


def make_train_batches(optimiser, terms, exact, constants, settings):
    """Code that trains on the minibatches of ``order[start:stop]``.

    It returns the sum over minibatches of cost × rows, and the number of rows. A minibatch with zero total
    weight is skipped.

    Parameters
    ----------
    optimiser : Optimiser
    terms : tuple of Penalty
        Penalties in use.
    exact, constants : dtype
        Types of the records of the optimiser's constants, in double precision and in θ's type.
    settings : dtype
        Type of the record of the hyperparameters that a step reads itself.
    """
    step_of, update = _make_step_of(optimiser, exact), make_update(optimiser, terms, constants, settings)
    measure_chunks, penalty_of_chunks = make_measure_chunks(terms), make_penalty_of_chunks(terms)

    def train_batches(order, start, stop, batch_size, n_samples_seen, learning_rate, fit, team, zero):
        control = flush_denormals()
        fit, team = fit_at(fit, 0), team_at(team, 0)
        network, data, state = network_at(fit.network, 0), data_at(fit.samples, 0), state_at(fit.state, 0)
        clocks = doubles(state.clocks, 2)
        if start == 0:
            if team.rank == 0:
                measure_chunks(0, network.n_chunks, network, state, zero)
            barrier(team)
        t, steady_state = clocks[0], clocks[1]
        cost_sum, n_trained = 0.0, 0
        for begin in range(start, stop, batch_size):
            rows = order[begin : smaller(begin + batch_size, stop)]
            total_weight = weight_of(rows, data)
            if total_weight == 0:
                continue
            # read before the barrier that ends backpropagation, because the update then changes it
            penalty = penalty_of_chunks(total_weight, network, state)
            loss, n_shards = gradient_of_batch(rows, n_samples_seen + begin, total_weight, fit, team, zero)
            cost_sum += (loss + penalty) * rows.size
            n_trained += rows.size
            t += 1
            step, steady_state = step_of(
                n_shards, total_weight, learning_rate, t, steady_state, fit, zero
            )  # fmt: skip
            update(step, fit, team, zero)
        barrier(team)  # all members must read the clocks before these change
        if team.rank == 0:
            clocks[0], clocks[1] = t, steady_state
        restore(control)
        return cost_sum, n_trained

    return train_batches


@entry_point
def loss_and_gradient(rows, n_samples_seen, total_weight, fit, parameters, team, zero):
    """Share of `rows` in the loss. Its gradient, without penalties, is in the first workspace."""
    control = flush_denormals()
    fit, team = fit_at(fit, 0), team_at(team, 0)
    network, code, data = network_at(fit.network, 0), code_at(fit.code, 0), data_at(fit.samples, 0)
    loss, n_shards = backpropagate(
        code.backpropagate, rows, n_samples_seen, total_weight, network, code, data, parameters,
        fit.workspaces, team, zero,
    )  # fmt: skip
    if team.rank == 0:
        add_shards(0, network.n_parameters, int(n_shards), fit.workspaces, zero)
    barrier(team)
    restore(control)
    return loss
