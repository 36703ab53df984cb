"""Processes of their own for what is measured: one at work, the others stopped."""

import contextlib
import json
import os
import signal
import subprocess
import sys


class WorkerError(RuntimeError):
    """What went wrong in a worker, with its traceback."""


def environment(n_threads):
    """Environment variables that give every library the same number of threads.

    None sets no number: joblib then shares out the cores, which it leaves alone where one is set.
    """
    if n_threads is None:
        return dict(os.environ)
    libraries = ("OMP", "OPENBLAS", "MKL", "NUMBA", "VECLIB_MAXIMUM")
    return {
        **os.environ,
        **{f"{library}_NUM_THREADS": str(n_threads) for library in libraries},
        "NPROC": str(n_threads),  # XLA's name for it
        "JAX_PLATFORMS": "cpu",
        "KERAS_BACKEND": "jax",
        "CUDA_VISIBLE_DEVICES": "",
        "BENCHMARK_THREADS": str(n_threads),
    }


class Worker:
    """A Python process that calls functions on request and is stopped in between.

    Idle pools of threads spin for a while: a stopped process takes nothing from the others.
    """

    def __init__(self, n_threads=None):
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "benchmarks.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(n_threads),
            text=True,
        )

    def call(self, function, *arguments):
        """Result of `function`, given as "module:name", called there."""
        self._signal("SIGCONT")
        request = json.dumps({"function": function, "arguments": arguments})
        self._process.stdin.write(request + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise WorkerError(f"{function}: the process ended with code {self._process.wait()}")
        self._signal("SIGSTOP")
        reply = json.loads(line)
        if "error" in reply:
            raise WorkerError(f"{function}\n{reply['error']}")
        return reply["result"]

    def close(self):
        """End the process."""
        self._signal("SIGCONT")
        self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def _signal(self, name):
        if hasattr(signal, name):  # Windows has neither
            self._process.send_signal(getattr(signal, name))


@contextlib.contextmanager
def workers(names, n_threads=None):
    """Give a dictionary of one worker for each name; they end with the block."""
    with contextlib.ExitStack() as stack:
        started = {}
        for name in names:
            started[name] = Worker(n_threads)
            stack.callback(started[name].close)
        yield started


def rotated(names, round_number):
    """The names in another order each round, so that none always comes first."""
    names = list(names)
    start = round_number % len(names)
    return names[start:] + names[:start]
