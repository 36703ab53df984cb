"""Learning rates from epoch to epoch.

To ``partial_fit`` each call is an epoch: the schedule goes on from call to call.

To add a schedule, write its class here and name it in ``SCHEDULES`` and ``ScheduleName``.
"""

import math
from typing import Literal, TypeAlias

SMALLEST_LEARNING_RATE = 1e-6


class Constant:
    """``learning_rate_init`` throughout."""

    last_words = ""  # said before "Stopping."
    way_on = ""  # said where a stream is at rest
    every_solver = False  # whether it is for all stochastic solvers; the others, as in scikit-learn, for sgd
    is_planned = False  # whether training is to last for max_iter epochs, unless a validation score ends it

    def __init__(self, learning_rate_init, power_t, max_iter):
        self.initial = learning_rate_init
        self.power_t = power_t
        self.max_iter = max_iter
        self.rate = float(learning_rate_init)
        self.n_epochs = 0

    @property
    def is_at_rest(self):
        """Whether the rate has fallen so far that further epochs change nothing."""
        return False

    def resume(self, rate, n_epochs):
        """Go on after `n_epochs` epochs, of which the last one left this rate."""
        self.rate, self.n_epochs = rate, n_epochs

    def epoch_ends(self, n_samples_seen):
        """Set the rate of the next epoch."""
        self.n_epochs += 1

    def stalls(self):
        """React to a loss or score that no longer improves: None ends the training."""
        return None


class InverseScaling(Constant):
    """``learning_rate_init / (t + 1)^power_t``, t the number of samples seen."""

    def epoch_ends(self, n_samples_seen):  # noqa: D102
        super().epoch_ends(n_samples_seen)
        self.rate = float(self.initial) / (n_samples_seen + 1) ** self.power_t


class Adaptive(Constant):
    """A fifth of the rate whenever training stalls, down to 1e-6."""

    last_words = "Learning rate too small. "
    way_on = "Another learning_rate_init begins anew."

    @property
    def is_at_rest(self):  # noqa: D102
        return self.rate <= SMALLEST_LEARNING_RATE < self.initial

    def stalls(self):  # noqa: D102
        if self.rate <= SMALLEST_LEARNING_RATE:
            return None
        self.rate /= 5.0
        return self.rate


class Cosine(Constant):
    """``learning_rate_init/2 · (1 + cos(π·e/max_iter))`` after e epochs, then 0.

    Training ends without noise, and lasts for ``max_iter`` epochs: a loss that stalls may yet fall with the
    rate. Loshchilov & Hutter (2017), "SGDR: stochastic gradient descent with warm restarts".
    """

    every_solver = True
    is_planned = True
    way_on = "Set max_iter to the number of calls that are planned."

    @property
    def is_at_rest(self):  # noqa: D102
        return self.n_epochs >= self.max_iter

    def resume(self, rate, n_epochs):  # noqa: D102
        self.n_epochs = n_epochs
        self._set_rate()  # `max_iter` may have changed

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
