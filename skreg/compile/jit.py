"""The only use of numba's ``njit``, with its flags and the disk cache.

`jit` compiles a building block, which is inlined or linked into its callers and needs no cache. `entry_point`
compiles a function that Python calls, and caches it on disk.
"""

import inspect
import types

import numba
import numpy as np
from numba import extending
from numba.core.compiler_lock import global_compiler_lock

from skreg._collector import collector_paused
from skreg.compile import building_blocks
from skreg.compile.cache import Cache

# The flags nnan and ninf are missing, because a NaN must still be detected.
_FLAGS = {
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"contract", "reassoc", "nsz", "arcp", "afn"},
}


# Building blocks need no wrappers, because Python never calls them, and no reference counting, because they
# allocate nothing. Both would only add to the compile time.
_BLOCK_OPTIONS = {
    **_FLAGS,
    **building_blocks.options(),
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "_nrt": False,
}


def jit(function):
    """Compile a building block of kernels."""
    return numba.njit(**_BLOCK_OPTIONS)(function)


def inlined(function):
    """Paste a building block into its caller's source, so that it is not compiled on its own.

    This is for functions that call many others, because numba links and optimises all called functions again
    for each caller. It is also for plain expressions, which are too small to compile on their own.
    """
    return numba.njit(inline="always")(function)


def expression(function):
    """Compile a plain expression, and the plain functions that it calls, into its caller."""
    used = inspect.getclosurevars(function)
    helpers = {
        name: expression(value)
        for name, value in {**used.globals, **used.nonlocals}.items()
        if inspect.isfunction(value) and value not in _by_type
    }
    return inlined(_with_names(function, helpers) if helpers else function)


def _with_names(function, values):
    """A copy of the function, in which some globals and closure variables have other values."""
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    closure = tuple(types.CellType(values[name]) if name in values else cell for name, cell in cells)
    other = types.FunctionType(
        function.__code__,
        {**function.__globals__, **values},
        function.__name__,
        function.__defaults__,
        closure,
    )
    other.__kwdefaults__ = function.__kwdefaults__
    return other


_by_type = set()  # functions with replacements by type


def by_type(exact, single, double):
    """Let kernels that call `exact` run `single` for float32, and `double` for all other types."""

    def choose(x):
        return single if x == numba.float32 else double

    _by_type.update((exact, single, double))

    extending.overload(exact, jit_options=_BLOCK_OPTIONS)(choose)
    extending.overload(single, jit_options=_BLOCK_OPTIONS)(lambda x: single)
    if double is not exact:
        extending.overload(double, jit_options=_BLOCK_OPTIONS)(lambda x: double)


def of_numbers(function, plain):
    """Let kernels run a plain function instead of a NumPy function, whose numba version needs arrays."""

    def choose(*arguments):
        if all(isinstance(argument, numba.types.Number | numba.types.Boolean) for argument in arguments):
            return plain
        return None

    names = inspect.signature(plain).parameters
    choose.__signature__ = inspect.Signature(list(names.values()))
    extending.overload(function, jit_options=_BLOCK_OPTIONS, strict=False)(choose)


entry_points = []  # of this process; their ``stats`` count what was compiled and what was loaded from disk


def entry_point(function, key=""):
    """Compile a function that Python calls, and cache it on disk.

    A key distinguishes functions that are made in the same place.
    """
    if numba.config.DISABLE_JIT:
        return np.errstate(over="ignore")(function)  # the integers of the masks wrap around
    dispatcher = numba.njit(no_cfunc_wrapper=True, _nrt=False, **_FLAGS)(function)
    dispatcher._cache = Cache(function, key)
    compile_or_load = dispatcher.compile

    def compile_in_one_process(signature):
        # one thread at a time, so that no other thread releases the lock that this one has acquired
        with global_compiler_lock, collector_paused():
            try:
                return compile_or_load(signature)
            except RuntimeError as error:
                if "no compiled object yet" not in str(error):
                    raise
                raise KeyboardInterrupt from error  # which ended the compiler's callback, and was lost there
            finally:
                dispatcher._cache.end_compilation()

    dispatcher.compile = compile_in_one_process
    entry_points.append(dispatcher)
    return dispatcher
