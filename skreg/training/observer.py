"""The interface through which training reports its progress."""


class Observer:
    """Receives a call when an epoch, or an iteration of lbfgs, begins and ends. This one does nothing.

    The methods receive θ, of shape (n_parameters,), which later changes in place.
    """

    def epoch_begins(self, parameters):
        """React to the start of an epoch."""

    def epoch_ends(self, parameters, history):
        """React to the end of an epoch. Returns whether training should stop."""
        return False

    def training_ends(self, parameters, history):
        """React to the end of training."""
