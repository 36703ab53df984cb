"""How a minibatch is shared out: as a whole, tile by tile, or as shards of rows.

In a large network all members work on the tiles of one stage and meet after it. In a small one
that would be a barrier every few microseconds: there each member takes some shards of the rows
through all stages alone, with scratch memory and a gradient of its own, and the gradients are
added up in the update. The number of shards follows from shapes only.
"""

from skreg._jit import inlined, jit
from skreg.kernels import sizes
from skreg.kernels.arguments import Team, Workspace

n_shards = jit(sizes.n_shards)


@inlined
def workspace_of(shard, workspace):
    """Scratch memory of one shard."""
    return Workspace(
        workspace.rows[shard],
        workspace.inputs[shard],
        workspace.outputs[shard],
        workspace.slopes[shard],
        workspace.deltas[shard],
        workspace.targets[shard],
        workspace.shares[shard],
        workspace.gradient[shard],
        workspace.losses[shard],
    )


@jit
def alone(team):
    """A team of this member only."""
    return Team(0, 1, team.arrivals, team.claims, team.own, team.panel)
