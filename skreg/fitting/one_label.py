"""Targets with one label for each sample."""

from typing import NamedTuple

import numpy as np

from skreg.network.inference import expected


class OneLabel(NamedTuple):
    """One label for each sample.

    Attributes
    ----------
    classes : ndarray
        The sorted labels.
    """

    classes: np.ndarray

    words = "labels"
    multilabel = False

    @classmethod
    def of(cls, y):
        """The labels of y."""
        return cls(np.unique(y))

    @property
    def loss(self):
        """Name of the loss in the registry."""
        return "binary_log_loss" if len(self.classes) <= 2 else "log_loss"

    @property
    def n_choices(self):
        """Number of classes from which each target is chosen."""
        return len(self.classes)

    def check(self, y, name, need_all):
        """Raise an error if y holds unknown labels or, with `need_all`, not all of the classes."""
        found = np.unique(y)
        if need_all and not np.array_equal(found, self.classes):
            raise ValueError(
                "warm_start can only be used where `y` has the same classes as in the previous call"
                f" to fit. Previously got {self.classes}, `y` has {found}"
            )
        if not np.isin(found, self.classes).all():
            raise ValueError(
                f"`{name}` has classes not in `self.classes_`. `self.classes_` has {self.classes}."
                f" '{name}' has {found}."
            )

    def encode(self, y, dtype):
        """Targets of 0 and 1, of shape (n_samples, n_outputs): one column for two classes."""
        if len(self.classes) == 1:
            return np.zeros((len(y), 1), dtype=dtype)
        if len(self.classes) == 2:
            return (y == self.classes[1]).astype(dtype)[:, None]
        targets = np.zeros((len(y), len(self.classes)), dtype=dtype)
        targets[np.arange(len(y)), np.searchsorted(self.classes, y)] = 1
        return targets

    def decode(self, z):
        """Predicted labels, from raw outputs z (logits)."""
        if len(self.classes) == 1:
            return np.repeat(self.classes, len(z))
        codes = (z[:, 0] > 0).astype(int) if z.shape[1] == 1 else z.argmax(axis=1)
        return self.classes[codes]

    def probabilities(self, z, loss):
        """Probability of each class, from raw outputs z (logits) by the inverse link of `loss`."""
        if len(self.classes) == 1:
            return np.ones_like(z)
        if z.shape[1] == 1:
            z = np.hstack([-z, z])  # log odds of both classes
        return expected(z, loss)

    def are_correct(self, z, y):
        """Whether the label of a sample is predicted correctly, for each sample."""
        return self.decode(z) == y

    def missing(self, y):
        """Classes without samples in y, which some metrics need."""
        return np.setdiff1d(self.classes, y)

    def rows_of(self, classes, y):
        """Rows of y that together represent the given classes, as far as possible."""
        found, first = np.unique(y, return_index=True)
        return first[np.isin(found, classes)]
