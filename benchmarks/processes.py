"""Separate processes for the measured subjects, of which one runs while the others are stopped."""

import contextlib
import json
import os
import signal
import subprocess
import sys


class WorkerError(RuntimeError):
    """An error in a worker, with its traceback."""


def environment(n_threads):
    """Environment variables that give every library the same number of threads.

    None sets no number. joblib then divides the cores among its workers, which it would not do otherwise.
    """
    if n_threads is None:
        return dict(os.environ)
    libraries = ("OMP", "OPENBLAS", "MKL", "NUMBA", "VECLIB_MAXIMUM")
    return {
        **os.environ,
        **{f"{library}_NUM_THREADS": str(n_threads) for library in libraries},
        "NPROC": str(n_threads),  # read by XLA
        "JAX_PLATFORMS": "cpu",
        "KERAS_BACKEND": "jax",
        "CUDA_VISIBLE_DEVICES": "",
        "BENCHMARK_THREADS": str(n_threads),
    }


class Worker:
    """A Python process that calls functions on request and is stopped in between.

    Idle thread pools spin for a while. A stopped process does not disturb the others.
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
        """Result of a call of `function`, given as "module:name", in this process."""
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
    """Yield a dictionary with one worker for each name. The workers end with the block."""
    with contextlib.ExitStack() as stack:
        started = {}
        for name in names:
            started[name] = Worker(n_threads)
            stack.callback(started[name].close)
        yield started


def rotated(names, round_number):
    """The names, in another order in each round, so that none always comes first."""
    names = list(names)
    start = round_number % len(names)
    return names[start:] + names[:start]
