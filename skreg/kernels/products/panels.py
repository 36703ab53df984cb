"""The inner loop of matrix products, for a panel of columns that is a few vectors wide.

A block of the result (rows × vectors) stays in registers while the loop runs over the depth of the product.
"""

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from skreg.kernels.products.vectors import HAS_MASKED_LOADS, N_REGISTERS, VectorBuilder, lanes_of
from skreg.records.sizes import PANEL_VECTORS

_BLOCK_ROWS = (8, 4, 1) if N_REGISTERS == 32 else (4, 1)  # the sums of a large block fill most registers
_INTEGER = ir.IntType(64)


def _constant(value):
    return ir.Constant(_INTEGER, value)


class _Panel:
    """Builds the code of one panel, ``C = initial + A B``, from the arguments of `_panel_intrinsic`.

    A: (n_rows, depth). B: (depth, n_columns). `initial`, C: (n_rows, n_columns). All are given by addresses
    and by steps from row to row. A also has a step from column to column.
    """

    def __init__(self, builder, number, n_vectors, n_lanes, arguments):
        self.builder, self.n_vectors = builder, n_vectors
        self.vectors = VectorBuilder(builder, number, n_lanes)
        (
            self.n_rows, self.n_columns, self.depth,
            a, self.a_row, self.a_column, b, self.b_row,
            _, has_initial, initial, self.initial_row, c, self.c_row,
        ) = arguments  # fmt: skip
        self.a, self.b, self.initial, self.c = (
            builder.inttoptr(address, number.as_pointer()) for address in (a, b, initial, c)
        )
        n_last = builder.sub(self.n_columns, _constant((n_vectors - 1) * n_lanes))
        self.ragged_mask = self.last_mask = self.vectors.first_lanes(n_last)
        n_kept = builder.select(cgutils.as_bool_bit(builder, has_initial), self.n_columns, _constant(0))
        self.initial_masks = [
            self.vectors.first_lanes(builder.sub(n_kept, _constant(vector * n_lanes)))
            for vector in range(n_vectors)
        ]

    def build(self):
        """Build the code for all rows. Without masked loads, whole vectors get a separate loop."""
        if HAS_MASKED_LOADS:
            self._build_rows()
            return
        width = _constant(self.n_vectors * self.vectors.n_lanes)
        is_whole = self.builder.icmp_signed("==", self.n_columns, width)
        with self.builder.if_else(is_whole) as (whole, ragged):
            with whole:
                self.last_mask = None
                self._build_rows()
            with ragged:
                self.last_mask = self.ragged_mask
                self._build_rows()

    def _build_rows(self):
        """Build the code for all rows, in large blocks first and in smaller ones for the rest."""
        builder = self.builder
        begin = cgutils.alloca_once_value(builder, _constant(0))
        for block_rows, smaller in zip(_BLOCK_ROWS, (*_BLOCK_ROWS[1:], 0), strict=True):
            check, body, done = (builder.append_basic_block() for _ in range(3))
            builder.branch(check)
            builder.position_at_end(check)
            first_row = builder.load(begin)
            left = builder.sub(self.n_rows, first_row)
            builder.cbranch(builder.icmp_signed(">", left, _constant(smaller)), body, done)
            builder.position_at_end(body)
            self._block(first_row, block_rows)
            builder.store(builder.add(first_row, _constant(block_rows)), begin)
            builder.branch(check)
            builder.position_at_end(done)

    def _block(self, first_row, block_rows):
        rows = [self._row(first_row, i) for i in range(block_rows)]
        accumulators = [self._initial(row) for row in rows]
        sums = self._sum_over_depth(rows, accumulators)
        for row, sums_of_row in zip(rows, sums, strict=True):
            for vector, total in enumerate(sums_of_row):
                pointer = self._vector_pointer(self.c, row, self.c_row, vector)
                self.vectors.store(total, pointer, self._mask(vector))

    def _row(self, first_row, i):
        """The i-th row of a block. Beyond the last row, it repeats the last row."""
        row = self.builder.add(first_row, _constant(i))
        is_inside = self.builder.icmp_signed("<", row, self.n_rows)
        return self.builder.select(is_inside, row, self.builder.sub(self.n_rows, _constant(1)))

    def _initial(self, row):
        return [
            self.vectors.load(self._vector_pointer(self.initial, row, self.initial_row, vector), mask)
            for vector, mask in enumerate(self.initial_masks)
        ]

    def _mask(self, vector):
        return self.last_mask if vector == self.n_vectors - 1 else None

    def _vector_pointer(self, matrix, row, row_step, vector):
        offset = self.builder.add(self.builder.mul(row, row_step), _constant(vector * self.vectors.n_lanes))
        return self.builder.gep(matrix, [offset])

    def _sum_over_depth(self, rows, accumulators):
        """Add ``a[row, p]·b[p]`` for all p. There is at least one p."""
        builder = self.builder
        a_rows = [builder.gep(self.a, [builder.mul(row, self.a_row)]) for row in rows]
        before, loop, after = builder.basic_block, *(builder.append_basic_block() for _ in range(2))
        builder.branch(loop)
        builder.position_at_end(loop)
        p = builder.phi(_INTEGER)
        p.add_incoming(_constant(0), before)
        running = [[self._running(value, before) for value in of_row] for of_row in accumulators]
        b = [
            self.vectors.load(self._vector_pointer(self.b, p, self.b_row, vector), self._mask(vector))
            for vector in range(self.n_vectors)
        ]
        sums = self._products_added(a_rows, builder.mul(p, self.a_column), b, running)
        next_p = builder.add(p, _constant(1))
        p.add_incoming(next_p, loop)
        for of_row, sums_of_row in zip(running, sums, strict=True):
            for value, total in zip(of_row, sums_of_row, strict=True):
                value.add_incoming(total, loop)
        builder.cbranch(builder.icmp_signed("<", next_p, self.depth), loop, after)
        builder.position_at_end(after)
        return sums

    def _products_added(self, a_rows, column, b, running):
        sums = []
        for a_row, of_row in zip(a_rows, running, strict=True):
            factor = self.vectors.splat(self.builder.load(self.builder.gep(a_row, [column])))
            sums.append([self.vectors.multiply_add(factor, *pair) for pair in zip(b, of_row, strict=True)])
        return sums

    def _running(self, value, before):
        phi = self.builder.phi(self.vectors.type)
        phi.add_incoming(value, before)
        return phi


def _panel_intrinsic(n_vectors, share_of_lanes):
    """A function that multiplies a panel. Its argument `zero` determines the type of the numbers."""

    @intrinsic
    def panel(
        typing_context, n_rows, n_columns, depth,
        a, a_row, a_column, b, b_row, zero, has_initial, initial, initial_row, c, c_row,
    ):  # fmt: skip
        def generate(context, builder, signature, arguments):
            lanes = lanes_of(zero) // share_of_lanes
            _Panel(builder, context.get_value_type(zero), n_vectors, lanes, arguments).build()
            return context.get_dummy_value()

        integers = [types.int64] * 8
        return types.void(*integers, zero, types.boolean, *integers[:4]), generate

    return panel


half_vector_panel, vector_panel, two_vector_panel, three_vector_panel = (
    _panel_intrinsic(*options) for options in ((1, 2), (1, 1), (2, 1), (PANEL_VECTORS, 1))
)
