"""Loss and gradient of a minibatch, by a forward and a backward pass over each block."""

from skreg.compile.jit import jit
from skreg.kernels.backprop.shards import n_shards
from skreg.kernels.backprop.stages import n_stages, run_stage, stage_at
from skreg.kernels.team.barrier import barrier, own_tiles
from skreg.kernels.team.tiles import n_sample_parts, part, smaller
from skreg.kernels.views import doubles, layer_at, team_at, workspace_at
from skreg.records.task import Task


@jit
def backpropagate_shard(
    rows, n_samples_seen, total_weight, network, code, data, parameters, workspace, team, zero
):
    """Write the gradient of some rows' share of the loss to the workspace. Returns that share.

    The samples pass in blocks of the size of the workspace.
    """
    n_layers, capacity = network.n_layers, workspace.n_rows
    loss = 0.0
    for begin in range(0, rows.size, capacity):
        block = rows[begin : begin + capacity]
        for index in range(n_stages(n_layers)):
            stage, layer = stage_at(index, n_layers)
            task = Task(stage, layer, block.size, n_samples_seen + begin, begin == 0, total_weight)
            run_stage(task, block, network, code, data, parameters, workspace, team, zero)
        last = layer_at(network.layers, n_layers - 1)
        n_tiles = n_sample_parts(block.size, last.n_in * last.n_out)
        losses = doubles(workspace.losses, n_tiles)
        for tile in range(n_tiles):
            loss += losses[tile]
    return loss


def backpropagate(
    rows, n_samples_seen, total_weight, network, code, data, parameters, workspaces, team, zero
):
    """Write the gradient of the weighted mean loss of `rows` to the workspaces, one per shard.

    Returns the loss, and the number of shards as a number of the same type.
    """
    whole = workspace_at(workspaces, 0)
    n = smaller(n_shards(rows.size, network.n_parameters), whole.n_shards)
    first, last, company = 0, 1, team
    if n > 1:
        first, last = own_tiles(n, n > 1, team)  # not the constant True, for which numba would recompile
        if team.n_members > 1:
            company = team_at(team.alone, 0)  # each shard belongs to one member
    for shard in range(first, last):
        begin, end = part(shard, n, rows.size)
        workspace = workspace_at(workspaces, shard)
        doubles(workspace.shard_loss, 1)[0] = backpropagate_shard(
            rows[begin:end], n_samples_seen + begin, total_weight, network, code, data, parameters,
            workspace, company, zero,
        )  # fmt: skip
    if n > 1:
        barrier(team)
    loss = 0.0
    for shard in range(n):
        loss += doubles(workspace_at(workspaces, shard).shard_loss, 1)[0]
    return loss, float(n)
