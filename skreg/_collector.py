"""A pause of Python's cyclic garbage collector, for when numba is imported and compiles."""

import contextlib
import gc


@contextlib.contextmanager
def collector_paused():
    """Pause the collector: it would take a fifth of the time and find nothing, as numba's objects stay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
