"""The only spelling of numba's ``njit``: flags and the disk cache.

`jit` compiles a building block; it is inlined or linked into its callers and needs no cache
of its own. `entry_point` compiles what Python calls, and keeps it on disk.
"""

import numba
import numpy as np
from numba import extending
from numba.core.compiler_lock import global_compiler_lock

from skreg import _building_blocks
from skreg._cache import Cache

# No nnan and no ninf: a NaN must still be seen.
_FLAGS = {
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"contract", "reassoc", "nsz", "arcp", "afn"},
}


# Never called from Python, so without wrappers; allocating nothing, so without numba's reference
# counting. Both would only cost time of compilation.
_BLOCK_OPTIONS = {
    **_FLAGS,
    **_building_blocks.options(),
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "_nrt": False,
}


def jit(function):
    """Compile a building block of kernels."""
    return numba.njit(**_BLOCK_OPTIONS)(function)


def inlined(function):
    """Paste a building block into its caller's source, so that it is not compiled on its own.

    For what contains much of the rest, as numba links and optimises all that a block calls for each
    block again, and for plain expressions, which are not worth a compilation of their own.
    """
    return numba.njit(inline="always")(function)


def by_type(exact, single, double):
    """Let kernels that call `exact` run `single` for float32, and `double` for all else."""

    def choose(x):
        return single if x == numba.float32 else double

    extending.overload(exact, jit_options=_BLOCK_OPTIONS)(choose)
    extending.overload(single, jit_options=_BLOCK_OPTIONS)(lambda x: single)
    if double is not exact:
        extending.overload(double, jit_options=_BLOCK_OPTIONS)(lambda x: double)


def entry_point(function):
    """Compile a function that Python calls, and cache it on disk."""
    if numba.config.DISABLE_JIT:
        return np.errstate(over="ignore")(function)  # integers of the masks wrap around
    dispatcher = numba.njit(no_cfunc_wrapper=True, _nrt=False, **_FLAGS)(function)
    dispatcher._cache = Cache(function)
    compile_or_load = dispatcher.compile

    def compile_in_one_process(signature):
        # one thread at a time: another's end must not release the lock that this one took
        with global_compiler_lock:
            try:
                return compile_or_load(signature)
            finally:
                dispatcher._cache.end_compilation()

    dispatcher.compile = compile_in_one_process
    return dispatcher
