"""Learning rates from epoch to epoch.

To add a schedule, write its class here and name it in ``SCHEDULES``.
"""

SMALLEST_LEARNING_RATE = 1e-6


class Constant:
    """``learning_rate_init`` throughout."""

    last_words = ""  # said before "Stopping."

    def __init__(self, learning_rate_init, power_t):
        self.initial = learning_rate_init
        self.power_t = power_t
        self.rate = float(learning_rate_init)

    def epoch_ends(self, n_samples_seen):
        """Set the rate of the next epoch."""

    def stalls(self):
        """React to a loss or score that no longer improves: None ends the training."""
        return None


class InverseScaling(Constant):
    """``learning_rate_init / (t + 1)^power_t``, t the number of samples seen."""

    def epoch_ends(self, n_samples_seen):  # noqa: D102
        self.rate = float(self.initial) / (n_samples_seen + 1) ** self.power_t


class Adaptive(Constant):
    """A fifth of the rate whenever training stalls, down to 1e-6."""

    last_words = "Learning rate too small. "

    def stalls(self):  # noqa: D102
        if self.rate <= SMALLEST_LEARNING_RATE:
            return None
        self.rate /= 5.0
        return self.rate


SCHEDULES = {"constant": Constant, "invscaling": InverseScaling, "adaptive": Adaptive}
