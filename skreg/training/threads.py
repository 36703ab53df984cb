"""The team of threads that runs the kernels of a fit.

Fits that run in several Python threads share the cores.
"""

import contextlib
import ctypes
import os
import threading
from concurrent.futures import ThreadPoolExecutor, wait

import joblib
import numpy as np

from skreg._collector import collector_paused
from skreg.records.sizes import GAP_BYTES, PANEL_BYTES, SMALL_COPY, SMALL_PRODUCT, n_shards
from skreg.records.team import CANCELLED, Team
from skreg.training.blas import one_blas_thread

_COUNTER_STRIDE = 16  # integers, or 128 bytes, so that no two counters share a cache line
_running = set()  # one object for each running fit
_get_thread_ident = ctypes.pythonapi.PyThread_get_thread_ident
_get_thread_ident.restype = ctypes.c_ulong


@contextlib.contextmanager
def _releasing_on_error(arrivals):
    """If this member fails, let the others pass all barriers without work, so that nobody waits for it."""
    try:
        yield
    except BaseException:
        arrivals[0] = CANCELLED
        raise


def available_threads():
    """Number of threads that a fit may use if no other fit runs."""
    with collector_paused():
        from skreg.kernels.team.barrier import n_threads

    return max(1, min(n_threads(), joblib.cpu_count()))


def useful_threads(layout, n_rows):
    """Number of available threads that have work in a step on `n_rows` samples."""
    shards = n_shards(n_rows, layout.n_parameters)
    if shards > 1:  # one member per shard: further members would only wait, and slow the others down
        return min(shards, available_threads())
    largest = max(n_in * n_out for n_in, n_out in layout.shapes)
    largest_copy = max(layout.n_parameters, n_rows * layout.units[0])
    is_large = n_rows * largest > SMALL_PRODUCT or largest_copy > SMALL_COPY
    return available_threads() if is_large else 1


@contextlib.contextmanager
def _among_running():
    """Count a fit among the running ones, which share the cores."""
    fit = object()
    try:
        _running.add(fit)
        yield
    finally:
        _running.discard(fit)


def _thread_of_system():
    """Identity of the current thread of the operating system, even if gevent has patched Python's threads."""
    return _get_thread_ident()


def for_each(function, items):
    """Call ``function(item)`` for all items: in parallel, or one by one if no thread can be started.

    If the system refuses a thread, an item may be processed twice.
    """
    with ThreadPoolExecutor(joblib.cpu_count()) as executor:
        calls = []
        for item in items:
            try:
                calls.append(executor.submit(function, item))
            except RuntimeError:
                function(item)
        for call in calls:
            call.result()


class Threads:
    """Runs kernels with a team of threads. It is a context manager, so that no thread outlives a fit.

    Results do not depend on the size of the team. If no threads can be started, the calling thread works
    alone.

    Parameters
    ----------
    largest : int
        Number of team members if no other fit runs.
    """

    def __init__(self, largest):
        self.largest = largest
        self._available = available_threads() if largest > 1 else 1
        self._stack = contextlib.ExitStack()
        self._executor = None
        self._panels = np.empty((self.largest, PANEL_BYTES + GAP_BYTES), dtype=np.uint8)

    def __enter__(self):
        self._stack.enter_context(one_blas_thread())
        self._stack.enter_context(_among_running())
        return self

    def __exit__(self, *exception):
        self._stack.close()
        self._executor = None

    def _start_members(self):
        """Start all threads, and make sure that each is a thread of the operating system."""
        executor = self._stack.enter_context(ThreadPoolExecutor(self.largest - 1))
        all_started = threading.Barrier(self.largest - 1)

        def meet():
            all_started.wait()
            return _thread_of_system()

        try:
            started = [executor.submit(meet) for _ in range(self.largest - 1)]
            identities = {_thread_of_system(), *(member.result() for member in started)}
        except RuntimeError:  # no more threads can be started
            all_started.abort()
            self.largest = 1
        except BaseException:
            all_started.abort()
            raise
        else:
            self._executor = executor
            if len(identities) < self.largest:
                # these are greenlets, which take turns: a kernel that waits for another one would never end
                self.largest = 1

    def run(self, kernel, *arguments):
        """Call ``kernel(*arguments, team)`` on each member. Returns the result of the first one."""
        if self.largest > 1 and self._executor is None:
            self._start_members()
        first, *rest = self._members()
        if not rest:
            return kernel(*arguments, first)

        def take_part(team):
            with _releasing_on_error(team.arrivals):
                kernel(*arguments, team)

        with _releasing_on_error(first.arrivals):  # Ctrl-C may come before the first member starts
            others = self._send_out(take_part, rest)
            if others is None:
                self.largest = 1
                return self.run(kernel, *arguments)
            result = kernel(*arguments, first)
        for other in others:
            other.result()
        return result

    def _members(self):
        """The team, as each member sees it."""
        share = self._available // max(1, len(_running))
        size = max(1, min(self.largest, share))
        counters = np.zeros((2 + size, _COUNTER_STRIDE), dtype=np.int64)
        arrivals, claims = counters[:2]
        return [
            Team(rank, size, arrivals, claims, counters[2 + rank], self._panels[rank]) for rank in range(size)
        ]

    def _send_out(self, take_part, teams):
        """Start the other members. Returns None if the interpreter is shutting down, before any has begun."""
        others = []
        try:
            others.extend(self._executor.submit(take_part, team) for team in teams)
        except RuntimeError:
            teams[0].arrivals[0] = CANCELLED
            wait(others)
            return None
        return others


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_running.clear)  # a forked child has none of the parent's threads
