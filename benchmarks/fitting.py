"""Timing of a training step, in the workers.

The time of a step is the difference between a long and a short fit, divided by their difference in steps.
Work that a fit does once (validation, copies, compilation) therefore does not count.
"""

import functools
import os
import time

from benchmarks import data, networks, peers
from benchmarks.cases import Case

SHORT = 1  # epochs
LONG_ENOUGH_FOR_ONE = 2.5  # seconds, above which a long fit is not repeated


class Subject:
    """A peer that trains on a case."""

    def __init__(self, peer, case):
        self.case = case
        self.X, self.y = data.load(case)
        n_threads = int(os.environ["BENCHMARK_THREADS"])
        self.train = peers.trainer(peer, case, self.X, self.y, n_threads)

    def seconds(self, n_epochs):
        """Time of a fit of exactly `n_epochs`."""
        start = time.perf_counter()
        trained = self.train(n_epochs)
        elapsed = time.perf_counter() - start
        if not trained.n_epochs == len(trained.losses) == n_epochs:
            raise AssertionError(f"ran {trained.n_epochs} epochs instead of {n_epochs}, or lost a loss")
        return elapsed

    def loss(self):
        """Training loss after the case's epochs. This is the first fit, which also compiles."""
        trained = self.train(self.case.n_epochs_of_loss)
        return networks.training_loss(self.case, trained.layers, self.X, self.y)

    def n_epochs_for(self, seconds):
        """Number of epochs of a fit that takes at least this time."""
        n_epochs = SHORT
        while (elapsed := self.seconds(n_epochs)) < seconds:
            n_epochs = max(n_epochs + 1, int(n_epochs * min(20, 1.2 * seconds / elapsed)))
        return max(n_epochs, SHORT + 1)


@functools.lru_cache(maxsize=1)  # so that the next case frees the memory of the last one
def subject(peer, case):
    """The subject, which is kept from round to round."""
    return Subject(peer, case)


def _case(fields):
    return Case(**{**fields, "hidden_units": tuple(fields["hidden_units"])})


def calibrate(peer, fields, seconds):
    """Train for the loss, and then find the epochs of a long fit that takes at least this many seconds."""
    prepared = subject(peer, _case(fields))
    return {"loss": prepared.loss(), "n_epochs": prepared.n_epochs_for(seconds)}


def step(peer, fields, n_epochs, n_repeats):
    """Seconds per step in one round, with the underlying fits."""
    case = _case(fields)
    prepared = subject(peer, case)
    long, short = [], []
    for _ in range(n_repeats):
        short.append(prepared.seconds(SHORT))
        long.append(prepared.seconds(n_epochs))
        if long[-1] > LONG_ENOUGH_FOR_ONE:
            break
    n_steps = (n_epochs - SHORT) * case.n_batches
    return {"step": (min(long) - min(short)) / n_steps, "long": long, "short": short}
