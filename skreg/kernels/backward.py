"""Backward pass of a block of samples: deltas of the hidden units, gradients of θ."""

import numpy as np

from skreg._jit import jit
from skreg.kernels.forward import layer_inputs, outputs_start
from skreg.kernels.products import matrix, multiply
from skreg.kernels.sizes import TILE_COLUMNS
from skreg.kernels.sparse import sparse_gradient
from skreg.kernels.tiles import contiguous_rows, n_parts, n_tiles, part, tile_box


@jit
def delta_tile(tile, task, network, parameters, workspace, team):
    """One tile of ``(δ W') ∘ dh/dz``: deltas of the inputs of a layer, from its outputs'.

    The derivative carries the mask.
    """
    layer = network.layers[task.layer]
    top, bottom, left, right = tile_box(tile, task.n_rows, layer.n_in, layer.n_out)
    start = outputs_start(task.layer - 1, network, workspace)
    next_start = outputs_start(task.layer, network, workspace)
    target = matrix(workspace.deltas, start + top * layer.n_in + left, layer.n_in, 1)
    multiply(
        bottom - top, right - left, layer.n_out,
        matrix(workspace.deltas, next_start + top * layer.n_out, layer.n_out, 1),
        matrix(parameters, layer.weights + left * layer.n_out, 1, layer.n_out),
        False, target, target, parameters, team.panel,
    )  # fmt: skip
    rows_at_once = contiguous_rows(top, bottom, left, right, layer.n_in)
    for i in range(top, bottom, rows_at_once):
        begin = start + i * layer.n_in + left
        end = start + (i + rows_at_once - 1) * layer.n_in + right
        deltas, slopes = workspace.deltas[begin:end], workspace.slopes[begin:end]
        for j in range(deltas.size):
            deltas[j] *= slopes[j]


@jit
def intercept_gradient(left, right, task, network, workspace):
    """Columns ``left:right`` of the column sums of δ."""
    layer = network.layers[task.layer]
    gradient = workspace.gradient[layer.intercepts + left : layer.intercepts + right]
    if task.beta == 0:
        for j in range(gradient.size):
            gradient[j] = 0
    start = outputs_start(task.layer, network, workspace)
    for i in range(task.n_rows):
        row = start + i * layer.n_out
        delta = workspace.deltas[row + left : row + right]
        for j in range(delta.size):
            gradient[j] += delta[j]


@jit
def n_gradient_tiles(task, network, data):
    """Tiles of W; sparse rows reach any row of it, so that only its columns are shared out."""
    layer = network.layers[task.layer]
    if task.layer == 0 and data.is_sparse:
        return n_parts(layer.n_out, TILE_COLUMNS)
    return n_tiles(layer.n_in, layer.n_out, task.n_rows)


@jit
def gradient_tile(tile, task, network, data, workspace, team):
    """One tile of ``h'δ``, and the sums of δ beside it, added to ``beta`` times what is there."""
    layer = network.layers[task.layer]
    if task.layer == 0 and data.is_sparse:
        left, right = part(tile, n_parts(layer.n_out, TILE_COLUMNS), layer.n_out)
        top = np.int64(0)
        sparse_gradient(left, right, task, network, data, workspace)
    else:
        top, bottom, left, right = tile_box(tile, layer.n_in, layer.n_out, task.n_rows)
        source, source_start = layer_inputs(task.layer, network, workspace)
        target = matrix(workspace.gradient, layer.weights + top * layer.n_out + left, layer.n_out, 1)
        deltas_start = outputs_start(task.layer, network, workspace) + left
        multiply(
            bottom - top, right - left, task.n_rows,
            matrix(source, source_start + top, 1, layer.n_in),
            matrix(workspace.deltas, deltas_start, layer.n_out, 1),
            task.beta != 0, target, target, workspace.gradient, team.panel,
        )  # fmt: skip
    if top == 0:
        intercept_gradient(left, right, task, network, workspace)
