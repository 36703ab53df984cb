"""The stages of one training step: how many tiles each has, and what a tile does."""

from skreg._jit import jit
from skreg.kernels.backward import delta_tile, gradient_tile, n_gradient_tiles
from skreg.kernels.forward import hidden_tile
from skreg.kernels.gather import gather_tile
from skreg.kernels.output import output_tile
from skreg.kernels.sizes import SMALL_COPY, SMALL_PRODUCT, TILE_ROWS
from skreg.kernels.team import meet, own_tiles
from skreg.kernels.tiles import n_parts, n_tiles
from skreg.kernels.updates import update_chunk

GATHER, HIDDEN, OUTPUT, DELTA, GRADIENT, UPDATE = range(6)


@jit
def count_tiles(task, network, data):
    """Number of tiles of a stage, and whether its work pays for sharing it out."""
    layer = network.layers[task.layer]
    products = task.n_rows * layer.n_in * layer.n_out
    if task.stage == GATHER:
        return n_parts(task.n_rows, TILE_ROWS), task.n_rows * layer.n_in > SMALL_COPY
    elif task.stage == HIDDEN:
        return n_tiles(task.n_rows, layer.n_out), products > SMALL_PRODUCT
    elif task.stage == OUTPUT:
        return n_parts(task.n_rows, TILE_ROWS), products > SMALL_PRODUCT
    elif task.stage == DELTA:
        return n_tiles(task.n_rows, layer.n_in), products > SMALL_PRODUCT
    elif task.stage == GRADIENT:
        return n_gradient_tiles(task, network, data), products > SMALL_PRODUCT
    else:
        return network.chunks.size, network.chunks[-1].stop > SMALL_COPY


@jit
def run_stage(task, rows, network, data, solver, state, workspace, team):
    """This member's tiles of a stage; returns when all members have done theirs."""
    n, is_large = count_tiles(task, network, data)
    first, last = own_tiles(n, is_large, team)
    for tile in range(first, last):
        if task.stage == GATHER:
            gather_tile(tile, task, rows, network, data, workspace)
        elif task.stage == HIDDEN:
            hidden_tile(tile, task, network, data, state.parameters, workspace)
        elif task.stage == OUTPUT:
            output_tile(tile, task, network, data, state.parameters, workspace)
        elif task.stage == DELTA:
            delta_tile(tile, task, network, state.parameters, workspace)
        elif task.stage == GRADIENT:
            gradient_tile(tile, task, network, data, workspace)
        else:
            update_chunk(tile, task, network, solver, state, workspace)
    meet(team)
