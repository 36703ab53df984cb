"""Updates of θ, chunk by chunk: gradient step, proximal step of l1, penalty of the result."""

from skreg._jit import inlined, jit
from skreg.kernels.functions import (
    decay,
    optimiser_update,
    penalty_value,
    ridge_strength,
    soft_threshold,
)
from skreg.kernels.sizes import SMALL_COPY
from skreg.kernels.team import barrier, own_tiles


@jit
def measure_chunk(chunk, parameters):
    """Sums of |w| and w² over a chunk of θ."""
    absolute_sum, square_sum = parameters.dtype.type(0), parameters.dtype.type(0)
    for w in parameters[chunk.start : chunk.stop]:
        absolute_sum += abs(w)
        square_sum += w * w
    chunk.absolute_sum, chunk.square_sum = absolute_sum, square_sum


@jit
def add_shards(start, stop, n_shards, gradient):
    """Add the shards' gradients of a run of θ to the first one."""
    total = gradient[0, start:stop]
    for shard in range(1, n_shards):
        share = gradient[shard, start:stop]
        for i in range(total.size):
            total[i] += share[i]


@jit
def update_chunk(chunk, step, network, solver, state, gradients):
    """One update of one chunk of θ."""
    number = state.parameters.dtype.type
    add_shards(chunk.start, chunk.stop, step.n_shards, gradients)
    l1, coupled, shrink = 0.0, 0.0, 1.0
    if chunk.layer >= 0:
        l1 = network.layers[chunk.layer].l1
        ridge = ridge_strength(network.layers[chunk.layer].l2, network.alpha, step.total_weight)
        coupled, shrink = decay(solver.code, ridge, solver.learning_rate)
    l1, coupled, shrink = number(l1), number(coupled), number(shrink)
    rate, prox_rate = number(step.rate), number(step.prox_rate)
    momentum, epsilon = number(solver.momentum), number(solver.epsilon)
    rate_1, rate_2 = number(1 - solver.beta_1), number(1 - solver.beta_2)

    parameters = state.parameters[chunk.start : chunk.stop]
    gradient = gradients[0, chunk.start : chunk.stop]
    first = state.first_moment[chunk.start : chunk.stop]
    second = first if solver.n_moments == 1 else state.second_moment[chunk.start : chunk.stop]
    absolute_sum, square_sum = number(0), number(0)
    for i in range(parameters.size):
        w = parameters[i]
        new, first_moment, second_moment, prox_step = optimiser_update(
            solver.code, shrink * w, gradient[i] + coupled * w, first[i], second[i],
            rate, prox_rate, momentum, solver.nesterov, rate_1, rate_2, epsilon,
        )  # fmt: skip
        w = soft_threshold(new, prox_step * l1)
        if solver.n_moments == 2:
            second[i] = second_moment
        first[i] = first_moment
        parameters[i] = w
        absolute_sum += abs(w)
        square_sum += w * w
    chunk.absolute_sum, chunk.square_sum = absolute_sum, square_sum


@inlined
def update(step, network, solver, state, gradients, team):
    """This member's share of one update of θ; returns when all members have done theirs."""
    is_large = step.n_shards > 1 or network.chunks[-1].stop > SMALL_COPY
    first, last = own_tiles(network.chunks.size, is_large, team)
    for index in range(first, last):
        update_chunk(network.chunks[index], step, network, solver, state, gradients)
    barrier(team)


@jit
def penalty_of_chunks(total_weight, network):
    """Penalty of the θ that was measured or updated last."""
    value = 0.0
    for chunk in network.chunks:
        if chunk.layer >= 0:
            layer = network.layers[chunk.layer]
            ridge = ridge_strength(layer.l2, network.alpha, total_weight)
            value += penalty_value(layer.l1, ridge, chunk.absolute_sum, chunk.square_sum)
    return value
