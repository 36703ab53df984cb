"""Forward pass of a block of samples: for each tile the product and the bias, then activation and mask.

For a layer, h: (n_rows, n_in) are the inputs, W: (n_in, n_out) and b: (n_out,) its part of θ, and
``z = h W + b``: (n_rows, n_out). z is in the workspace's `outputs`, where the outputs a(z) replace it.
"""

from skreg.compile.jit import jit
from skreg.compile.memory import numbers
from skreg.kernels.code import activate, drop, sparse_forward
from skreg.kernels.dropout.counters import first_counter
from skreg.kernels.products.multiply import Product, matrix, nothing
from skreg.kernels.team.tiles import contiguous_rows, n_sample_parts, part, tile_box
from skreg.kernels.views import layer_at


@jit
def outputs_start(index, network, workspace):
    """Start of a layer's outputs in `outputs`, `slopes` and `deltas`."""
    layer = layer_at(network.layers, index)
    return workspace.n_rows * (layer.units_before + layer.n_in - layer_at(network.layers, 0).n_in)


@jit
def layer_inputs(index, network, workspace):
    """Address of the array that holds the inputs of a layer, and their start in it."""
    if index == 0:
        return workspace.inputs, 0
    return workspace.outputs, outputs_start(index - 1, network, workspace)


@jit
def affine_column(top, bottom, task, network, parameters, workspace, zero):
    """``h W + b`` for one output, by inner products, because a panel would use only one lane of a vector."""
    layer = layer_at(network.layers, task.layer)
    source, source_start = layer_inputs(task.layer, network, workspace)
    weights = numbers(parameters, layer.weights, layer.weights + layer.n_in, zero)
    start = outputs_start(task.layer, network, workspace)
    z = numbers(workspace.outputs, start, start + bottom, zero)
    intercept = numbers(parameters, layer.intercepts, layer.intercepts + 1, zero)[0]
    for i in range(top, bottom):
        row = source_start + i * layer.n_in
        inputs = numbers(source, row, row + layer.n_in, zero)
        total = intercept
        for j in range(weights.size):
            total += inputs[j] * weights[j]
        z[i] = total


@jit
def begin_affine(tile, is_output, task, network, code, data, parameters, workspace, zero):
    """Begin ``h W + b`` for a tile of hidden units, or for some rows of the output layer.

    Returns the product that has to be computed. It is empty for sparse samples and for one output.
    """
    layer = layer_at(network.layers, task.layer)
    if is_output:
        top, bottom = part(tile, n_sample_parts(task.n_rows, layer.n_in * layer.n_out), task.n_rows)
        left, right = 0, layer.n_out
    else:
        top, bottom, left, right = tile_box(tile, task.n_rows, layer.n_out, layer.n_in)
    if task.layer == 0 and data.is_sparse:
        sparse_forward(
            code.sparse_forward, top, bottom, left, right, task.n_samples_seen, network, data, parameters,
            workspace, zero,
        )  # fmt: skip
        return nothing()
    if layer.n_out == 1:
        affine_column(top, bottom, task, network, parameters, workspace, zero)
        return nothing()
    source, source_start = layer_inputs(task.layer, network, workspace)
    start = outputs_start(task.layer, network, workspace)
    return Product(
        bottom - top, right - left, layer.n_in,
        matrix(source, source_start + top * layer.n_in, layer.n_in, 1, zero),
        matrix(parameters, layer.weights + left, layer.n_out, 1, zero),
        True, matrix(parameters, layer.intercepts + left, 0, 1, zero),
        matrix(workspace.outputs, start + top * layer.n_out + left, layer.n_out, 1, zero),
    )  # fmt: skip


@jit
def activate_tile(tile, task, network, code, workspace, zero):
    """Compute the outputs h and derivatives dh/dz of one tile of hidden units from z, and mask both."""
    layer = layer_at(network.layers, task.layer)
    n_out, activation = layer.n_out, layer.activation
    top, bottom, left, right = tile_box(tile, task.n_rows, n_out, layer.n_in)
    start = outputs_start(task.layer, network, workspace)
    rows_at_once = contiguous_rows(top, bottom, left, right, n_out)
    for i in range(top, bottom, rows_at_once):
        begin = start + i * n_out + left
        end = start + (i + rows_at_once - 1) * n_out + right
        activate(
            activation,
            numbers(workspace.outputs, begin, end, zero),
            numbers(workspace.slopes, begin, end, zero),
        )
    is_dropped = layer_at(network.layers, task.layer + 1).is_dropped
    for i in range(top, bottom if is_dropped else top):
        begin, end = start + i * n_out + left, start + i * n_out + right
        counter = first_counter(network, task.n_samples_seen + i, task.layer + 1, left)
        outputs = numbers(workspace.outputs, begin, end, zero)
        drop(
            code.drop, network, task.layer + 1, counter, outputs, numbers(workspace.slopes, begin, end, zero)
        )
