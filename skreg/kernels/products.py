"""Matrix products of blocks inside flat arrays, on one thread.

A tile of a layer is multiplied where it lies, without any preparation: faster than by a BLAS, which
copies both factors for use in larger products than ours. Each sum runs in the order of its terms,
however a layer is cut into tiles. After Goto & van de Geijn (2008), "Anatomy of high-performance
matrix multiplication".
"""

import ctypes
from typing import NamedTuple

import numpy as np
from numba import config

from skreg._jit import inlined, jit
from skreg.kernels.panels import (
    PANEL_VECTORS,
    half_vector_panel,
    three_vector_panel,
    two_vector_panel,
    vector_panel,
)
from skreg.kernels.sizes import PANEL_DEPTH
from skreg.kernels.tiles import n_parts, part
from skreg.kernels.transposition import transpose
from skreg.kernels.vectors import VECTOR_BYTES


class Matrix(NamedTuple):
    """A block of a flat array: where it begins, steps from row to row and from column to column."""

    address: int
    row: int
    column: int


class Product(NamedTuple):
    """``C = initial + A B``, or without `initial`.

    C is n_rows × n_columns, A n_rows × depth, B depth × n_columns. The columns of `initial` and of C
    lie on end, and either rows or columns of B. `keeps` tells whether `initial` counts.
    """

    n_rows: int
    n_columns: int
    depth: int
    a: Matrix
    b: Matrix
    keeps: bool
    initial: Matrix
    c: Matrix


@inlined
def address_of(array, start):
    """Where an element of a flat array lies in memory."""
    return np.int64(array.ctypes.data) + start * array.itemsize


@inlined
def matrix(array, start, row, column):
    """The matrix that begins at an element of a flat array."""
    return Matrix(address_of(array, start), row, column)


@inlined
def nothing():
    """The product that does nothing."""
    nowhere = Matrix(np.int64(0), np.int64(0), np.int64(1))
    return Product(np.int64(0), np.int64(0), np.int64(0), nowhere, nowhere, False, nowhere, nowhere)


def _numpy_multiply(product, like, panel):
    """The same product by NumPy, for NUMBA_DISABLE_JIT=1, where an intrinsic cannot run."""
    n_rows, n_columns, depth, a, b, keeps, initial, c = product
    if n_rows == 0:
        return
    size = like.itemsize

    def view(matrix, rows, columns):
        n_bytes = ((rows - 1) * matrix.row + (columns - 1) * matrix.column + 1) * size
        memory = (ctypes.c_char * n_bytes).from_address(int(matrix.address))
        return np.ndarray(
            (rows, columns), like.dtype, memory, strides=(matrix.row * size, matrix.column * size)
        )

    start = view(initial, n_rows, n_columns) if keeps else 0
    view(c, n_rows, n_columns)[...] = view(a, n_rows, depth) @ view(b, depth, n_columns) + start


@jit
def _multiply(product, like, panel):
    """Carry out a product.

    Parameters
    ----------
    product : Product
    like : array
        Any of the matrices' type.
    panel : array
        Scratch memory of `sizes.PANEL_BYTES`.
    """
    n_rows, n_columns, depth, a, b, keeps, initial, c = product
    if n_rows == 0:
        return
    if n_columns == 1 and a.row == initial.row == c.row == 1:  # a column, as the row that it is in memory
        n_rows, n_columns = 1, n_rows
        a, b = Matrix(b.address, b.column, b.row), Matrix(a.address, a.column, a.row)
    size = like.itemsize
    lanes = VECTOR_BYTES // size
    is_transposed = b.column != 1
    scratch = (address_of(panel, 0) + VECTOR_BYTES - 1) // VECTOR_BYTES * VECTOR_BYTES
    n_vectors = n_parts(n_columns, lanes)
    n_panels = n_parts(n_vectors, PANEL_VECTORS)
    depth_at_once = PANEL_DEPTH if is_transposed else depth
    for p in range(0, depth, depth_at_once):
        panel_depth = min(depth_at_once, depth - p)
        for index in range(n_panels):
            first, last = part(index, n_panels, n_vectors)
            left = first * lanes
            width = min(last * lanes, n_columns) - left
            right, right_row = b.address + (p * b.row + left * b.column) * size, b.row
            if is_transposed:
                right_row = PANEL_VECTORS * lanes
                transpose(like, width, panel_depth, right, b.column, scratch, right_row)
                right = scratch
            start, start_row = initial.address + left * size, initial.row
            if p > 0:
                start, start_row = c.address + left * size, c.row
            factors = a.address + p * a.column * size, a.row, a.column, right, right_row
            sums = like.dtype.type(0), keeps or p > 0, start, start_row, c.address + left * size, c.row
            if last - first == PANEL_VECTORS:
                three_vector_panel(n_rows, width, panel_depth, *factors, *sums)
            elif last - first == 2:
                two_vector_panel(n_rows, width, panel_depth, *factors, *sums)
            elif 2 * width > lanes:
                vector_panel(n_rows, width, panel_depth, *factors, *sums)
            else:
                half_vector_panel(n_rows, width, panel_depth, *factors, *sums)


multiply = _numpy_multiply if config.DISABLE_JIT else _multiply
