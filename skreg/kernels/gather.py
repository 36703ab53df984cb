"""Gathering a block of samples, in the kernels' type, with input dropout."""

from skreg._jit import jit
from skreg.kernels.masks import drop, first_counter
from skreg.kernels.tiles import n_sample_parts, part


@jit
def gather_tile(tile, task, rows, network, data, workspace):
    """Copy some of the samples `rows` into the workspace."""
    n_inputs, n_outputs = network.layers[0].n_in, network.layers[-1].n_out
    start, stop = part(tile, n_sample_parts(task.n_rows, n_inputs), task.n_rows)
    for i in range(start, stop):
        row = rows[i]
        workspace.rows[i] = row
        target = workspace.targets[i * n_outputs : (i + 1) * n_outputs]
        shares = workspace.shares[i * n_outputs : (i + 1) * n_outputs]
        share = data.sample_weight[row] / task.total_weight
        for k in range(n_outputs):
            target[k] = data.targets[row, k]
            shares[k] = share
        if data.is_sparse:  # read where it lies
            continue
        sample = workspace.inputs[i * n_inputs : (i + 1) * n_inputs]
        if network.inputs.size > 0:
            for j in range(n_inputs):
                column = network.inputs[j]
                sample[j] = data.single[row, column] if data.single.shape[0] > 0 else data.double[row, column]
        elif data.single.shape[0] > 0:
            for j in range(n_inputs):
                sample[j] = data.single[row, j]
        else:
            for j in range(n_inputs):
                sample[j] = data.double[row, j]
        if network.layers[0].drop_below > 0:
            counter = first_counter(network, task.n_samples_seen + i, task.layer, 0)
            drop(network, task.layer, counter, sample, sample[:0])
