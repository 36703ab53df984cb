"""Who is told of the course of training."""


class Observer:
    """Is told where each epoch begins and ends, of lbfgs each iteration. This one does nothing.

    It is given θ, of shape (n_parameters,), which changes later, in place.
    """

    def epoch_begins(self, parameters):
        """Take notice."""

    def epoch_ends(self, parameters, history):
        """Take notice; returns whether training is to stop."""
        return False

    def training_ends(self, parameters, history):
        """Take notice: no epoch follows."""
