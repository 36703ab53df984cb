"""A team of threads that run the same kernel together, each on its own tiles.

Each member is a Python thread that has released the GIL. Members share out the tiles of a
stage and meet at a barrier before the next. Compared with numba's ``prange`` this needs no
thread pool of its own, so that nothing has to be safe against ``fork``, against a second fit
in the same process or against another OpenMP runtime; and the kernels compile in half the time.
"""

import ctypes
import sys

import llvmlite.binding
from llvmlite import ir
from numba import config, types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.ufunc import parallel

from skreg._jit import jit
from skreg.kernels.sizes import CANCELLED
from skreg.kernels.tiles import part


def n_threads():
    """Threads that numba would use: its environment variable, or what the process set since."""
    if config.DISABLE_JIT:
        return 1
    return parallel.get_num_threads() if parallel._is_initialized else config.NUMBA_NUM_THREADS


_LOOKS = 2000  # at the barrier, some microseconds, before a waiting member offers its core to others
_OFFERS = 1600  # some 0.5 ms, before it sleeps: only an idle core takes a late member from a busy one
_HALVINGS = 3  # of that number, at most: one for each time that it had to sleep
_NAP = 50  # microseconds

_system = ctypes.windll.kernel32 if sys.platform == "win32" else ctypes.CDLL(None)
_yield = _system.SwitchToThread if sys.platform == "win32" else _system.sched_yield
_sleep = _system.Sleep if sys.platform == "win32" else _system.usleep
_NAP_IN_SYSTEM_UNITS = 1 if sys.platform == "win32" else _NAP  # milliseconds there
for _name, _function in (("skreg_yield", _yield), ("skreg_sleep", _sleep)):
    llvmlite.binding.add_symbol(_name, ctypes.cast(_function, ctypes.c_void_p).value)


def _first_element(context, builder, array_type, array):
    return context.make_array(array_type)(context, builder, array).data


@intrinsic
def _increment(typing_context, counter):
    """Atomically add one to ``counter[0]``; returns what it was."""

    def generate(context, builder, signature, arguments):
        pointer = _first_element(context, builder, signature.args[0], arguments[0])
        return builder.atomic_rmw("add", pointer, ir.Constant(ir.IntType(64), 1), "seq_cst")

    return types.int64(counter), generate


@intrinsic
def _read(typing_context, counter):
    """Atomically read ``counter[0]``."""

    def generate(context, builder, signature, arguments):
        pointer = _first_element(context, builder, signature.args[0], arguments[0])
        return builder.load_atomic(pointer, "seq_cst", 8)

    return types.int64(counter), generate


@intrinsic
def _offer_core(typing_context):
    """Let the operating system run another thread on this core."""

    def generate(context, builder, signature, arguments):
        function_type = ir.FunctionType(ir.IntType(32), [])
        builder.call(cgutils.get_or_insert_function(builder.module, function_type, "skreg_yield"), [])
        return context.get_dummy_value()

    return types.void(), generate


@intrinsic
def _nap(typing_context):
    """Let this core idle for a moment."""

    def generate(context, builder, signature, arguments):
        integer = ir.IntType(32)
        function_type = ir.FunctionType(integer, [integer])
        sleep = cgutils.get_or_insert_function(builder.module, function_type, "skreg_sleep")
        builder.call(sleep, [ir.Constant(integer, _NAP_IN_SYSTEM_UNITS)])
        return context.get_dummy_value()

    return types.void(), generate


@jit
def meet(team):
    """Wait until all members have come here."""
    if team.size == 1:
        return
    team.own[0] += 1
    expected = team.own[0] * team.size
    _increment(team.arrivals)
    looks = 0
    while _read(team.arrivals) < expected:
        looks += 1
        if looks > _LOOKS + (_OFFERS >> min(team.own[2], _HALVINGS)):
            team.own[2] += 1
            _nap()
        elif looks > _LOOKS:
            _offer_core()


@jit
def next_tile(tile, n, is_large, team):
    """The tile of a stage of n that this member runs after `tile` (−1 at first); n: none is left.

    Whoever is free claims the next one, as cores are never equally fast for long.
    """
    if team.size == 1:
        return tile + 1
    if _read(team.arrivals) >= CANCELLED:
        return n  # another member failed: nothing that it should have done may be relied on
    if is_large:
        return min(n, _increment(team.claims) - team.own[1])
    # what takes less time than sharing it out is left to the first member
    return tile + 1 if team.rank == 0 else n


@jit
def end_claims(n, is_large, team):
    """Count the claims of a stage: n tiles, and one in vain by each member."""
    if is_large and team.size > 1:
        team.own[1] += n + team.size


@jit
def own_tiles(n, is_large, team):
    """First and last (exclusive) of the n tiles that this member runs."""
    if team.size > 1 and _read(team.arrivals) >= CANCELLED:
        return 0, 0  # another member failed: nothing that it should have done may be relied on
    if is_large:
        return part(team.rank, team.size, n)
    # what takes less time than sharing it out is left to the first member
    return 0, (n if team.rank == 0 else 0)
