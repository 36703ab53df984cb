"""Forward pass of a block of samples: product, bias, activation and mask in one sweep a tile."""

from skreg._jit import jit
from skreg.kernels.activation import activate_run
from skreg.kernels.blas import gemm
from skreg.kernels.masks import drop, first_counter
from skreg.kernels.sparse import sparse_forward
from skreg.kernels.tiles import contiguous_rows, tile_box


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
def affine(top, bottom, left, right, task, network, data, parameters, workspace):
    """Rows ``top:bottom``, columns ``left:right`` of ``h W + b`` of one layer."""
    layer = network.layers[task.layer]
    start = outputs_start(task.layer, network, workspace)
    intercepts = parameters[layer.intercepts + left : layer.intercepts + right]
    for i in range(top, bottom):
        row = start + i * layer.n_out
        z = workspace.outputs[row + left : row + right]
        for j in range(z.size):
            z[j] = intercepts[j]
    if task.layer == 0 and data.is_sparse:
        sparse_forward(top, bottom, left, right, task, network, data, parameters, workspace)
    else:
        source, source_start = layer_inputs(task.layer, network, workspace)
        gemm(
            False, False, bottom - top, right - left, layer.n_in,
            source, source_start + top * layer.n_in, layer.n_in,
            parameters, layer.weights + left, layer.n_out,
            1.0, workspace.outputs, start + top * layer.n_out + left, layer.n_out,
        )  # fmt: skip


@jit
def hidden_tile(tile, task, network, data, parameters, workspace):
    """One tile of hidden units: their outputs h, and their derivatives dh/dz, both masked."""
    n_in, n_out = network.layers[task.layer].n_in, network.layers[task.layer].n_out
    top, bottom, left, right = tile_box(tile, task.n_rows, n_out, n_in)
    affine(top, bottom, left, right, task, network, data, parameters, workspace)
    start = outputs_start(task.layer, network, workspace)
    rows_at_once = contiguous_rows(top, bottom, left, right, n_out)
    drops = network.layers[task.layer + 1].drop_below > 0
    for i in range(top, bottom, rows_at_once):
        begin = start + i * n_out + left
        end = start + (i + rows_at_once - 1) * n_out + right
        activate_run(network.activation, workspace.outputs[begin:end], workspace.slopes[begin:end])
    for i in range(top, bottom if drops else top):
        row = start + i * n_out
        counter = first_counter(network, task.n_samples_seen + i, task.layer + 1, left)
        outputs = workspace.outputs[row + left : row + right]
        drop(network, task.layer + 1, counter, outputs, workspace.slopes[row + left : row + right])
