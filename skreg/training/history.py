"""What a fit records as it goes, and when it has gone on for long enough."""

from dataclasses import dataclass, field, replace

import numpy as np


@dataclass
class History:
    """Record of training, carried on by warm starts and ``partial_fit``.

    ``validation_scores`` is None where no validation score is monitored.
    """

    loss_curve: list = field(default_factory=list)
    validation_scores: list | None = None
    best_loss: float | None = np.inf
    best_validation_score: float | None = None
    n_epochs_without_progress: int = 0
    n_samples_seen: int = 0

    @classmethod
    def new(cls, monitors_score):
        """Empty record, of a validation score or of the training loss."""
        if monitors_score:
            return cls(validation_scores=[], best_loss=None, best_validation_score=-np.inf)
        return cls()

    def copy(self):
        """Record that can be continued without touching this one."""
        scores = self.validation_scores
        return replace(
            self,
            loss_curve=list(self.loss_curve),
            validation_scores=None if scores is None else list(scores),
        )

    def record_loss(self, loss, tol):
        """Add an epoch that is judged by its training loss."""
        self.loss_curve.append(loss)
        if self.validation_scores is None:
            # written so that a NaN counts as scikit-learn counts it
            self._count(loss > self.best_loss - tol)
            if loss < self.best_loss:
                self.best_loss = loss

    def record_score(self, score, tol):
        """Add the epoch's validation score; returns whether it is the best so far."""
        self.validation_scores.append(score)
        self._count(score < self.best_validation_score + tol)
        is_best = score > self.best_validation_score
        if is_best:
            self.best_validation_score = score
        return is_best

    def _count(self, stalled):
        self.n_epochs_without_progress = self.n_epochs_without_progress + 1 if stalled else 0
