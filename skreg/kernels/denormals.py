"""Flushing of denormal numbers to zero while a kernel runs.

On many processors, a product with a denormal number takes a hundred times as long. Training produces denormal
numbers. The moments of a dead unit shrink by the same factor at each update until they are denormal, where
rounding stops them. XLA and TensorFlow flush denormal numbers as well.
"""

from llvmlite import ir
from numba import config, types
from numba.core import cgutils
from numba.extending import intrinsic

from skreg.compile.processor import IS_ARM, IS_X86

_WORD = ir.IntType(64)


class _X86:
    """The control word of SSE and AVX, which has 32 bits and is accessed through memory."""

    FLUSH = 1 << 15 | 1 << 6  # results, operands

    @classmethod
    def read(cls, builder):
        return builder.zext(builder.load(cls._through_memory(builder, "stmxcsr")), _WORD)

    @classmethod
    def write(cls, builder, word):
        cls._through_memory(builder, "ldmxcsr", builder.trunc(word, ir.IntType(32)))

    @staticmethod
    def _through_memory(builder, instruction, word=None):
        memory = cgutils.alloca_once(builder, ir.IntType(32))
        if word is not None:
            builder.store(word, memory)
        pointer = builder.bitcast(memory, cgutils.voidptr_t)
        _call(builder, f"llvm.x86.sse.{instruction}", ir.VoidType(), [pointer])
        return memory


class _Arm:
    """The floating-point control register."""

    FLUSH = 1 << 24  # results and operands

    @staticmethod
    def read(builder):
        return _call(builder, "llvm.aarch64.get.fpcr", _WORD, [])

    @staticmethod
    def write(builder, word):
        _call(builder, "llvm.aarch64.set.fpcr", ir.VoidType(), [word])


class _Other:
    """A processor on which denormal numbers are not flushed."""

    FLUSH = 0

    @staticmethod
    def read(builder):
        return ir.Constant(_WORD, 0)

    @staticmethod
    def write(builder, word):
        pass


def _call(builder, name, returned, arguments):
    function_type = ir.FunctionType(returned, [argument.type for argument in arguments])
    return builder.call(cgutils.get_or_insert_function(builder.module, function_type, name), arguments)


_PROCESSOR = _X86 if IS_X86 else _Arm if IS_ARM else _Other


@intrinsic
def _flush_denormals(typing_context):
    def generate(context, builder, signature, arguments):
        before = _PROCESSOR.read(builder)
        _PROCESSOR.write(builder, builder.or_(before, ir.Constant(_WORD, _PROCESSOR.FLUSH)))
        return before

    return types.uint64(), generate


@intrinsic
def _restore(typing_context, before):
    def generate(context, builder, signature, arguments):
        _PROCESSOR.write(builder, *arguments)
        return context.get_dummy_value()

    return types.void(types.uint64), generate


def _interpreted_flush():
    return 0


def _interpreted_restore(before):
    pass


# No intrinsic can run if Python interprets the kernels (NUMBA_DISABLE_JIT=1).
flush_denormals = _interpreted_flush if config.DISABLE_JIT else _flush_denormals
restore = _interpreted_restore if config.DISABLE_JIT else _restore
