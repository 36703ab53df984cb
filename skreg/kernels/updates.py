"""Updates of θ, chunk by chunk: gradient step, proximal steps of l1 and group_l1, penalty of the result."""

import numpy as np

from skreg._jit import inlined, jit
from skreg.kernels.arguments import Rule
from skreg.kernels.functions import (
    decay,
    group_factor,
    group_step,
    group_value,
    optimiser_update,
    penalty_value,
    ridge_strength,
    soft_threshold,
)
from skreg.kernels.sizes import SMALL_COPY
from skreg.kernels.team import barrier, own_tiles
from skreg.kernels.thinning import scatter_gradient


@jit
def group_size(chunk, network):
    """Weights that are penalised together: a row of W, or the whole chunk where there is no group_l1."""
    if chunk.layer >= 0 and network.layers[chunk.layer].group_l1 > 0:
        return network.layers[chunk.layer].n_out
    return chunk.stop - chunk.start


@jit
def measure_chunk(chunk, network, parameters):
    """Sums of |w|, of w² and of the groups' norms over a chunk of θ."""
    zero = parameters.dtype.type(0)
    absolute_sum, square_sum, norm_sum = zero, zero, zero
    size = group_size(chunk, network)
    for begin in range(chunk.start, chunk.stop, size):
        squares, weights = zero, parameters[begin : begin + size]
        for i in range(weights.size):  # an iterator over the array would not be vectorised
            absolute_sum += abs(weights[i])
            squares += weights[i] * weights[i]
        square_sum += squares
        norm_sum += np.sqrt(squares)
    chunk.absolute_sum, chunk.square_sum, chunk.norm_sum = absolute_sum, square_sum, norm_sum


@jit
def add_shards(start, stop, n_shards, gradient):
    """Add the shards' gradients of a run of θ to the first one."""
    total = gradient[0, start:stop]
    for shard in range(1, n_shards):
        share = gradient[shard, start:stop]
        for i in range(total.size):
            total[i] += share[i]


@jit
def mean_of(values):
    """Mean of an array."""
    total = values.dtype.type(0)
    for i in range(values.size):
        total += values[i]
    return total / values.dtype.type(values.size)


@jit
def step_together(parameters, first, step, threshold):
    """Step of Adam with one size for a group, and of l1; returns the sums of |w| and w² after it."""
    absolute_sum, square_sum = parameters.dtype.type(0), parameters.dtype.type(0)
    for i in range(parameters.size):
        w = soft_threshold(parameters[i] - step * first[i], threshold)
        parameters[i] = w
        absolute_sum += abs(w)
        square_sum += w * w
    return absolute_sum, square_sum


@jit
def shrink_group(parameters, norm, threshold):
    """Proximal step of group_l1 on a group of weights; returns the factor by which they shrank."""
    factor = group_factor(norm, threshold)
    for i in range(parameters.size):
        parameters[i] *= factor
    return factor


@jit
def update_run(parameters, gradient, first, second, rule):
    """One update of some parameters, but for group_l1; returns the sums of |w| and w² after it."""
    absolute_sum, square_sum = parameters.dtype.type(0), parameters.dtype.type(0)
    for i in range(parameters.size):
        w = parameters[i]
        new, first_moment, second_moment, prox_step = optimiser_update(
            rule.code, rule.shrink * w, gradient[i] + rule.coupled * w, first[i], second[i],
            rule.rate, rule.prox_rate, rule.momentum, rule.nesterov, rule.rate_1, rule.rate_2, rule.epsilon,
        )  # fmt: skip
        w = soft_threshold(new, min(prox_step * rule.l1, rule.longest))
        if rule.n_moments == 2:
            second[i] = second_moment
        first[i] = first_moment
        parameters[i] = w
        absolute_sum += abs(w)
        square_sum += w * w
    return absolute_sum, square_sum


@inlined
def rule_of(chunk, step, network, solver, number):
    """How a chunk is updated, in numbers of θ's type."""
    l1, group_l1, coupled, shrink, rate = 0.0, 0.0, 0.0, 1.0, step.rate
    if chunk.layer >= 0:
        layer = network.layers[chunk.layer]
        l1, group_l1 = layer.l1, layer.group_l1 * np.sqrt(layer.n_out)
        ridge = ridge_strength(layer.l2, network.alpha, step.total_weight)
        coupled, shrink = decay(solver.code, ridge, solver.learning_rate)
        if group_l1 > 0 and solver.n_moments == 2:
            rate = 0.0  # first the moments alone: the step of a group depends on all of them
    return Rule(
        solver.code, solver.n_moments, solver.nesterov, number(l1), number(group_l1), number(coupled),
        number(shrink), number(rate), number(step.rate), number(step.longest),
        number(step.prox_rate), number(solver.momentum),
        number(1 - solver.beta_1), number(1 - solver.beta_2), number(solver.epsilon),
    )  # fmt: skip


@inlined
def update_chunk(chunk, step, network, solver, state, thinned, scratch, gradients):
    """One update of one chunk of θ; `scratch` is as long as the chunk, where batches are thinned."""
    number = state.parameters.dtype.type
    if thinned is not None:
        scatter_gradient(chunk, step.n_shards, network, thinned, gradients, scratch)
    else:
        add_shards(chunk.start, chunk.stop, step.n_shards, gradients)
    rule = rule_of(chunk, step, network, solver, number)
    size = group_size(chunk, network)
    absolute_sum, square_sum, norm_sum = number(0), number(0), number(0)
    for begin in range(chunk.start, chunk.stop, size):
        end = begin + size
        parameters, first = state.parameters[begin:end], state.first_moment[begin:end]
        second = first if solver.n_moments == 1 else state.second_moment[begin:end]
        gradient = gradients[0, begin:end]
        if thinned is not None:
            gradient = scratch[begin - chunk.start : end - chunk.start]
        absolutes, squares = update_run(parameters, gradient, first, second, rule)
        if rule.group_l1 > 0:
            own_step = group_step(rule.code, rule.group_rate, rule.prox_rate, mean_of(second), rule.epsilon)
            if rule.n_moments == 2:
                threshold = min(own_step * rule.l1, rule.longest)
                absolutes, squares = step_together(parameters, first, own_step, threshold)
            norm = np.sqrt(squares)
            longest = rule.longest * number(np.sqrt(size))
            factor = shrink_group(parameters, norm, min(own_step * rule.group_l1, longest))
            absolutes, squares = factor * absolutes, factor * factor * squares
            norm_sum += factor * norm
        absolute_sum += absolutes
        square_sum += squares
    chunk.absolute_sum, chunk.square_sum, chunk.norm_sum = absolute_sum, square_sum, norm_sum


@jit
def update_chunks(first, last, step, network, solver, state, thinned, gradients):
    """One update of some chunks of θ."""
    for index in range(first, last):
        scratch = gradients[0]
        if thinned is not None:
            # the thinned network's θ has been used; always the same piece of it stays in the cache
            scratch = thinned.parameters[network.chunks[first].start :]
        update_chunk(network.chunks[index], step, network, solver, state, thinned, scratch, gradients)


@inlined
def update(step, network, solver, state, thinned, gradients, team):
    """This member's share of one update of θ; returns when all members have done theirs."""
    is_large = step.n_shards > 1 or network.chunks[-1].stop > SMALL_COPY
    first, last = own_tiles(network.chunks.size, is_large, team)
    update_chunks(first, last, step, network, solver, state, thinned, gradients)
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
            value += group_value(layer.group_l1, layer.n_out, chunk.norm_sum)
    return value
