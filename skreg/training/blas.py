"""Limit BLAS to one thread while fits run.

The kernels do not use BLAS, but NumPy uses it to score validation samples, and so does L-BFGS-B. With one
thread the bits do not depend on the number of threads, and no second pool of threads competes with the team.
The limit applies to the whole process. Its holders are counted, so that a fit in one Python thread does not
lift the limit of a fit in another thread.
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
    import scipy.linalg.cython_blas  # noqa: F401  loads the BLAS of L-BFGS-B, so that the controller finds it

    return ThreadpoolController()


def _take_control():
    """Let this thread set limits, even if another thread has set some before.

    From release 3.7 on, threadpoolctl accepts limits from one controlling thread only. It silently ignores
    limits that another thread sets or restores. Here the lock and the count of holders prevent conflicts.
    """
    for library in _controller().lib_controllers:
        if hasattr(library, "clear_controlling_thread"):
            library.clear_controlling_thread(force=True)


def _limit():
    global _limiter
    if _limiter is None:  # a forked child may inherit the limit of a fit in its parent
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
    """Limit BLAS to one thread until the last holder leaves, even if Ctrl-C interrupts the entry."""
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
    """Forget the parent's holders, because a forked child has none of the parent's threads."""
    global _holders, _lock
    _holders, _lock = set(), threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
