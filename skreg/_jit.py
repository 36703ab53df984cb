"""The only spelling of numba's ``njit``: flags, the disk cache, its fallbacks.

`jit` compiles a building block; it is inlined or linked into its callers and needs no cache
of its own. `entry_point` compiles what Python calls, and keeps it on disk. Numba's cache does
not see an edit in another file, so entries are stamped with a hash of every source that can end
up in a kernel.
"""

import functools
import hashlib
import warnings
from pathlib import Path

import numba
import numpy as np
from numba import extending
from numba.core import caching

# No nnan and no ninf: a NaN must still be seen.
_FLAGS = {
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"contract", "reassoc", "nsz", "arcp", "afn"},
}
_PACKAGE = Path(__file__).parent
_COMPILED_SOURCES = ("_jit.py", "functions/*.py", "kernels/*.py")


@functools.cache
def source_stamp():
    """Hash of all sources that a compiled kernel may contain."""
    digest = hashlib.sha256()
    for pattern in _COMPILED_SOURCES:
        for path in sorted(_PACKAGE.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


class _Stamped:
    def get_source_stamp(self):
        return source_stamp()


def _stamped(name):
    """One of numba's locators of cache folders, whose name began with _ in earlier releases."""
    locator = getattr(caching, name, None) or getattr(caching, f"_{name}")
    return type(f"Stamped{name}", (_Stamped, locator), {})


class _CacheImplementation(caching.CompileResultCacheImpl):
    _locator_classes = [
        _stamped(name) for name in ("UserProvidedCacheLocator", "InTreeCacheLocator", "UserWideCacheLocator")
    ]


class _Cache(caching.FunctionCache):
    _impl_class = _CacheImplementation


@functools.cache
def _warn_uncached():
    warnings.warn(
        "skreg found no writable folder for its compiled kernels, so this process compiles"
        " them anew. Set the environment variable NUMBA_CACHE_DIR to a writable folder.",
        RuntimeWarning,
        stacklevel=2,
    )


def jit(function):
    """Compile a building block of kernels.

    Never called from Python, so without wrappers; it allocates nothing, so without numba's
    reference counting. Both would only cost time of compilation.
    """
    return numba.njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False, **_FLAGS)(function)


def inlined(function):
    """Paste a building block into its caller's source, so that it is not compiled on its own.

    For what contains much of the rest: numba links and optimises all that a block calls for each
    block again.
    """
    return numba.njit(inline="always")(function)


def by_type(exact, single):
    """Let kernels that call `exact` run `single` for float32, and `exact` for all else."""

    def choose(x):
        return single if x == numba.float32 else exact

    extending.overload(exact, jit_options=_FLAGS)(choose)
    extending.overload(single, jit_options=_FLAGS)(lambda x: single)


def entry_point(function):
    """Compile a function that Python calls, and cache it on disk."""
    if numba.config.DISABLE_JIT:
        return np.errstate(over="ignore")(function)  # integers of the masks wrap around
    dispatcher = numba.njit(no_cfunc_wrapper=True, _nrt=False, **_FLAGS)(function)
    try:
        dispatcher._cache = _Cache(function)
    except RuntimeError:  # numba's word for "no locator": nowhere to write
        _warn_uncached()
    return dispatcher
