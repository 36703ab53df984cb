"""The output layer: losses of the raw outputs, and their derivatives."""

from skreg.compile.jit import jit
from skreg.compile.memory import numbers
from skreg.kernels.backprop.forward import outputs_start
from skreg.kernels.code import weighted_loss
from skreg.kernels.team.tiles import n_sample_parts, part
from skreg.kernels.views import doubles, layer_at


@jit
def compare_with_targets(tile, task, network, code, workspace, zero):
    """Compute the deltas of some rows of the outputs, and their share of the weighted mean loss.

    z, targets, shares and deltas: (n_rows, n_outputs) in the workspace.
    """
    layer = layer_at(network.layers, task.layer)
    n_outputs = layer.n_out
    top, bottom = part(tile, n_sample_parts(task.n_rows, layer.n_in * n_outputs), task.n_rows)
    begin, end = top * n_outputs, bottom * n_outputs
    start = outputs_start(task.layer, network, workspace)
    doubles(workspace.losses, tile + 1)[tile] = weighted_loss(
        code.loss,
        n_outputs,
        network.loss_parameter,
        numbers(workspace.outputs, start + begin, start + end, zero),
        numbers(workspace.targets, begin, end, zero),
        numbers(workspace.shares, begin, end, zero),
        numbers(workspace.deltas, start + begin, start + end, zero),
    )
