"""The processor's vectors: their length and number, and LLVM instructions on them.

Numba vectorises loops by itself, but it does not keep a block of a matrix in registers, as products need.
"""

import numba
from llvmlite import ir
from numba.core import cgutils, codegen

from skreg.compile.processor import IS_ARM

_INDEX = ir.IntType(32)


def _features():
    chosen = numba.config.CPU_FEATURES
    return codegen.get_host_cpu_features() if chosen is None else chosen


def _bytes_and_registers(features):
    if "+avx512f" in features:
        return 64, 32
    if "+avx" in features:
        return 32, 16
    # ARM's longer vectors (SVE) have no fixed length, while all 64-bit ARM processors have NEON
    return 16, 32 if IS_ARM else 16


# On other processors a masked load needs a test and a branch for each lane.
HAS_MASKED_LOADS = "+avx" in _features()
VECTOR_BYTES, N_REGISTERS = _bytes_and_registers(_features())


def lanes_of(number):
    """How many numbers of a Numba type fit into one vector."""
    return VECTOR_BYTES * 8 // number.bitwidth


class VectorBuilder:
    """Builds instructions on vectors of `n_lanes` numbers.

    Parameters
    ----------
    builder : llvmlite.ir.IRBuilder
    number : llvmlite.ir.Type
        Type of the numbers, in single or double precision.
    n_lanes : int
    """

    def __init__(self, builder, number, n_lanes):
        self.builder, self.number, self.n_lanes = builder, number, n_lanes
        self.type = ir.VectorType(number, n_lanes)
        self.zero = ir.Constant(self.type, [ir.Constant(number, 0.0)] * n_lanes)
        self._n_bits = 32 if isinstance(number, ir.FloatType) else 64
        self._alignment = self._n_bits // 8

    def splat(self, value):
        """A vector with the same value in all lanes."""
        nothing = ir.Constant(ir.VectorType(value.type, self.n_lanes), ir.Undefined)
        first = self.builder.insert_element(nothing, value, ir.Constant(_INDEX, 0))
        return self.shuffle(first, nothing, [0] * self.n_lanes)

    def shuffle(self, first, second, lanes):
        """A vector of some lanes from the concatenation of two vectors."""
        mask = ir.Constant(ir.VectorType(_INDEX, len(lanes)), [ir.Constant(_INDEX, lane) for lane in lanes])
        return self.builder.shuffle_vector(first, second, mask)

    def first_lanes(self, n):
        """Mask of the first n lanes."""
        lanes = ir.Constant(
            ir.VectorType(_INDEX, self.n_lanes), [ir.Constant(_INDEX, lane) for lane in range(self.n_lanes)]
        )
        return self.builder.icmp_signed("<", lanes, self.splat(self.builder.trunc(n, _INDEX)))

    def load(self, pointer, mask=None):
        """The vector at a pointer to a number. Lanes outside the mask are not read and become 0."""
        pointer = self._as_vector(pointer)
        if mask is None:
            loaded = self.builder.load(pointer)
            loaded.align = self._alignment
            return loaded
        return self._call("masked.load", self.type, [pointer, *self._masking(mask), self.zero])

    def store(self, vector, pointer, mask=None):
        """Write a vector. Memory for lanes outside the mask does not change."""
        pointer = self._as_vector(pointer)
        if mask is None:
            self.builder.store(vector, pointer).align = self._alignment
        else:
            self._call("masked.store", ir.VoidType(), [vector, pointer, *self._masking(mask)])

    def multiply_add(self, x, y, z):
        """``x·y + z``, in one instruction if the processor has it."""
        return self._call("fmuladd", self.type, [x, y, z])

    def _as_vector(self, pointer):
        return self.builder.bitcast(pointer, self.type.as_pointer())

    def _masking(self, mask):
        return [ir.Constant(_INDEX, self._alignment), mask]

    def _call(self, name, returned, arguments):
        suffix = ".p0" if name.startswith("masked") else ""
        function = cgutils.get_or_insert_function(
            self.builder.module,
            ir.FunctionType(returned, [argument.type for argument in arguments]),
            f"llvm.{name}.v{self.n_lanes}f{self._n_bits}{suffix}",
        )
        return self.builder.call(function, arguments)
