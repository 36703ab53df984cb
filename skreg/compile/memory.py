"""Access of kernels to memory that Python owns: numbers and records at addresses.

An address is one integer. For a compiled function, an array consists of seven values, and a tuple of arrays
of many more. Passing these from function to function would take most of the compile time.
"""

import ctypes

import numpy as np
from llvmlite import ir
from numba import config, types
from numba.extending import intrinsic
from numba.np.numpy_support import from_dtype

_INTEGER = ir.IntType(64)


def _array_at(address, shape, dtype):
    """NumPy's view of memory, for NUMBA_DISABLE_JIT=1."""
    n_bytes = int(np.prod(shape)) * dtype.itemsize
    memory = (ctypes.c_char * n_bytes).from_address(int(address)) if n_bytes else b""
    return np.ndarray(shape, dtype, memory)


@intrinsic
def _numbers(typing_context, address, begin, end, like):
    array_type = types.Array(like, 1, "C")

    def generate(context, builder, signature, arguments):
        address, begin, end, _ = arguments
        number = context.get_value_type(like)
        size = ir.Constant(_INTEGER, context.get_abi_sizeof(number))
        pointer = builder.gep(builder.inttoptr(address, number.as_pointer()), [begin])
        length = builder.sub(end, begin)
        array = context.make_array(array_type)(context, builder)
        context.populate_array(
            array, data=pointer, shape=[length], strides=[size], itemsize=size, meminfo=None
        )  # fmt: skip
        return array._getvalue()

    integer = types.int64
    return array_type(integer, integer, integer, like), generate


def _numpy_numbers(address, begin, end, like):
    dtype = np.asarray(like).dtype
    return _array_at(address + begin * dtype.itemsize, (max(0, end - begin),), dtype)


@intrinsic
def _size_of(typing_context, like):
    def generate(context, builder, signature, arguments):
        return ir.Constant(_INTEGER, context.get_abi_sizeof(context.get_value_type(like)))

    return types.int64(like), generate


def _numpy_size_of(like):
    return np.asarray(like).itemsize


# The numbers from element `begin` up to `end` at an address, in the type of `like`.
numbers = _numpy_numbers if config.DISABLE_JIT else _numbers
# Size of a number in bytes.
size_of = _numpy_size_of if config.DISABLE_JIT else _size_of


def record_reader(dtype):
    """A function that returns the record at an address and an index, for reading and writing."""
    if config.DISABLE_JIT:
        return lambda address, index: _array_at(address, (index + 1,), dtype).view(np.recarray)[index]
    record_type = from_dtype(dtype)

    @intrinsic
    def record_at(typing_context, address, index):
        def generate(context, builder, signature, arguments):
            address, index = arguments
            offset = builder.mul(index, ir.Constant(_INTEGER, dtype.itemsize))
            return builder.inttoptr(builder.add(address, offset), context.get_value_type(record_type))

        return record_type(types.int64, types.int64), generate

    return record_at
