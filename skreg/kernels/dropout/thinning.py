"""One thinned network for a whole minibatch, whose matrix products leave out the dropped units.

The weights between the units that stay are copied into a small network. Its gradient is then written back to
the places of these weights, and the gradient of all other weights is zero. The mask is that of the
minibatch's first sample.

A layer's W: (n_in, n_out) becomes ``factors[:, None] · W[kept inputs][:, kept outputs]``, and its b: (n_out,)
becomes ``b[kept outputs]``.

References
----------
Graham, Reizenstein & Robinson (2015), "Efficient batchwise dropout training using submatrices", arXiv
1502.02478.
"""

import numpy as np

from skreg.compile.jit import inlined, jit
from skreg.compile.memory import numbers
from skreg.kernels.dropout.counters import first_counter
from skreg.kernels.dropout.masks import make_unit_factor
from skreg.kernels.team.barrier import barrier, own_tiles
from skreg.kernels.views import LISTED, integers, layer_at, network_at, workspace_at
from skreg.records.sizes import SMALL_COPY
from skreg.records.thinned import DROPPED


def _make_draw_inputs(dropouts):
    unit_factor = make_unit_factor(dropouts)

    @jit
    def draw_inputs(sample, index, lists_dropped, network, thinned, zero):
        """Draw the inputs of a layer that stay. Returns their number.

        With `lists_dropped` the dropped ones are listed as well, with a factor of 0.
        """
        layer = layer_at(network.layers, index)
        first = layer.units_before
        factors = numbers(thinned.factors, first, first + layer.n_in, zero)
        positions = numbers(thinned.positions, first, first + layer.n_in, index)
        listed = numbers(thinned.units, first, first + layer.n_in, LISTED)
        counter = first_counter(network, sample, index, 0)
        n_kept = 0
        for place in range(layer.n_in):
            factor = zero + np.int8(1)
            if layer.is_dropped:
                factor = unit_factor(network, index, counter + np.uint64(place), zero)
            # a product needs at least one input, even if its factor is 0
            is_needed = n_kept == 0 and place == layer.n_in - 1
            positions[place] = DROPPED
            if factor != 0 or lists_dropped or is_needed:
                positions[place] = n_kept
                listed[n_kept] = place
                factors[n_kept] = factor
                n_kept += 1
        return n_kept

    return draw_inputs


def _make_draw_network(dropouts):
    draw_inputs = _make_draw_inputs(dropouts)

    @jit
    def draw_network(sample, network, is_sparse, thinned, zero):
        """Draw the inputs and hidden units that stay.

        All inputs of sparse samples are listed, because these are read in place.
        """
        small = network_at(thinned.network, 0)
        units_before = 0
        for index in range(network.n_layers):
            n_kept = draw_inputs(sample, index, index == 0 and is_sparse, network, thinned, zero)
            cut = layer_at(small.layers, index)
            cut.n_in, cut.units_before = n_kept, units_before
            units_before += n_kept
            if index > 0:
                layer_at(small.layers, index - 1).n_out = n_kept
        small.n_inputs = layer_at(small.layers, 0).n_in

    return draw_network


@jit
def gather(columns, factor, source, target):
    """Copy some elements of a row, scaled. columns, target: (n_kept,). source: (n_out,)."""
    for j in range(columns.size):
        target[j] = factor * source[columns[j]]


@inlined
def outputs_of(layer, cut, thinned):
    """The list of a layer's outputs that stay: (n_kept,)."""
    first = layer.units_before + layer.n_in
    return numbers(thinned.units, first, first + cut.n_out, LISTED)


@jit
def gather_layer(index, network, parameters, thinned, team, zero):
    """Copy this member's share of the weights and intercepts between the units that stay."""
    layer = layer_at(network.layers, index)
    cut = layer_at(network_at(thinned.network, 0).layers, index)
    columns = outputs_of(layer, cut, thinned)
    first, last = own_tiles(cut.n_in, network.n_parameters > SMALL_COPY, team)
    begin = layer.units_before
    listed = numbers(thinned.units, begin, begin + cut.n_in, LISTED)
    factors = numbers(thinned.factors, begin, begin + cut.n_in, zero)
    for position in range(first, last):
        source, target = layer.weights + listed[position] * layer.n_out, cut.weights + position * cut.n_out
        gather(
            columns, factors[position], numbers(parameters, source, source + layer.n_out, zero),
            numbers(thinned.parameters, target, target + cut.n_out, zero),
        )  # fmt: skip
    if team.rank == 0:
        gather(
            columns, zero + np.int8(1),
            numbers(parameters, layer.intercepts, layer.intercepts + layer.n_out, zero),
            numbers(thinned.parameters, cut.intercepts, cut.intercepts + cut.n_out, zero),
        )  # fmt: skip


def make_thin(dropouts):
    """Code that draws a minibatch's thinned network and copies its θ. It ends when all members finish."""
    draw_network = _make_draw_network(dropouts)

    def thin(sample, network, data, parameters, thinned, team, zero):
        if team.rank == 0:
            draw_network(sample, network, data.is_sparse != 0, thinned, zero)
        barrier(team)
        for index in range(network.n_layers):
            gather_layer(index, network, parameters, thinned, team, zero)
        barrier(team)

    return thin


@jit
def scatter(columns, factor, start, n_shards, workspaces, target, zero):
    """Add up the shards' gradients of a row's kept elements, and write them to their columns of `target`.

    The kept elements begin at `start`. columns: (n_kept,). target: (n_out,) or longer.
    """
    for shard in range(n_shards):
        source = numbers(workspace_at(workspaces, shard).gradient, start, start + columns.size, zero)
        if shard == 0:
            for j in range(columns.size):
                target[columns[j]] = factor * source[j]
        else:
            for j in range(columns.size):
                target[columns[j]] += factor * source[j]


@jit
def scatter_row(begin, chunk, layer, cut, columns, n_shards, thinned, workspaces, target, zero):
    """Write the gradient of the row of W that starts at `begin` in θ to its place in the chunk's gradient.

    columns: (n_kept,). target: (chunk.stop − chunk.start,).
    """
    place = layer.units_before + (begin - layer.weights) // layer.n_out
    position = integers(thinned.positions, place + 1)[place]
    if position != DROPPED:
        place = layer.units_before + position
        factor = numbers(thinned.factors, place, place + 1, zero)[0]
        start = cut.weights + position * cut.n_out
        scatter(columns, factor, start, n_shards, workspaces, target[begin - chunk.start :], zero)


def scatter_gradient(chunk, n_shards, network, thinned, workspaces, target):
    """Write the gradient of a chunk of the full θ to `target`. It is zero for weights of dropped units.

    target: (chunk.stop − chunk.start,).
    """
    zero = target.dtype.type(0)
    for i in range(chunk.stop - chunk.start):
        target[i] = 0
    small = network_at(thinned.network, 0)
    for index in range(network.n_layers):
        layer, cut = layer_at(network.layers, index), layer_at(small.layers, index)
        columns = outputs_of(layer, cut, thinned)
        if chunk.layer < 0:
            one = zero + np.int8(1)
            own = target[layer.intercepts - chunk.start :]
            scatter(columns, one, cut.intercepts, n_shards, workspaces, own, zero)
        elif chunk.layer == index:
            for begin in range(chunk.start, chunk.stop, layer.n_out):
                scatter_row(begin, chunk, layer, cut, columns, n_shards, thinned, workspaces, target, zero)
