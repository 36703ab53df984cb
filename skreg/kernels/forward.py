"""Forward pass of a block of samples: product and bias of a tile, then activation and mask over it."""

import numpy as np

from skreg._jit import jit
from skreg.kernels.activation import activate_run
from skreg.kernels.masks import drop, first_counter
from skreg.kernels.products import Product, matrix, nothing
from skreg.kernels.sparse import sparse_forward
from skreg.kernels.tiles import contiguous_rows, n_sample_parts, part, tile_box


@jit
def outputs_start(layer, network, workspace):
    """Where the outputs of `layer` begin in `outputs`, `slopes` and `deltas`."""
    units_before = network.layers[layer].units_before + network.layers[layer].n_in
    return workspace.rows.size * (units_before - network.layers[0].n_in)


@jit
def layer_inputs(layer, network, workspace):
    """The array that holds the inputs of `layer`, and where they begin in it."""
    if layer == 0:
        return workspace.inputs, 0
    return workspace.outputs, outputs_start(layer - 1, network, workspace)


@jit
def affine_of_sparse(top, bottom, left, right, task, network, data, parameters, workspace):
    """Rows ``top:bottom``, columns ``left:right`` of ``X W + b``."""
    layer = network.layers[0]
    intercepts = parameters[layer.intercepts + left : layer.intercepts + right]
    for i in range(top, bottom):
        z = workspace.outputs[i * layer.n_out + left : i * layer.n_out + right]
        for j in range(z.size):
            z[j] = intercepts[j]
    sparse_forward(top, bottom, left, right, task, network, data, parameters, workspace)


@jit
def affine_column(top, bottom, task, network, parameters, workspace):
    """``h W + b`` of a layer with one output: inner products, as a panel would use one lane of a vector."""
    layer = network.layers[task.layer]
    source, source_start = layer_inputs(task.layer, network, workspace)
    weights = parameters[layer.weights : layer.weights + layer.n_in]
    z = workspace.outputs[outputs_start(task.layer, network, workspace) :]
    for i in range(top, bottom):
        row = source_start + i * layer.n_in
        inputs = source[row : row + layer.n_in]
        total = parameters[layer.intercepts]
        for j in range(weights.size):
            total += inputs[j] * weights[j]
        z[i] = total


@jit
def begin_affine(tile, is_output, task, network, data, parameters, workspace):
    """``h W + b`` of a tile of hidden units, or of some rows of the output layer.

    Returns the product that is still to be carried out: none for sparse samples, or for one output.
    """
    layer = network.layers[task.layer]
    if is_output:
        top, bottom = part(tile, n_sample_parts(task.n_rows, layer.n_in * layer.n_out), task.n_rows)
        left, right = np.int64(0), layer.n_out
    else:
        top, bottom, left, right = tile_box(tile, task.n_rows, layer.n_out, layer.n_in)
    if task.layer == 0 and data.is_sparse:
        affine_of_sparse(top, bottom, left, right, task, network, data, parameters, workspace)
        return nothing()
    if layer.n_out == 1:
        affine_column(top, bottom, task, network, parameters, workspace)
        return nothing()
    source, source_start = layer_inputs(task.layer, network, workspace)
    start = outputs_start(task.layer, network, workspace)
    return Product(
        bottom - top, right - left, layer.n_in,
        matrix(source, source_start + top * layer.n_in, layer.n_in, 1),
        matrix(parameters, layer.weights + left, layer.n_out, 1),
        True, matrix(parameters, layer.intercepts + left, 0, 1),
        matrix(workspace.outputs, start + top * layer.n_out + left, layer.n_out, 1),
    )  # fmt: skip


@jit
def activate_tile(tile, task, network, workspace):
    """From z of one tile of hidden units to their outputs h and derivatives dh/dz, both masked."""
    n_in, n_out = network.layers[task.layer].n_in, network.layers[task.layer].n_out
    activation = network.layers[task.layer].activation
    top, bottom, left, right = tile_box(tile, task.n_rows, n_out, n_in)
    start = outputs_start(task.layer, network, workspace)
    rows_at_once = contiguous_rows(top, bottom, left, right, n_out)
    drops = network.layers[task.layer + 1].drop_below > 0
    for i in range(top, bottom, rows_at_once):
        begin = start + i * n_out + left
        end = start + (i + rows_at_once - 1) * n_out + right
        activate_run(activation, workspace.outputs[begin:end], workspace.slopes[begin:end])
    for i in range(top, bottom if drops else top):
        row = start + i * n_out
        counter = first_counter(network, task.n_samples_seen + i, task.layer + 1, left)
        outputs = workspace.outputs[row + left : row + right]
        drop(network, task.layer + 1, counter, outputs, workspace.slopes[row + left : row + right])
