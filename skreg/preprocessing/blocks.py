"""Blocks of rows, which limit the memory in use."""

_NUMBERS = 2**20  # per block: small enough for memory, and large enough to make fixed costs negligible


def row_blocks(n_rows, n_columns):
    """Slices of consecutive rows that cover all rows."""
    size = max(1, _NUMBERS // max(1, n_columns))
    return [slice(start, min(start + size, n_rows)) for start in range(0, n_rows, size)]
