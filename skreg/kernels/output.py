"""The output layer: raw outputs, losses and their derivatives."""

import numpy as np

from skreg._jit import inlined, jit
from skreg.functions.elementary import exp
from skreg.functions.losses import LOSSES
from skreg.kernels.forward import outputs_start
from skreg.kernels.specialised import by_code
from skreg.kernels.tiles import n_sample_parts, part


@jit
def subtract_log_sum_exp(n_rows, z, scratch):
    """Normalise each row of z: ``z_k − log Σ exp(z_k)``, without overflow."""
    n = z.size // n_rows
    for i in range(n_rows):
        row = z[i * n : (i + 1) * n]
        largest = row[0]
        for k in range(n):
            largest = np.maximum(largest, row[k])
        for k in range(n):
            row[k] -= largest
    for k in range(z.size):
        scratch[k] = exp(z[k])
    for i in range(n_rows):
        total = z.dtype.type(0)
        for k in range(i * n, (i + 1) * n):
            total += scratch[k]
        log_total = np.log(total)
        for k in range(i * n, (i + 1) * n):
            z[k] -= log_total


def _loop(loss):
    value, derivative = inlined(loss.value), inlined(loss.derivative)

    @jit
    def run(code, z, y, parameter, shares, deltas):
        total = 0.0
        for k in range(z.size):
            total += shares[k] * value(z[k], y[k], parameter)
            deltas[k] = shares[k] * derivative(z[k], y[k], parameter)
        return total

    return run


weighted_loss = by_code(_loop, LOSSES.values())


@jit
def compare_with_targets(tile, task, network, workspace):
    """Deltas of some rows of the outputs, and their share of the weighted mean loss."""
    n_inputs, n_outputs = network.layers[task.layer].n_in, network.layers[task.layer].n_out
    top, bottom = part(tile, n_sample_parts(task.n_rows, n_inputs * n_outputs), task.n_rows)
    start = outputs_start(task.layer, network, workspace)
    z = workspace.outputs[start + top * n_outputs : start + bottom * n_outputs]
    deltas = workspace.deltas[start + top * n_outputs : start + bottom * n_outputs]
    y = workspace.targets[top * n_outputs : bottom * n_outputs]
    shares = workspace.shares[top * n_outputs : bottom * n_outputs]
    if network.couples_outputs:
        subtract_log_sum_exp(bottom - top, z, deltas)
    parameter = z.dtype.type(network.loss_parameter)
    workspace.losses[tile] = weighted_loss(network.loss, z, y, parameter, shares, deltas)
