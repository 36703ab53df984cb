"""Numbers too small for full precision count as zero while a kernel runs.

Many processors take a hundred times as long for a product with a denormal number, and training makes them:
the moments of a unit that has died fall by the same factor at each update, until they are denormal and,
rounded, fall no further. XLA and TensorFlow flush them as well.
"""

import platform

from llvmlite import ir
from numba import config, types
from numba.core import cgutils
from numba.extending import intrinsic

_MACHINE = platform.machine().lower()
_IS_X86 = _MACHINE in ("x86_64", "amd64")
_IS_ARM = _MACHINE in ("arm64", "aarch64")
_WORD = ir.IntType(64 if _IS_ARM else 32)
# x86: results (bit 15) and operands (bit 6) of SSE and AVX; ARM: both
_FLUSH = 1 << 24 if _IS_ARM else 1 << 15 | 1 << 6


def _read(builder):
    """The processor's control word for floating point."""
    if _IS_ARM:
        return builder.asm(ir.FunctionType(_WORD, []), "mrs $0, fpcr", "=r", [], side_effect=True)
    return _through_memory(builder, "llvm.x86.sse.stmxcsr", None)


def _write(builder, word):
    if _IS_ARM:
        function_type = ir.FunctionType(ir.VoidType(), [_WORD])
        builder.asm(function_type, "msr fpcr, $0", "r", [word], side_effect=True)
    else:
        _through_memory(builder, "llvm.x86.sse.ldmxcsr", word)


def _through_memory(builder, name, word):
    memory = cgutils.alloca_once(builder, _WORD)
    if word is not None:
        builder.store(word, memory)
    pointer = builder.bitcast(memory, cgutils.voidptr_t)
    function_type = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t])
    builder.call(cgutils.get_or_insert_function(builder.module, function_type, name), [pointer])
    return builder.load(memory)


@intrinsic
def _flush_denormals(typing_context):
    def generate(context, builder, signature, arguments):
        if not (_IS_X86 or _IS_ARM):
            return ir.Constant(ir.IntType(64), 0)
        before = _read(builder)
        _write(builder, builder.or_(before, ir.Constant(_WORD, _FLUSH)))
        return before if _IS_ARM else builder.zext(before, ir.IntType(64))

    return types.uint64(), generate


@intrinsic
def _restore(typing_context, before):
    def generate(context, builder, signature, arguments):
        if _IS_X86 or _IS_ARM:
            [before] = arguments
            _write(builder, before if _IS_ARM else builder.trunc(before, _WORD))
        return context.get_dummy_value()

    return types.void(types.uint64), generate


def _interpreted_flush():
    return 0


def _interpreted_restore(before):
    pass


# Where Python interprets the kernels (NUMBA_DISABLE_JIT=1) no intrinsic can run.
flush_denormals = _interpreted_flush if config.DISABLE_JIT else _flush_denormals
restore = _interpreted_restore if config.DISABLE_JIT else _restore
