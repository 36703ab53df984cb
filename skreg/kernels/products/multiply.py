"""Matrix products of blocks inside flat arrays, on one thread.

The tile of a layer is multiplied in place, and only transposed weights are copied first. This is faster than
BLAS, which copies both factors. Such copies pay only in larger products. Each sum adds its terms in order,
however a layer is cut into tiles. The method follows Goto & van de Geijn (2008), "Anatomy of high-performance
matrix multiplication".
"""

import ctypes
from typing import NamedTuple

import numpy as np
from numba import config

from skreg.compile.jit import inlined, jit
from skreg.compile.memory import size_of
from skreg.kernels.products.panels import (
    half_vector_panel,
    three_vector_panel,
    two_vector_panel,
    vector_panel,
)
from skreg.kernels.products.transposition import transpose
from skreg.kernels.products.vectors import VECTOR_BYTES
from skreg.kernels.team.tiles import n_parts, part, smaller
from skreg.records.sizes import PANEL_DEPTH, PANEL_VECTORS


class Matrix(NamedTuple):
    """A block of a flat array: its address, and the steps from row to row and from column to column.

    The caller has to keep the array alive, because an address does not.
    """

    address: int
    row: int
    column: int


class Product(NamedTuple):
    """``C = initial + A B``, or ``C = A B`` without `initial`.

    C is n_rows × n_columns, A n_rows × depth, B depth × n_columns, with a depth of at least 1. The columns of
    `initial` and of C are adjacent in memory, and so are the columns or the rows of B.
    """

    n_rows: int
    n_columns: int
    depth: int
    a: Matrix
    b: Matrix
    has_initial: bool
    initial: Matrix
    c: Matrix


@inlined
def matrix(address, start, row, column, like):
    """The matrix that begins at an element of an array with the type of `like`."""
    return Matrix(address + start * size_of(like), row, column)


@inlined
def nothing():
    """An empty product, which does nothing."""
    nowhere = Matrix(np.int64(0), np.int64(0), np.int64(1))
    return Product(np.int64(0), np.int64(0), np.int64(0), nowhere, nowhere, False, nowhere, nowhere)


def _numpy_multiply(product, zero, panel):
    """The product by NumPy, for NUMBA_DISABLE_JIT=1, where an intrinsic cannot run."""
    n_rows, n_columns, depth, a, b, has_initial, initial, c = product
    if n_rows == 0:
        return
    dtype = np.asarray(zero).dtype
    size = dtype.itemsize

    def view(matrix, rows, columns):
        n_bytes = ((rows - 1) * matrix.row + (columns - 1) * matrix.column + 1) * size
        memory = (ctypes.c_char * int(n_bytes)).from_address(int(matrix.address))
        return np.ndarray((rows, columns), dtype, memory, strides=(matrix.row * size, matrix.column * size))

    start = view(initial, n_rows, n_columns) if has_initial else 0
    view(c, n_rows, n_columns)[...] = view(a, n_rows, depth) @ view(b, depth, n_columns) + start


@inlined
def as_row(product):
    """The product, transposed into a single row if it has one column and the memory layout allows it."""
    n_rows, n_columns, depth, a, b, has_initial, initial, c = product
    if n_columns == 1 and a.row == initial.row == c.row == 1:
        return Product(
            np.int64(1), n_rows, depth,
            Matrix(b.address, b.column, b.row), Matrix(a.address, a.column, a.row), has_initial, initial, c,
        )  # fmt: skip
    return product


@inlined
def multiply_panel(n_vectors, lanes, n_rows, width, depth, factors, sums):
    """Compute the product of a panel with the code for its width.

    `factors` and `sums` are addresses and steps of A: (n_rows, depth), B: (depth, width), `initial` and C:
    (n_rows, width).
    """
    if n_vectors == PANEL_VECTORS:
        three_vector_panel(n_rows, width, depth, *factors, *sums)
    elif n_vectors == 2:
        two_vector_panel(n_rows, width, depth, *factors, *sums)
    elif 2 * width > lanes:
        vector_panel(n_rows, width, depth, *factors, *sums)
    else:
        half_vector_panel(n_rows, width, depth, *factors, *sums)


@jit
def _multiply(product, zero, panel):
    """Compute a product.

    Parameters
    ----------
    product : Product
    zero : number
        A 0 in the type of the matrices.
    panel : int
        Address of scratch memory of `sizes.PANEL_BYTES`.
    """
    if product.n_rows == 0:
        return
    n_rows, n_columns, depth, a, b, has_initial, initial, c = as_row(product)
    size = size_of(zero)
    lanes = VECTOR_BYTES // size
    is_transposed = b.column != 1
    scratch = (panel + VECTOR_BYTES - 1) // VECTOR_BYTES * VECTOR_BYTES
    n_vectors = n_parts(n_columns, lanes)
    n_panels = n_parts(n_vectors, PANEL_VECTORS)
    for p in range(0, depth, PANEL_DEPTH):
        panel_depth = smaller(PANEL_DEPTH, depth - p)
        for index in range(n_panels):
            first, last = part(index, n_panels, n_vectors)
            left = first * lanes
            width = smaller(last * lanes, n_columns) - left
            right, right_row = b.address + (p * b.row + left * b.column) * size, b.row
            if is_transposed:
                right_row = PANEL_VECTORS * lanes
                transpose(zero, width, panel_depth, right, b.column, scratch, right_row)
                right = scratch
            start, start_row = initial.address + left * size, initial.row
            if p > 0:
                start, start_row = c.address + left * size, c.row
            factors = a.address + p * a.column * size, a.row, a.column, right, right_row
            sums = zero, has_initial or p > 0, start, start_row, c.address + left * size, c.row
            multiply_panel(last - first, lanes, n_rows, width, panel_depth, factors, sums)


multiply = _numpy_multiply if config.DISABLE_JIT else _multiply
