"""Matrix product of row-major blocks inside flat arrays, by the BLAS that SciPy brings.

Numba's own ``np.dot`` wants whole contiguous matrices. This one takes offsets and strides, so
that a tile of a layer is multiplied where it lies. BLAS itself must run on one thread: callers
run tiles in parallel, and two thread pools in one process spin against each other.
"""

import llvmlite.binding
import numpy as np
from llvmlite import ir
from numba import config, types
from numba.core import cgutils
from numba.extending import get_cython_function_address, intrinsic

from skreg._jit import inlined

_SYMBOLS = {types.float32: "sgemm", types.float64: "dgemm"}
for _name in _SYMBOLS.values():
    # By symbol, not by address: cached machine code is linked anew in every process.
    llvmlite.binding.add_symbol(
        f"skreg_{_name}", get_cython_function_address("scipy.linalg.cython_blas", _name)
    )


@intrinsic
def _call_gemm(
    typing_context,
    trans_a,
    trans_b,
    m,
    n,
    k,
    a,
    a_start,
    a_step,
    b,
    b_start,
    b_step,
    beta,
    c,
    c_start,
    c_step,
):
    """Fortran's gemm on pointers to array elements, its scalars on the stack."""
    number = c.dtype
    signature = types.void(
        types.boolean, types.boolean, types.int64, types.int64, types.int64,
        a, types.int64, types.int64, b, types.int64, types.int64, number, c, types.int64, types.int64,
    )  # fmt: skip

    def generate(context, builder, signature, arguments):
        ta, tb, m, n, k, a, a_start, a_step, b, b_start, b_step, beta, c, c_start, c_step = arguments
        array_types = {"a": signature.args[5], "b": signature.args[8], "c": signature.args[12]}
        llvm_number = context.get_value_type(number)
        char, integer = ir.IntType(8), ir.IntType(32)

        def element(name, array, start):
            data = context.make_array(array_types[name])(context, builder, array).data
            return builder.gep(data, [start])

        def stack(value):
            return cgutils.alloca_once_value(builder, value)

        def letter(flag):
            yes, no = ir.Constant(char, ord("T")), ir.Constant(char, ord("N"))
            return stack(builder.select(cgutils.as_bool_bit(builder, flag), yes, no))

        def count(value):
            return stack(builder.trunc(value, integer))

        # Row-major C = A B is column-major C' = B' A': the operands change places.
        one = ir.Constant(llvm_number, 1.0)
        operands = [
            letter(tb), letter(ta), count(n), count(m), count(k), stack(one),
            element("b", b, b_start), count(b_step), element("a", a, a_start), count(a_step),
            stack(beta), element("c", c, c_start), count(c_step),
        ]  # fmt: skip
        function_type = ir.FunctionType(ir.VoidType(), [operand.type for operand in operands])
        name = f"skreg_{_SYMBOLS[number]}"
        builder.call(cgutils.get_or_insert_function(builder.module, function_type, name), operands)
        return context.get_dummy_value()

    return signature, generate


def _numpy_gemm(ta, tb, m, n, k, a, a_start, a_step, b, b_start, b_step, beta, c, c_start, c_step):
    """The same product by NumPy, for NUMBA_DISABLE_JIT=1, where an intrinsic cannot run."""

    def block(array, start, step, rows, columns):
        strides = (step * array.itemsize, array.itemsize)
        return np.lib.stride_tricks.as_strided(array[start:], (rows, columns), strides)

    left = block(a, a_start, a_step, k, m).T if ta else block(a, a_start, a_step, m, k)
    right = block(b, b_start, b_step, n, k).T if tb else block(b, b_start, b_step, k, n)
    out = block(c, c_start, c_step, m, n)
    out[...] = left @ right + (beta * out if beta else 0)


if config.DISABLE_JIT:
    gemm = _numpy_gemm
else:

    @inlined
    def gemm(ta, tb, m, n, k, a, a_start, a_step, b, b_start, b_step, beta, c, c_start, c_step):
        """``C = op(A) op(B) + beta·C`` with row-major blocks of flat arrays.

        A block begins at element ``*_start`` and its rows lie ``*_step`` elements apart;
        op(A) is m × k, op(B) k × n, C m × n; `ta`, `tb`: transpose the stored block.
        """
        _call_gemm(
            ta, tb, m, n, k, a, a_start, a_step, b, b_start, b_step, c.dtype.type(beta), c, c_start, c_step
        )
