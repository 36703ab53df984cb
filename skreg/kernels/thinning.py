"""One thinned network for a whole minibatch: what is dropped is cut out of the matrix products.

The weights between the units that stay are copied into a small network; its gradient goes back to where
they came from, and that of all other weights is zero. The mask is that of the minibatch's first sample.

References
----------
Graham, Reizenstein & Robinson (2015), "Efficient batchwise dropout training using submatrices", arXiv
1502.02478.
"""

import numpy as np

from skreg._jit import inlined, jit
from skreg.kernels.arguments import DROPPED, Network
from skreg.kernels.masks import first_counter, mask_factor
from skreg.kernels.sizes import SMALL_COPY
from skreg.kernels.team import barrier, own_tiles


@jit
def draw_inputs(sample, index, lists_dropped, network, thinned):
    """Draw the inputs of a layer that stay; returns how many.

    With `lists_dropped` the others are listed as well, with a factor of 0.
    """
    layer = network.layers[index]
    keep_scale = thinned.factors.dtype.type(layer.keep_scale)
    counter = first_counter(network, sample, index, 0)
    last = layer.units_before + layer.n_in
    n_kept = 0
    for place in range(layer.units_before, last):
        factor = mask_factor(network, counter, layer.drop_below, keep_scale)
        counter += np.uint64(1)
        # a product needs an input, if only one through which nothing comes
        is_needed = n_kept == 0 and place == last - 1
        thinned.positions[place] = DROPPED
        if factor > 0 or lists_dropped or is_needed:
            thinned.positions[place] = n_kept
            thinned.units[layer.units_before + n_kept] = place - layer.units_before
            thinned.factors[layer.units_before + n_kept] = factor
            n_kept += 1
    return n_kept


@jit
def draw_network(sample, network, is_sparse, thinned):
    """Draw the inputs and hidden units that stay.

    Inputs of sparse samples are all listed, as these are read where they lie.
    """
    units_before = 0
    for index in range(network.layers.size):
        n_kept = draw_inputs(sample, index, index == 0 and is_sparse, network, thinned)
        cut = thinned.layers[index]
        cut.n_in, cut.units_before = n_kept, units_before
        units_before += n_kept
        if index > 0:
            thinned.layers[index - 1].n_out = n_kept


@jit
def gather(columns, factor, source, target):
    """Some elements of a row, scaled."""
    for j in range(columns.size):
        target[j] = factor * source[columns[j]]


@inlined
def outputs_of(layer, cut, thinned):
    """List of a layer's outputs that stay."""
    first = layer.units_before + layer.n_in
    return thinned.units[first : first + cut.n_out]


@jit
def gather_layer(index, network, parameters, thinned, team):
    """This member's share of the weights and intercepts between the units that stay."""
    layer, cut = network.layers[index], thinned.layers[index]
    columns = outputs_of(layer, cut, thinned)
    first, last = own_tiles(cut.n_in, parameters.size > SMALL_COPY, team)
    for position in range(first, last):
        place = layer.units_before + position
        source, target = thinned.units[place] * layer.n_out, cut.weights + position * cut.n_out
        gather(
            columns, thinned.factors[place], parameters[layer.weights + source :], thinned.parameters[target:]
        )
    if team.rank == 0:
        one = parameters.dtype.type(1)
        gather(columns, one, parameters[layer.intercepts :], thinned.parameters[cut.intercepts :])


@inlined
def thin(sample, network, data, parameters, thinned, team):
    """Draw a minibatch's thinned network, and copy its θ; returns when all members have done their share."""
    if team.rank == 0:
        draw_network(sample, network, data.is_sparse, thinned)
    barrier(team)
    for index in range(network.layers.size):
        gather_layer(index, network, parameters, thinned, team)
    barrier(team)


@inlined
def thinned_network(network, thinned):
    """The network between the units that stay: its weights carry the mask."""
    return Network(
        thinned.layers, network.chunks, thinned.units[: thinned.layers[0].n_in],
        network.loss, network.loss_parameter, network.couples_outputs, network.alpha, network.max_norm,
        network.key_0, network.key_1,
    )  # fmt: skip


@jit
def scatter(columns, factor, start, n_shards, gradients, target):
    """The shards' gradients of a row's kept elements, which begin at `start`, into those of `target`."""
    for shard in range(n_shards):
        source = gradients[shard, start : start + columns.size]
        if shard == 0:
            for j in range(columns.size):
                target[columns[j]] = factor * source[j]
        else:
            for j in range(columns.size):
                target[columns[j]] += factor * source[j]


@jit
def scatter_gradient(chunk, n_shards, network, thinned, gradients, target):
    """Gradient of a chunk of the full θ into `target`: zero where a unit was dropped."""
    for i in range(chunk.stop - chunk.start):
        target[i] = 0
    for index in range(network.layers.size):
        layer, cut = network.layers[index], thinned.layers[index]
        columns = outputs_of(layer, cut, thinned)
        if chunk.layer < 0:
            one = target.dtype.type(1)
            scatter(
                columns, one, cut.intercepts, n_shards, gradients, target[layer.intercepts - chunk.start :]
            )
        elif chunk.layer == index:
            for begin in range(chunk.start, chunk.stop, layer.n_out):
                unit = (begin - layer.weights) // layer.n_out
                position = thinned.positions[layer.units_before + unit]
                if position != DROPPED:
                    factor = thinned.factors[layer.units_before + position]
                    start = cut.weights + position * cut.n_out
                    scatter(columns, factor, start, n_shards, gradients, target[begin - chunk.start :])
