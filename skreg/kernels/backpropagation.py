"""Loss and gradient of a minibatch: forward, then backward, block by block."""

from skreg._jit import inlined
from skreg.kernels.arguments import Task
from skreg.kernels.shards import alone, n_shards, workspace_of
from skreg.kernels.stages import n_stages, run_stage, stage_at
from skreg.kernels.team import barrier, own_tiles
from skreg.kernels.tiles import n_sample_parts, part


@inlined
def backpropagate_shard(rows, n_samples_seen, total_weight, network, data, parameters, workspace, team):
    """Gradient of some rows' share of the loss into the workspace; returns that share.

    The samples pass in blocks of what the workspace holds.
    """
    n_layers, capacity = network.layers.size, workspace.rows.size
    loss = 0.0
    for begin in range(0, rows.size, capacity):
        block = rows[begin : begin + capacity]
        for index in range(n_stages(n_layers)):
            stage, layer = stage_at(index, n_layers)
            task = Task(stage, layer, block.size, n_samples_seen + begin, begin == 0, total_weight)
            run_stage(task, block, network, data, parameters, workspace, team)
        last = network.layers[-1]
        for tile in range(n_sample_parts(block.size, last.n_in * last.n_out)):
            loss += workspace.losses[tile]
    return loss


@inlined
def backpropagate(rows, n_samples_seen, total_weight, network, data, parameters, workspace, team):
    """Gradient of the weighted mean loss of `rows`, one per shard, into the workspace.

    Returns that loss and the number of shards.
    """
    n = min(n_shards(rows.size, parameters.size), workspace.gradient.shape[0])
    first, last, company = 0, 1, team
    if n > 1:
        first, last = own_tiles(n, n > 1, team)  # True, but no constant: numba would compile it anew
        company = alone(team)
    for shard in range(first, last):
        begin, end = part(shard, n, rows.size)
        workspace.losses[shard, -1] = backpropagate_shard(
            rows[begin:end], n_samples_seen + begin, total_weight, network, data, parameters,
            workspace_of(shard, workspace), company,
        )  # fmt: skip
    if n > 1:
        barrier(team)
    loss = 0.0
    for shard in range(n):
        loss += workspace.losses[shard, -1]
    return loss, n
