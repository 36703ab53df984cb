"""Transposition of a matrix, block by block in registers."""

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from skreg.compile.jit import jit
from skreg.compile.memory import size_of
from skreg.kernels.products.vectors import VECTOR_BYTES, VectorBuilder, lanes_of
from skreg.kernels.team.tiles import smaller


def _transposed(vectors, rows):
    """Rows of the transposed square block, by exchanging halves, quarters, … between pairs of rows."""
    n = vectors.n_lanes
    step = n // 2
    while step:
        low = [lane if lane & step == 0 else n + lane - step for lane in range(n)]
        high = [lane + step if lane & step == 0 else n + lane for lane in range(n)]
        for i in range(n):
            if i & step == 0:
                pair = rows[i], rows[i + step]
                rows[i], rows[i + step] = vectors.shuffle(*pair, low), vectors.shuffle(*pair, high)
        step //= 2
    return rows


@intrinsic
def _transpose_block(typing_context, zero, n_rows, n_columns, source, source_row, target, target_row):
    """Transpose a square block. It reads `n_rows` × `n_columns` numbers, and writes the block with padding.

    `zero` determines the type of the numbers.
    """

    def generate(context, builder, signature, arguments):
        _, n_rows, n_columns, source, source_row, target, target_row = arguments
        number, integer = context.get_value_type(zero), ir.IntType(64)
        vectors = VectorBuilder(builder, number, lanes_of(zero))
        source, target = (builder.inttoptr(pointer, number.as_pointer()) for pointer in (source, target))
        mask = vectors.first_lanes(n_columns)
        last = builder.sub(n_rows, ir.Constant(integer, 1))
        rows = []
        for i in range(vectors.n_lanes):
            row = ir.Constant(integer, i)
            row = builder.select(builder.icmp_signed("<", row, n_rows), row, last)
            rows.append(vectors.load(builder.gep(source, [builder.mul(row, source_row)]), mask))
        for i, row in enumerate(_transposed(vectors, rows)):
            vectors.store(row, builder.gep(target, [builder.mul(ir.Constant(integer, i), target_row)]))
        return context.get_dummy_value()

    return types.void(zero, *[types.int64] * 6), generate


@jit
def transpose(zero, n_rows, n_columns, source, source_row, target, target_row):
    """Write the transpose of a matrix of numbers with the type of `zero`.

    source: (n_rows, n_columns) and target: (n_columns, n_rows) are addresses. Steps between rows count
    numbers. The target is written in whole blocks, so it needs room for rows and columns up to the next
    multiple of the vector length.
    """
    size = size_of(zero)
    lanes = VECTOR_BYTES // size
    for i in range(0, n_rows, lanes):
        for j in range(0, n_columns, lanes):
            _transpose_block(
                zero, smaller(lanes, n_rows - i), smaller(lanes, n_columns - j),
                source + (i * source_row + j) * size, source_row,
                target + (j * target_row + i) * size, target_row,
            )  # fmt: skip
