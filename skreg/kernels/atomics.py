"""What members of a team do on shared counters and with their cores: atomics, yield, sleep."""

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
# On Windows the shortest sleep lasts a millisecond, sometimes fifteen: as long as many steps.
_sleep = _system.SwitchToThread if _WINDOWS else _system.usleep
for _name, _function in (("skreg_yield", _yield), ("skreg_sleep", _sleep)):
    llvmlite.binding.add_symbol(_name, ctypes.cast(_function, ctypes.c_void_p).value)


def _first_element(context, builder, array_type, array):
    return context.make_array(array_type)(context, builder, array).data


@intrinsic
def increment(typing_context, counter):
    """Atomically add one to ``counter[0]``; returns what it was."""

    def generate(context, builder, signature, arguments):
        pointer = _first_element(context, builder, signature.args[0], arguments[0])
        return builder.atomic_rmw("add", pointer, ir.Constant(ir.IntType(64), 1), "seq_cst")

    return types.int64(counter), generate


@intrinsic
def read(typing_context, counter):
    """Atomically read ``counter[0]``."""

    def generate(context, builder, signature, arguments):
        pointer = _first_element(context, builder, signature.args[0], arguments[0])
        return builder.load_atomic(pointer, "seq_cst", 8)

    return types.int64(counter), generate


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
    """Let this core idle for a moment."""

    def generate(context, builder, signature, arguments):
        integer = ir.IntType(32)
        function_type = ir.FunctionType(integer, [integer])
        sleep = cgutils.get_or_insert_function(builder.module, function_type, "skreg_sleep")
        builder.call(sleep, [ir.Constant(integer, NAP)])
        return context.get_dummy_value()

    return types.void(), generate
