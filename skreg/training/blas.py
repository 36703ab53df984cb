"""BLAS on one thread while fits run.

The kernels do without BLAS, but NumPy scores validation samples by it and L-BFGS-B uses it: on one thread,
so that the bits do not depend on their number and no second pool of threads spins beside the team. The
limit holds for the whole process while anyone holds it; holders are counted, so that fits in several
Python threads do not restore it under each other's feet.
"""

import contextlib
import functools
import os
import threading

from threadpoolctl import ThreadpoolController

_lock = threading.RLock()
_holders = set()
_limiter = None


@functools.cache
def _controller():
    import scipy.linalg.cython_blas  # noqa: F401  the BLAS of L-BFGS-B, which has to be found

    return ThreadpoolController()


def _take_control():
    """Let this thread set limits, whichever did so before.

    From release 3.7 on, threadpoolctl heeds one thread only: a limit that another thread sets or
    restores is silently ignored. Here the lock and the holders see to order.
    """
    for library in _controller().lib_controllers:
        if hasattr(library, "clear_controlling_thread"):
            library.clear_controlling_thread(force=True)


def _limit():
    global _limiter
    if _limiter is None:  # else inherited, by a fork, from a fit of the parent's
        _take_control()
        _limiter = _controller().limit(limits=1, user_api="blas")


def _restore():
    global _limiter
    if _limiter is not None:
        _take_control()
        _limiter.restore_original_limits()
        _limiter = None
        _take_control()


@contextlib.contextmanager
def one_blas_thread():
    """Limit BLAS to one thread until the last holder has left, Ctrl-C on the way in included."""
    holder = object()
    try:
        with _lock:
            _holders.add(holder)
            _limit()
        yield
    finally:
        with _lock:
            _holders.discard(holder)
            if not _holders:
                _restore()


def _after_fork_in_child():
    """A child has none of the parent's threads, and so none of its holders."""
    global _holders, _lock
    _holders, _lock = set(), threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
