"""The output layer: raw outputs, losses and their derivatives, row by row."""

import numpy as np

from skreg._jit import jit
from skreg.kernels.forward import affine, outputs_start
from skreg.kernels.functions import couples_outputs, loss_derivative, loss_value
from skreg.kernels.sizes import TILE_ROWS
from skreg.kernels.tiles import n_parts, part


@jit
def log_sum_exp(z):
    """``log Σ exp(z_k)`` without overflow."""
    largest = z[0]
    for k in range(z.size):
        largest = np.maximum(largest, z[k])
    total = 0.0
    for k in range(z.size):
        total += np.exp(z[k] - largest)
    return largest + np.log(total)


@jit
def output_tile(tile, task, network, data, parameters, workspace):
    """Outputs and deltas of some rows, and their share of the weighted mean loss."""
    n_outputs = network.layers[task.layer].n_out
    top, bottom = part(tile, n_parts(task.n_rows, TILE_ROWS), task.n_rows)
    affine(top, bottom, np.int64(0), n_outputs, task, network, data, parameters, workspace)
    start = outputs_start(task.layer, network, workspace)
    loss = 0.0
    for i in range(top, bottom):
        row = start + i * n_outputs
        z = workspace.outputs[row : row + n_outputs]
        delta = workspace.deltas[row : row + n_outputs]
        y = workspace.targets[i * n_outputs : (i + 1) * n_outputs]
        share = workspace.sample_weight[i] / task.total_weight
        normaliser = log_sum_exp(z) if couples_outputs(network.loss) else 0.0
        sample_loss = 0.0
        for k in range(n_outputs):
            z_k = z[k] - normaliser
            sample_loss += loss_value(network.loss, z_k, y[k])
            delta[k] = share * loss_derivative(network.loss, z_k, y[k])
        loss += share * sample_loss
    workspace.losses[tile] = loss
