"""Atomic operations on shared counters, and functions to yield a core or to sleep."""

import ctypes
import sys

import llvmlite.binding
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

NAP = 50  # microseconds
_WINDOWS = sys.platform == "win32"

_system = ctypes.windll.kernel32 if _WINDOWS else ctypes.CDLL(None)
_yield = _system.SwitchToThread if _WINDOWS else _system.sched_yield
# On Windows the shortest sleep lasts a millisecond, sometimes fifteen, which is as long as many steps.
_sleep = _system.SwitchToThread if _WINDOWS else _system.usleep
for _name, _function in (("skreg_yield", _yield), ("skreg_sleep", _sleep)):
    llvmlite.binding.add_symbol(_name, ctypes.cast(_function, ctypes.c_void_p).value)

_COUNTER = ir.IntType(64)


@intrinsic
def increment(typing_context, counter):
    """Atomically add one to the counter at an address. Returns its previous value."""

    def generate(context, builder, signature, arguments):
        pointer = builder.inttoptr(arguments[0], _COUNTER.as_pointer())
        return builder.atomic_rmw("add", pointer, ir.Constant(_COUNTER, 1), "seq_cst")

    return types.int64(types.int64), generate


@intrinsic
def read(typing_context, counter):
    """Atomically read the counter at an address."""

    def generate(context, builder, signature, arguments):
        pointer = builder.inttoptr(arguments[0], _COUNTER.as_pointer())
        return builder.load_atomic(pointer, "seq_cst", 8)

    return types.int64(types.int64), generate


@intrinsic
def yield_core(typing_context):
    """Let the operating system run another thread on this core."""

    def generate(context, builder, signature, arguments):
        function_type = ir.FunctionType(ir.IntType(32), [])
        builder.call(cgutils.get_or_insert_function(builder.module, function_type, "skreg_yield"), [])
        return context.get_dummy_value()

    return types.void(), generate


@intrinsic
def sleep(typing_context):
    """Let this thread sleep for a moment."""

    def generate(context, builder, signature, arguments):
        integer = ir.IntType(32)
        function_type = ir.FunctionType(integer, [integer])
        sleep = cgutils.get_or_insert_function(builder.module, function_type, "skreg_sleep")
        builder.call(sleep, [ir.Constant(integer, NAP)])
        return context.get_dummy_value()

    return types.void(), generate
