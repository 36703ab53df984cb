"""Sizes of tiles and chunks, what counts as too little work to share out, and a signal."""

TILE_ROWS = 128
TILE_COLUMNS = 256
CHUNK_SIZE = 16384  # parameters updated at a time: θ, gradient and moments stay in the L2 cache
SMALL_PRODUCT = 1_000_000  # multiply-adds that a thread does faster alone than in company
SMALL_COPY = 200_000  # the same for elements moved
CANCELLED = 2**62  # more arrivals than any barrier waits for
