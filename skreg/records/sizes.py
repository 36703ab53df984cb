"""Sizes of tiles, chunks and shards, and limits below which work is not shared out."""

TILE_ROWS = 128
TILE_COLUMNS = 256
MIN_SAMPLES = 32  # samples that are gathered, or pass the output layer, at a time
MIN_WORK = 100_000  # per tile, in multiply-adds or moved elements
PANEL_VECTORS = 3  # width of a panel of a product
# Rows of a panel. They stay in the L2 cache, although they are far apart in memory and, with a power of two
# as their distance, map to the same few cache sets. Transposition needs a multiple of 16.
PANEL_DEPTH = 256
PANEL_BYTES = (PANEL_VECTORS * PANEL_DEPTH + 1) * 64  # for the longest vectors, with alignment
# Distance between the memories that two cores write: a core that reads its own also prefetches what follows.
GAP_BYTES = 16_384
CHUNK_SIZE = 4096  # most parameters in an update, so that θ, gradient and moments stay in the L2 cache
MIN_CHUNK_SIZE = 512
MIN_CHUNKS = 4  # for networks that are large enough
NORM_COLUMNS = 64  # columns whose norms a member limits at a time
SUM_ROWS = 64  # rows that are summed before they are added to the total
SHARD_ROWS = 96  # least number of rows of a shard
SHARD_WORK = 200_000  # least number of rows × parameters of a shard
SHARD_PARAMETERS = 300_000  # up to this size, a gradient for each shard stays in the L2 cache
MAX_SHARDS = 16
SMALL_PRODUCT = 200_000  # up to so many multiply-adds, a thread is faster alone than a team
SMALL_COPY = 20_000  # the same for moved elements


def n_shards(n_rows, n_parameters):
    """Number of shards of a minibatch: a power of two, which balances two, four, … threads.

    It is the largest n with ``n_rows ≥ n · max(SHARD_ROWS, SHARD_WORK // n_parameters)``, up to `MAX_SHARDS`.
    A network with more than `SHARD_PARAMETERS` has one shard.
    """
    least_rows = SHARD_WORK // n_parameters
    if least_rows < SHARD_ROWS:  # max() would be compiled as a function of its own
        least_rows = SHARD_ROWS
    n = 1
    if n_parameters <= SHARD_PARAMETERS:
        while n < MAX_SHARDS and n_rows >= 2 * n * least_rows:
            n *= 2
    return n
