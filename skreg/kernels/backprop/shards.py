"""Division of a minibatch among the members of a team: tile by tile, or as shards of rows.

In a large network all members work on the tiles of one stage, and meet after it. In a small network this
would need a barrier every few microseconds. There each member takes some shards of the rows through all
stages alone, with its own scratch memory and gradient. The update adds up the gradients. The number of shards
depends on shapes only.
"""

from skreg.compile.jit import jit
from skreg.records import sizes

n_shards = jit(sizes.n_shards)
