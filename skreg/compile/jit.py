"""The only spelling of numba's ``njit``: flags and the disk cache.

`jit` compiles a building block; it is inlined or linked into its callers and needs no cache
of its own. `entry_point` compiles what Python calls, and keeps it on disk.
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

    For what contains much of the rest, as numba links and optimises all that a block calls for each
    block again, and for plain expressions, which are not worth a compilation of their own.
    """
    return numba.njit(inline="always")(function)


def expression(function):
    """Compile a plain expression, and the plain functions that it calls, into whoever calls it."""
    used = inspect.getclosurevars(function)
    helpers = {
        name: expression(value)
        for name, value in {**used.globals, **used.nonlocals}.items()
        if inspect.isfunction(value) and value not in _by_type
    }
    return inlined(_with_names(function, helpers) if helpers else function)


def _with_names(function, values):
    """The function, for which some names of its globals and closure mean other values."""
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


_by_type = set()  # functions that numba knows what to run for


def by_type(exact, single, double):
    """Let kernels that call `exact` run `single` for float32, and `double` for all else."""

    def choose(x):
        return single if x == numba.float32 else double

    _by_type.update((exact, single, double))

    extending.overload(exact, jit_options=_BLOCK_OPTIONS)(choose)
    extending.overload(single, jit_options=_BLOCK_OPTIONS)(lambda x: single)
    if double is not exact:
        extending.overload(double, jit_options=_BLOCK_OPTIONS)(lambda x: double)


def of_numbers(function, plain):
    """Let kernels run a plain function in the place of one of NumPy's, which would need arrays to do so."""

    def choose(*arguments):
        if all(isinstance(argument, numba.types.Number | numba.types.Boolean) for argument in arguments):
            return plain
        return None

    names = inspect.signature(plain).parameters
    choose.__signature__ = inspect.Signature(list(names.values()))
    extending.overload(function, jit_options=_BLOCK_OPTIONS, strict=False)(choose)


entry_points = []  # all of this process: their ``stats`` tell what was compiled and what was found on disk


def entry_point(function, key=""):
    """Compile a function that Python calls, and cache it on disk.

    A key tells apart functions that are made in the same place.
    """
    if numba.config.DISABLE_JIT:
        return np.errstate(over="ignore")(function)  # integers of the masks wrap around
    dispatcher = numba.njit(no_cfunc_wrapper=True, _nrt=False, **_FLAGS)(function)
    dispatcher._cache = Cache(function, key)
    compile_or_load = dispatcher.compile

    def compile_in_one_process(signature):
        # one thread at a time: another's end must not release the lock that this one took
        with global_compiler_lock, collector_paused():
            try:
                return compile_or_load(signature)
            finally:
                dispatcher._cache.end_compilation()

    dispatcher.compile = compile_in_one_process
    entry_points.append(dispatcher)
    return dispatcher
