"""How a minibatch is shared out: as a whole, tile by tile, or as shards of rows.

In a large network all members work on the tiles of one stage and meet after it. In a small one
that would be a barrier every few microseconds: there each member takes some shards of the rows
through all stages alone, with scratch memory and a gradient of its own, and the gradients are
added up in the update. The number of shards follows from shapes only.
"""

from skreg.compile.jit import jit
from skreg.records import sizes

n_shards = jit(sizes.n_shards)
