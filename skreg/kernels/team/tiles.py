"""The division of work into tiles.

It depends on shapes only, never on the number of threads, so that any number of threads gives the same bits.
"""

from skreg.compile.jit import inlined, jit
from skreg.records.sizes import MIN_SAMPLES, MIN_WORK, TILE_COLUMNS, TILE_ROWS


@inlined
def smaller(a, b):
    """The smaller of two integers. Numba would compile its own ``min`` as a whole program."""
    return a if a < b else b


@inlined
def larger(a, b):
    """The larger of two integers."""
    return a if a > b else b


@inlined
def n_parts(length, size):
    """Number of parts of at most `size` that cover `length`."""
    return (length + size - 1) // size


@jit
def part(index, n, length):
    """First and last (exclusive) element of one of n parts of nearly equal size."""
    return index * length // n, (index + 1) * length // n


@jit
def contiguous_rows(top, bottom, left, right, n_columns):
    """Number of a tile's rows without a gap in memory: all if it has the matrix's width, else one."""
    return bottom - top if right - left == n_columns else 1


@jit
def n_sample_parts(n_rows, work_of_row):
    """Number of parts into which samples are cut, so that each part has enough work."""
    return larger(1, smaller(n_parts(n_rows, MIN_SAMPLES), n_rows * work_of_row // MIN_WORK))


@jit
def n_tiles_across(n_columns):
    """Number of tiles side by side: a power of two, which balances two, four, … threads."""
    n = 1
    while n * TILE_COLUMNS < n_columns:
        n *= 2
    return n


@jit
def n_tiles_down(n_rows, n_columns, depth):
    """Number of tiles below each other in a product over `depth`, so that each has enough work."""
    n_across = n_tiles_across(n_columns)
    n_worthwhile = n_rows * n_columns * depth // (n_across * MIN_WORK)
    return larger(1, smaller(n_parts(n_rows, TILE_ROWS), n_worthwhile))


@jit
def n_tiles(n_rows, n_columns, depth):
    """Number of tiles of a product."""
    return n_tiles_down(n_rows, n_columns, depth) * n_tiles_across(n_columns)


@jit
def tile_box(tile, n_rows, n_columns, depth):
    """Top, bottom, left and right of one tile of a product."""
    n_down, n_across = n_tiles_down(n_rows, n_columns, depth), n_tiles_across(n_columns)
    top, bottom = part(tile // n_across, n_down, n_rows)
    left, right = part(tile % n_across, n_across, n_columns)
    return top, bottom, left, right
