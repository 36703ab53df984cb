"""Sizes of tiles, chunks and shards, and what is too little work to share out."""

TILE_ROWS = 128
TILE_COLUMNS = 256
MIN_SAMPLES = 32  # gathered, or taken through the output layer, at a time
MIN_WORK = 100_000  # of a tile, in multiply-adds or elements moved
PANEL_VECTORS = 3  # width of a panel of a product
# Of a panel: its rows stay in the L2 cache, though far apart in memory and, of a power of two, at the
# same few places of the cache; whole blocks of 16, to transpose.
PANEL_DEPTH = 256
PANEL_BYTES = (PANEL_VECTORS * PANEL_DEPTH + 1) * 64  # of the longest vectors, aligned
# Between what two cores write: a core that reads its own to the end fetches what lies behind it as well.
GAP_BYTES = 16_384
CHUNK_SIZE = 4096  # parameters updated at a time, at most: θ, gradient and moments stay in the L2 cache
MIN_CHUNK_SIZE = 512
MIN_CHUNKS = 4  # of a network that is large enough
NORM_COLUMNS = 64  # whose norms one member limits at a time
SUM_ROWS = 64  # summed before they are added to the sum of all rows
SHARD_ROWS = 96  # a shard has at least so many rows, and so many rows × parameters
SHARD_WORK = 200_000
SHARD_PARAMETERS = 300_000  # a gradient per shard stays in the L2 cache
MAX_SHARDS = 16
SMALL_PRODUCT = 200_000  # multiply-adds that a thread does faster alone than in company
SMALL_COPY = 20_000  # the same for elements moved


def n_shards(n_rows, n_parameters):
    """Number of shards of a minibatch: a power of two, so that two, four, … threads balance.

    The largest n with ``n_rows ≥ n · max(SHARD_ROWS, SHARD_WORK // n_parameters)``, up to `MAX_SHARDS`; 1
    for a network of more than `SHARD_PARAMETERS`.
    """
    least_rows = SHARD_WORK // n_parameters
    if least_rows < SHARD_ROWS:  # max() would be compiled on its own
        least_rows = SHARD_ROWS
    n = 1
    if n_parameters <= SHARD_PARAMETERS:
        while n < MAX_SHARDS and n_rows >= 2 * n * least_rows:
            n *= 2
    return n
