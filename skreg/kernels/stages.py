"""The stages of backpropagation: how many tiles each has, and what a tile does."""

import numpy as np

from skreg._jit import inlined, jit
from skreg.kernels.backward import delta_tile, gradient_tile, n_gradient_tiles
from skreg.kernels.forward import hidden_tile
from skreg.kernels.gather import gather_tile
from skreg.kernels.output import output_tile
from skreg.kernels.sizes import SMALL_COPY, SMALL_PRODUCT
from skreg.kernels.team import barrier, end_claims, next_tile
from skreg.kernels.tiles import n_sample_parts, n_tiles

GATHER, HIDDEN, OUTPUT, DELTA, GRADIENT = range(5)


@jit
def count_tiles(task, network, data):
    """Number of tiles of a stage, and whether its work pays for sharing it out."""
    layer = network.layers[task.layer]
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


@jit
def n_stages(n_layers):
    """Number of stages of forward and backward pass."""
    return 3 * n_layers


@jit
def stage_at(index, n_layers):
    """Stage and layer of the index-th stage: gather, forward through all layers, back."""
    if index == 0:
        return GATHER, 0
    if index < n_layers:
        return HIDDEN, index - 1
    if index == n_layers:
        return OUTPUT, n_layers - 1
    index -= n_layers + 1
    return (GRADIENT if index % 2 == 0 else DELTA), n_layers - 1 - index // 2


@inlined
def run_stage(task, rows, network, data, parameters, workspace, team):
    """This member's tiles of a stage; returns when all members have done theirs."""
    n, is_large = count_tiles(task, network, data)
    tile = next_tile(np.int64(-1), n, is_large, team)
    while tile < n:
        if task.stage == GATHER:
            gather_tile(tile, task, rows, network, data, workspace)
        elif task.stage == HIDDEN:
            hidden_tile(tile, task, network, data, parameters, workspace, team)
        elif task.stage == OUTPUT:
            output_tile(tile, task, network, data, parameters, workspace, team)
        elif task.stage == DELTA:
            delta_tile(tile, task, network, parameters, workspace, team)
        else:
            gradient_tile(tile, task, network, data, workspace, team)
        tile = next_tile(tile, n, is_large, team)
    end_claims(n, is_large, team)
    barrier(team)
