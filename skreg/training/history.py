"""The record of training, and the count of stalled epochs."""

from dataclasses import dataclass, field, replace

import numpy as np

# Measures that may be taken after each epoch, besides the training loss.
VALIDATION_LOSS, VALIDATION_SCORE, TRAIN_SCORE = "validation_loss", "validation_score", "train_score"


@dataclass
class History:
    """Record of training, which warm starts and ``partial_fit`` continue.

    Attributes
    ----------
    loss_curve : list of float
        Training loss of each epoch.
    measured : dict of str to list of float
        Values of each measure, one for each epoch.
    stops_by_score : bool
        Whether the validation score decides when to stop, instead of the training loss.
    """

    loss_curve: list = field(default_factory=list)
    measured: dict = field(default_factory=dict)
    stops_by_score: bool = False
    best_loss: float | None = np.inf
    best_validation_score: float | None = None
    n_epochs_without_progress: int = 0
    n_samples_seen: int = 0

    @classmethod
    def new(cls, measures=(), stops_by_score=False):
        """Empty record of the named measures."""
        return cls(
            measured={name: [] for name in measures},
            stops_by_score=stops_by_score,
            best_loss=None if stops_by_score else np.inf,
            best_validation_score=-np.inf if VALIDATION_SCORE in measures else None,
        )

    @property
    def has_best_score(self):
        """Whether the validation score decides when to stop and was a number at least once."""
        return self.stops_by_score and self.best_validation_score > -np.inf

    def copy(self):
        """An independent copy."""
        measured = {name: list(values) for name, values in self.measured.items()}
        return replace(self, loss_curve=list(self.loss_curve), measured=measured)

    def record(self, loss, measured, tol):
        """Add an epoch. Returns whether its validation score is the best so far."""
        self.loss_curve.append(loss)
        for name, values in self.measured.items():
            values.append(measured[name])
        score = measured.get(VALIDATION_SCORE)
        # these comparisons treat NaN in the same way as scikit-learn
        if self.stops_by_score:
            self._count(score < self.best_validation_score + tol)
        else:
            self._count(loss > self.best_loss - tol)
            if loss < self.best_loss:
                self.best_loss = loss
        is_best = score is not None and score > self.best_validation_score
        if is_best:
            self.best_validation_score = score
        return is_best

    def _count(self, stalled):
        self.n_epochs_without_progress = self.n_epochs_without_progress + 1 if stalled else 0
