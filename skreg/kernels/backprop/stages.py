"""The stages of backpropagation: the number of tiles of each, and the work before and after its product.

All products are computed in one place, so that their code is compiled once.
"""

from skreg.compile.jit import inlined, jit
from skreg.kernels.backprop.backward import (
    begin_gradient,
    delta_product,
    intercept_gradient,
    multiply_by_slopes,
    n_gradient_tiles,
)
from skreg.kernels.backprop.forward import activate_tile, begin_affine
from skreg.kernels.backprop.gather import gather_tile
from skreg.kernels.backprop.output import compare_with_targets
from skreg.kernels.products.multiply import multiply, nothing
from skreg.kernels.team.barrier import barrier, end_claims, next_tile
from skreg.kernels.team.tiles import n_sample_parts, n_tiles
from skreg.kernels.views import layer_at
from skreg.records.sizes import SMALL_COPY, SMALL_PRODUCT

GATHER, HIDDEN, OUTPUT, DELTA, GRADIENT = range(5)


@jit
def count_tiles(task, network, data):
    """Number of tiles of a stage, and whether its work is large enough to be shared out."""
    layer = layer_at(network.layers, task.layer)
    products = task.n_rows * layer.n_in * layer.n_out
    if task.stage == GATHER:
        return n_sample_parts(task.n_rows, layer.n_in), task.n_rows * layer.n_in > SMALL_COPY
    elif task.stage == HIDDEN:
        return n_tiles(task.n_rows, layer.n_out, layer.n_in), products > SMALL_PRODUCT
    elif task.stage == OUTPUT:
        return n_sample_parts(task.n_rows, layer.n_in * layer.n_out), products > SMALL_PRODUCT
    elif task.stage == DELTA:
        return n_tiles(task.n_rows, layer.n_in, layer.n_out), products > SMALL_PRODUCT
    else:
        return n_gradient_tiles(task, network, data), products > SMALL_PRODUCT


@inlined
def n_stages(n_layers):
    """Number of stages in the forward and backward pass."""
    return 3 * n_layers


@jit
def stage_at(index, n_layers):
    """Stage and layer at an index: gather, then forward through all layers, then backward."""
    if index == 0:
        return GATHER, 0
    if index < n_layers:
        return HIDDEN, index - 1
    if index == n_layers:
        return OUTPUT, n_layers - 1
    index -= n_layers + 1
    return (GRADIENT if index % 2 == 0 else DELTA), n_layers - 1 - index // 2


@jit
def run_stage(task, rows, network, code, data, parameters, workspace, team, zero):
    """Run this member's tiles of a stage. Returns when all members have finished theirs."""
    n, is_large = count_tiles(task, network, data)
    tile = next_tile(-1, n, is_large, team)
    while tile < n:
        product = nothing()
        if task.stage == GATHER:
            gather_tile(tile, task, rows, network, code, data, workspace, zero)
        elif task.stage == DELTA:
            product = delta_product(tile, task, network, parameters, workspace, zero)
        elif task.stage == GRADIENT:
            product = begin_gradient(tile, task, network, code, data, workspace, zero)
        else:
            is_output = task.stage == OUTPUT
            product = begin_affine(tile, is_output, task, network, code, data, parameters, workspace, zero)
        multiply(product, zero, team.panel)
        if task.stage == HIDDEN:
            activate_tile(tile, task, network, code, workspace, zero)
        elif task.stage == OUTPUT:
            compare_with_targets(tile, task, network, code, workspace, zero)
        elif task.stage == DELTA:
            multiply_by_slopes(tile, task, network, workspace, zero)
        elif task.stage == GRADIENT:
            intercept_gradient(tile, task, network, data, workspace, zero)
        tile = next_tile(tile, n, is_large, team)
    end_claims(n, is_large, team)
    barrier(team)
