"""A candidate: one configuration, fitted on folds, with what it predicts for the rows left out."""

import time
import warnings
from dataclasses import dataclass, field

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import Pipeline
from sklearn.utils import _safe_indexing

from skreg._warn import TrainingInterrupted
from skreg.cross_validation.budget import resolved
from skreg.preprocessing import TableEncoder


@dataclass
class Data:
    """The rows of a fit: X as it was given, what y is, and weights of the rows or None."""

    X: object
    task: object
    weight: np.ndarray | None

    def part(self, rows):
        """X, y and weights of some rows."""
        weight = None if self.weight is None else self.weight[rows]
        return _safe_indexing(self.X, rows), self.task.y[rows], weight

    def given(self, rows):
        """y of some rows, as the user gave it."""
        return self.task.given[rows]


@dataclass
class Member:
    """A pipeline that is fitted on one fold: what it predicts for the others, the seconds that it took."""

    pipeline: Pipeline
    raw: np.ndarray
    seconds: float


@dataclass(eq=False)
class Candidate:
    """One configuration.

    Attributes
    ----------
    parameters : dict
        Of the pipeline, without the seed.
    seed : int
    members : list of Member
        One for each fold so far.
    calibration : dict
        What makes the raw outputs of the members predictions; see `skreg.cross_validation.tasks`.
    prediction : ndarray of shape (n_valid_rows, n_columns) or None
        For the validation rows of all folds so far.
    score : float
        Of that prediction; nan where there are no validation rows.
    error : ValueError or None
        Why a fit failed.
    """

    parameters: dict
    seed: int
    members: list = field(default_factory=list)
    calibration: dict = field(default_factory=dict)
    prediction: np.ndarray | None = None
    score: float = np.nan
    error: ValueError | None = None

    @property
    def seconds(self):
        """Seconds that the fits took."""
        return sum(member.seconds for member in self.members)

    def raw(self):
        """Raw outputs for the validation rows of all folds, one after the other."""
        return np.concatenate([member.raw for member in self.members])


def pipeline_of(parameters, network, categorical_features, seed):
    """The pipeline of a configuration, not fitted."""
    encoder = TableEncoder(categorical_features=categorical_features)
    pipeline = Pipeline([("encoder", encoder), ("mlp", network())])
    return pipeline.set_params(encoder__random_state=seed, mlp__random_state=seed, **parameters)


def raw_outputs(pipeline, X, task, dtype=np.float32):
    """Raw outputs of a fitted pipeline, computed in a type."""
    encoded = pipeline[0].transform(X).astype(dtype, copy=False)
    return task.raw(pipeline[-1], encoded)


def fitted_member(candidate, data, categorical_features, train, valid):
    """A candidate's pipeline, fitted on the rows to train on.

    Raises
    ------
    KeyboardInterrupt
        Where Ctrl-C ended the training, which the network itself would only warn of.
    """
    start = time.perf_counter()
    parameters = resolved(candidate.parameters, len(train))
    pipeline = pipeline_of(parameters, data.task.network, categorical_features, candidate.seed)
    X, y, weight = data.part(train)
    weights = {} if weight is None else {"encoder__sample_weight": weight, "mlp__sample_weight": weight}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("error", TrainingInterrupted)
        try:
            pipeline.fit(X, y, **weights)
        except TrainingInterrupted as interruption:
            raise KeyboardInterrupt from interruption
    raw = raw_outputs(pipeline, _safe_indexing(data.X, valid), data.task) if len(valid) else None
    return Member(pipeline, raw, time.perf_counter() - start)
