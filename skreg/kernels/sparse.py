"""Products of the first layer with samples in compressed sparse rows, never densified."""

from skreg._jit import jit
from skreg.kernels.masks import first_counter, mask_factor


@jit
def input_value(entry, sample, network, data):
    """Value of one stored entry after input dropout."""
    value, layer = data.values[entry], network.layers[0]
    if layer.drop_below == 0:
        return value
    counter = first_counter(network, sample, 0, data.columns[entry])
    keep_scale = data.values.dtype.type(layer.keep_scale)
    return value * mask_factor(network, counter, layer.drop_below, keep_scale)


@jit
def sparse_forward(top, bottom, left, right, task, network, data, parameters, workspace):
    """Rows ``top:bottom``, columns ``left:right`` of X W, added to what is there."""
    width = network.layers[0].n_out
    for i in range(top, bottom):
        row = workspace.rows[i]
        output = workspace.outputs[i * width + left : i * width + right]
        for entry in range(data.row_starts[row], data.row_starts[row + 1]):
            value = input_value(entry, task.n_samples_seen + i, network, data)
            begin = network.layers[0].weights + data.columns[entry] * width
            weights = parameters[begin + left : begin + right]
            for j in range(weights.size):
                output[j] += value * weights[j]


@jit
def sparse_gradient(left, right, task, network, data, workspace):
    """Columns ``left:right`` of X'δ, added to what earlier blocks of samples left there."""
    width = network.layers[0].n_out
    if task.is_first_block:
        for i in range(network.layers[0].n_in):
            begin = network.layers[0].weights + i * width
            for j in range(begin + left, begin + right):
                workspace.gradient[j] = 0
    for i in range(task.n_rows):
        row = workspace.rows[i]
        delta = workspace.deltas[i * width + left : i * width + right]
        for entry in range(data.row_starts[row], data.row_starts[row + 1]):
            value = input_value(entry, task.n_samples_seen + i, network, data)
            begin = network.layers[0].weights + data.columns[entry] * width
            gradient = workspace.gradient[begin + left : begin + right]
            for j in range(delta.size):
                gradient[j] += value * delta[j]
