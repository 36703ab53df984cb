"""The first layer for samples in compressed sparse rows, which are never made dense.

X: (n_rows, n_in) are the samples of a block, W: (n_in, n_out) the weights, δ: (n_rows, n_out) the deltas of
the layer's outputs. The workspace's `outputs` and `deltas` begin with those of this layer.
"""

from skreg.compile.jit import jit
from skreg.compile.memory import numbers
from skreg.kernels.dropout.counters import first_counter
from skreg.kernels.dropout.masks import make_unit_factor
from skreg.kernels.views import integers, layer_at


@jit
def entries_of(row, data):
    """First and last (exclusive) stored entry of a row."""
    starts = integers(data.row_starts, row + 2)
    return starts[row], starts[row + 1]


def _make_input_value(dropouts):
    """A function that reads the value of one stored entry, after input dropout."""
    unit_factor = make_unit_factor(dropouts)

    @jit
    def input_value(value, column, sample, network, zero):
        if not layer_at(network.layers, 0).is_dropped:
            return value
        return value * unit_factor(network, 0, first_counter(network, sample, 0, column), zero)

    return input_value


def make_sparse_forward(dropouts):
    """Code for rows ``top:bottom`` and columns ``left:right`` of ``X W + b``."""
    input_value = _make_input_value(dropouts)

    def sparse_forward(top, bottom, left, right, n_samples_seen, network, data, parameters, workspace, zero):
        layer = layer_at(network.layers, 0)
        width, start = layer.n_out, layer.weights
        intercepts = numbers(parameters, layer.intercepts + left, layer.intercepts + right, zero)
        rows = integers(workspace.rows, bottom)
        for i in range(top, bottom):
            output = numbers(workspace.outputs, i * width + left, i * width + right, zero)
            for j in range(output.size):
                output[j] = intercepts[j]
            begin, end = entries_of(rows[i], data)
            values, columns = numbers(data.values, begin, end, zero), numbers(data.columns, begin, end, begin)
            for entry in range(values.size):
                value = input_value(values[entry], columns[entry], n_samples_seen + i, network, zero)
                row = start + columns[entry] * width
                weights = numbers(parameters, row + left, row + right, zero)
                for j in range(weights.size):
                    output[j] += value * weights[j]

    return sparse_forward


def make_sparse_gradient(dropouts):
    """Code for columns ``left:right`` of X'δ, which are added to the sum over earlier blocks."""
    input_value = _make_input_value(dropouts)

    def sparse_gradient(left, right, n_rows, n_samples_seen, is_first_block, network, data, workspace, zero):
        layer = layer_at(network.layers, 0)
        width, start = layer.n_out, layer.weights
        if is_first_block:
            for i in range(layer.n_in):
                gradient = numbers(
                    workspace.gradient, start + i * width + left, start + i * width + right, zero
                )
                for j in range(gradient.size):
                    gradient[j] = 0
        rows = integers(workspace.rows, n_rows)
        for i in range(n_rows):
            delta = numbers(workspace.deltas, i * width + left, i * width + right, zero)
            begin, end = entries_of(rows[i], data)
            values, columns = numbers(data.values, begin, end, zero), numbers(data.columns, begin, end, begin)
            for entry in range(values.size):
                value = input_value(values[entry], columns[entry], n_samples_seen + i, network, zero)
                row = start + columns[entry] * width
                gradient = numbers(workspace.gradient, row + left, row + right, zero)
                for j in range(delta.size):
                    gradient[j] += value * delta[j]

    return sparse_gradient
