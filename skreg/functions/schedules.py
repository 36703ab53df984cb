"""Learning-rate schedules.

Each call of ``partial_fit`` is one epoch of the schedule.

To add a schedule, write its class here, and add its name to ``SCHEDULES`` and ``ScheduleName``.
"""

import math
from typing import Literal, TypeAlias

SMALLEST_LEARNING_RATE = 1e-6


class Constant:
    """A constant rate, ``learning_rate_init``."""

    last_words = ""  # printed before "Stopping."
    way_on = ""  # advice if ``partial_fit`` is called after the schedule has come to rest
    every_solver = False  # whether it applies to all stochastic solvers, or as in scikit-learn only to sgd
    is_planned = False  # whether training lasts max_iter epochs, unless a validation score ends it

    def __init__(self, learning_rate_init, power_t, max_iter):
        self.initial = learning_rate_init
        self.power_t = power_t
        self.max_iter = max_iter
        self.rate = float(learning_rate_init)
        self.n_epochs = 0

    @property
    def is_at_rest(self):
        """Whether the rate is so low that further epochs change almost nothing."""
        return False

    def resume(self, rate, n_epochs):
        """Continue after `n_epochs` epochs, which ended with this rate."""
        self.rate, self.n_epochs = rate, n_epochs

    def epoch_ends(self, n_samples_seen):
        """Set the rate of the next epoch."""
        self.n_epochs += 1

    def stalls(self):
        """React to a stalled loss or score. Returns the new rate, or None to end the training."""
        return None


class InverseScaling(Constant):
    """A rate of ``learning_rate_init / (t + 1)^power_t`` after t samples."""

    def epoch_ends(self, n_samples_seen):  # noqa: D102
        super().epoch_ends(n_samples_seen)
        self.rate = float(self.initial) / (n_samples_seen + 1) ** self.power_t


class Adaptive(Constant):
    """A rate that is divided by 5 whenever training stalls, down to 1e-6."""

    last_words = "Learning rate too small. "
    way_on = "Set another learning_rate_init to start the schedule anew."

    @property
    def is_at_rest(self):  # noqa: D102
        return self.rate <= SMALLEST_LEARNING_RATE < self.initial

    def stalls(self):  # noqa: D102
        if self.rate <= SMALLEST_LEARNING_RATE:
            return None
        self.rate /= 5.0
        return self.rate


class Cosine(Constant):
    """A rate of ``learning_rate_init/2 · (1 + cos(π·e/max_iter))`` after e epochs, which ends at 0.

    The noise of training then vanishes. Training lasts ``max_iter`` epochs, because a stalled loss may still
    fall with the rate. Loshchilov & Hutter (2017), "SGDR: stochastic gradient descent with warm restarts".
    """

    every_solver = True
    is_planned = True
    way_on = "Set max_iter to the planned number of calls."

    @property
    def is_at_rest(self):  # noqa: D102
        return self.n_epochs >= self.max_iter

    def resume(self, rate, n_epochs):  # noqa: D102
        self.n_epochs = n_epochs
        self._set_rate()  # from n_epochs, because `max_iter` may have changed

    def epoch_ends(self, n_samples_seen):  # noqa: D102
        super().epoch_ends(n_samples_seen)
        self._set_rate()

    def _set_rate(self):
        share_done = min(1.0, self.n_epochs / self.max_iter)
        self.rate = float(self.initial) / 2 * (1 + math.cos(math.pi * share_done))


ScheduleName: TypeAlias = Literal["constant", "invscaling", "adaptive", "cosine"]
SCHEDULES: dict[ScheduleName, type[Constant]] = {
    "constant": Constant,
    "invscaling": InverseScaling,
    "adaptive": Adaptive,
    "cosine": Cosine,
}
