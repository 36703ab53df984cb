"""Rows in blocks that are small beside the whole."""

_NUMBERS = 2**20  # of a block: few enough for memory, and so many that its fixed costs are small


def row_blocks(n_rows, n_columns):
    """Slices of consecutive rows that cover all."""
    size = max(1, _NUMBERS // max(1, n_columns))
    return [slice(start, min(start + size, n_rows)) for start in range(0, n_rows, size)]
