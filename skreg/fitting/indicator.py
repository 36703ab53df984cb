"""Multilabel targets: an indicator matrix in which each label is on or off."""

from typing import NamedTuple

import numpy as np

from skreg.network.inference import expected


class Indicator(NamedTuple):
    """A multilabel indicator matrix of 0 and 1.

    Attributes
    ----------
    classes : ndarray
        Column numbers.
    """

    classes: np.ndarray

    words = "a multilabel indicator matrix"
    multilabel = True
    loss = "binary_log_loss"  # name in the registry
    n_choices = 2  # each target is one of two classes: on and off

    @classmethod
    def of(cls, y):
        """The labels of y."""
        return cls(np.arange(y.shape[1]))

    def check(self, y, name, need_all):
        """Raise an error if y has another number of columns."""
        if y.shape[1] != len(self.classes):
            raise ValueError(
                f"`{name}` must have one column per class, {len(self.classes)} of them, got"
                f" {y.shape[1]} columns."
            )

    def encode(self, y, dtype):
        """Targets of 0 and 1, of shape (n_samples, n_outputs)."""
        return y.astype(dtype)

    def decode(self, z):
        """Predicted labels, from raw outputs z (logits)."""
        return (z > 0).astype(int)

    def probabilities(self, z, loss):
        """Probability of each label, from raw outputs z (logits) by the inverse link of `loss`."""
        return expected(z, loss)

    def are_correct(self, z, y):
        """Whether all labels of a sample are predicted correctly, for each sample."""
        return (self.decode(z) == y).all(axis=1)

    def missing(self, y):
        """Labels that are on in all rows of y, or off in all rows."""
        return self.classes[y.all(axis=0) | ~y.any(axis=0)]

    def rows_of(self, classes, y):
        """Rows of y that together show the given labels both on and off, as far as possible."""
        columns = y[:, classes]
        return np.unique([columns.argmax(axis=0), columns.argmin(axis=0)])
