"""Gathering a block of samples, in the kernels' type, with input dropout."""

from skreg.compile.jit import inlined, jit
from skreg.compile.memory import numbers
from skreg.kernels.code import drop
from skreg.kernels.dropout.counters import first_counter
from skreg.kernels.team.tiles import n_sample_parts, part
from skreg.kernels.views import DOUBLE, SINGLE, doubles, integers, layer_at, units


@inlined
def copy_row(listed, source, target):
    """Copy a sample, or some of its columns.

    listed: (n_inputs,), or (0,) for all columns. source: (n_columns,). target: (n_inputs,).
    """
    if listed.size > 0:
        for j in range(target.size):
            target[j] = source[listed[j]]
    else:
        for j in range(target.size):
            target[j] = source[j]


@jit
def gather_targets(i, row, task, n_outputs, data, workspace, zero):
    """Copy the targets of one sample, (n_outputs,), and compute its share: weight / total weight."""
    target = numbers(workspace.targets, i * n_outputs, (i + 1) * n_outputs, zero)
    shares = numbers(workspace.shares, i * n_outputs, (i + 1) * n_outputs, zero)
    given = numbers(data.targets, row * n_outputs, (row + 1) * n_outputs, zero)
    share = doubles(data.sample_weight, row + 1)[row] / task.total_weight
    for k in range(n_outputs):
        target[k] = given[k]
        shares[k] = share


@jit
def gather_tile(tile, task, rows, network, code, data, workspace, zero):
    """Copy some of the samples `rows` into the workspace."""
    layer = layer_at(network.layers, 0)
    n_inputs, n_outputs = layer.n_in, layer_at(network.layers, network.n_layers - 1).n_out
    listed, n_columns = units(network.inputs, network.n_inputs), data.n_columns
    copied_rows = integers(workspace.rows, task.n_rows)
    start, stop = part(tile, n_sample_parts(task.n_rows, n_inputs), task.n_rows)
    for i in range(start, stop):
        row = rows[i]
        copied_rows[i] = row
        gather_targets(i, row, task, n_outputs, data, workspace, zero)
        if data.is_sparse:  # sparse samples are read in place
            continue
        sample = numbers(workspace.inputs, i * n_inputs, (i + 1) * n_inputs, zero)
        if data.is_single:
            copy_row(listed, numbers(data.single, row * n_columns, (row + 1) * n_columns, SINGLE), sample)
        else:
            copy_row(listed, numbers(data.double, row * n_columns, (row + 1) * n_columns, DOUBLE), sample)
        if layer.is_dropped:
            counter = first_counter(network, task.n_samples_seen + i, 0, 0)
            drop(code.drop, network, 0, counter, sample, sample[:0])
