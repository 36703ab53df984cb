"""Backward pass of a block of samples: deltas of the hidden units, gradients of θ.

For a layer with the weights W, (n_in, n_out), and a block of n_rows samples, h: (n_rows, n_in) are the inputs
and δ: (n_rows, n_out) the deltas of the outputs. Both are in the workspace. The deltas of the inputs are
``(δ W') ∘ dh/dz``. The gradients are ``h'δ`` and the column sums of δ.

References
----------
Rumelhart, Hinton & Williams (1986), "Learning representations by back-propagating errors".
"""

from skreg.compile.jit import jit
from skreg.compile.memory import numbers
from skreg.kernels.backprop.forward import layer_inputs, outputs_start
from skreg.kernels.code import sparse_gradient
from skreg.kernels.products.multiply import Product, matrix, nothing
from skreg.kernels.team.tiles import contiguous_rows, n_parts, n_tiles, part, tile_box
from skreg.kernels.views import layer_at
from skreg.records.sizes import TILE_COLUMNS


@jit
def delta_product(tile, task, network, parameters, workspace, zero):
    """The product for one tile of ``(δ W') ∘ dh/dz``, from the deltas of outputs to those of inputs."""
    layer = layer_at(network.layers, task.layer)
    top, bottom, left, right = tile_box(tile, task.n_rows, layer.n_in, layer.n_out)
    start = outputs_start(task.layer - 1, network, workspace)
    next_start = outputs_start(task.layer, network, workspace)
    target = matrix(workspace.deltas, start + top * layer.n_in + left, layer.n_in, 1, zero)
    return Product(
        bottom - top, right - left, layer.n_out,
        matrix(workspace.deltas, next_start + top * layer.n_out, layer.n_out, 1, zero),
        matrix(parameters, layer.weights + left * layer.n_out, 1, layer.n_out, zero),
        False, target, target,
    )  # fmt: skip


@jit
def multiply_by_slopes(tile, task, network, workspace, zero):
    """Multiply one tile of deltas by dh/dz, which includes the mask."""
    layer = layer_at(network.layers, task.layer)
    n_in = layer.n_in
    top, bottom, left, right = tile_box(tile, task.n_rows, n_in, layer.n_out)
    start = outputs_start(task.layer - 1, network, workspace)
    rows_at_once = contiguous_rows(top, bottom, left, right, n_in)
    for i in range(top, bottom, rows_at_once):
        begin = start + i * n_in + left
        end = start + (i + rows_at_once - 1) * n_in + right
        deltas = numbers(workspace.deltas, begin, end, zero)
        slopes = numbers(workspace.slopes, begin, end, zero)
        for j in range(deltas.size):
            deltas[j] *= slopes[j]


@jit
def n_gradient_tiles(task, network, data):
    """Number of tiles of W. Sparse samples may affect any row of W, so only its columns are shared out."""
    layer = layer_at(network.layers, task.layer)
    if task.layer == 0 and data.is_sparse:
        return n_parts(layer.n_out, TILE_COLUMNS)
    return n_tiles(layer.n_in, layer.n_out, task.n_rows)


@jit
def gradient_box(tile, task, network, data):
    """Top, bottom, left and right of one tile of W."""
    layer = layer_at(network.layers, task.layer)
    if task.layer == 0 and data.is_sparse:
        left, right = part(tile, n_parts(layer.n_out, TILE_COLUMNS), layer.n_out)
        return 0, layer.n_in, left, right
    return tile_box(tile, layer.n_in, layer.n_out, task.n_rows)


@jit
def begin_gradient(tile, task, network, code, data, workspace, zero):
    """Begin one tile of ``h'δ``, which is added to the sum over earlier blocks.

    Returns the product that has to be computed. It is empty for sparse samples, which need none.
    """
    layer = layer_at(network.layers, task.layer)
    top, bottom, left, right = gradient_box(tile, task, network, data)
    if task.layer == 0 and data.is_sparse:
        sparse_gradient(
            code.sparse_gradient, left, right, task.n_rows, task.n_samples_seen, task.is_first_block,
            network, data, workspace, zero,
        )  # fmt: skip
        return nothing()
    source, source_start = layer_inputs(task.layer, network, workspace)
    deltas_start = outputs_start(task.layer, network, workspace) + left
    target = matrix(workspace.gradient, layer.weights + top * layer.n_out + left, layer.n_out, 1, zero)
    return Product(
        bottom - top, right - left, task.n_rows,
        matrix(source, source_start + top, 1, layer.n_in, zero),
        matrix(workspace.deltas, deltas_start, layer.n_out, 1, zero),
        not task.is_first_block, target, target,
    )  # fmt: skip


@jit
def intercept_gradient(tile, task, network, data, workspace, zero):
    """Compute the column sums of δ, together with the uppermost tiles of W."""
    layer = layer_at(network.layers, task.layer)
    top, _, left, right = gradient_box(tile, task, network, data)
    if top > 0:
        return
    gradient = numbers(workspace.gradient, layer.intercepts + left, layer.intercepts + right, zero)
    if task.is_first_block:
        for j in range(gradient.size):
            gradient[j] = 0
    start = outputs_start(task.layer, network, workspace)
    for i in range(task.n_rows):
        row = start + i * layer.n_out
        delta = numbers(workspace.deltas, row + left, row + right, zero)
        for j in range(delta.size):
            gradient[j] += delta[j]
