"""A candidate: one configuration, fitted on folds, with what it predicts for the rows left out."""

import time
from dataclasses import dataclass, field

import numpy as np
from sklearn.pipeline import Pipeline

from skreg._warn import TrainingInterrupted
from skreg.cross_validation.budget import trained_rows
from skreg.cross_validation.members import pipeline_of, raw_outputs


@dataclass
class Data:
    """The rows of a fit: X as it was given, what y is, and weights of the rows or None.

    Attributes
    ----------
    table : Table or SparseRows
        See `skreg.cross_validation.rows`.
    task : Classes, Labels or Numbers
    weight : ndarray of shape (n_rows,) or None
    """

    table: object
    task: object
    weight: np.ndarray | None

    def taken(self, rows):
        """X of some rows."""
        return self.table.rows(rows).X

    def part(self, rows):
        """X, y and weights of some rows."""
        weight = None if self.weight is None else self.weight[rows]
        return self.taken(rows), self.task.y[rows], weight

    def fit_arguments(self, rows):
        """X and y of some rows, and their weights as a keyword argument, which is left out without any."""
        X, y, weight = self.part(rows)
        return X, y, {} if weight is None else {"sample_weight": weight}

    def given(self, rows):
        """Y of some rows, as the user gave it."""
        return self.task.given[rows]


@dataclass
class Member:
    """A pipeline that is fitted on one fold: what it predicts for the others, the seconds that it took."""

    pipeline: Pipeline
    raw: np.ndarray | None
    seconds: float


@dataclass(eq=False)
class Candidate:
    """One configuration.

    Attributes
    ----------
    parameters : dict
        All that the pipeline's do not have by default, seeds too.
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
    members: list = field(default_factory=list)
    calibration: dict = field(default_factory=dict)
    prediction: np.ndarray | None = None
    score: float = np.nan
    error: ValueError | None = None

    @property
    def seconds(self):
        """Seconds that the fits took."""
        return sum(member.seconds for member in self.members)


def fitted_member(parameters, data, train, valid):
    """A pipeline, fitted on the rows to train on; the error where that fails, as weights are not finite.

    Raises
    ------
    KeyboardInterrupt
        Where Ctrl-C ended the training, of which the network itself only warns.
    """
    start = time.perf_counter()
    pipeline = pipeline_of(parameters, data.task.network)
    try:
        _fit(pipeline, data, train)
    except TrainingInterrupted as interruption:  # the search makes an error of this warning
        raise KeyboardInterrupt from interruption
    except ValueError as error:
        return error
    raw = raw_outputs(pipeline, data.table.rows(valid), data.task) if len(valid) else None
    return Member(pipeline, raw, time.perf_counter() - start)


def _fit(pipeline, data, rows):
    """Fit encoder and network one after the other: a pipeline hands weights over in one of two ways."""
    encoder, network = pipeline
    X, y, weights = data.fit_arguments(rows)
    encoder.fit(X, y, **weights)
    kept = trained_rows(rows, X.shape[1], encoder._n_features_out)
    if len(kept) < len(rows):
        X, y, weights = data.fit_arguments(kept)
        network.set_params(batch_size=min(network.batch_size, len(kept)))
    network.fit(encoder.transform(X), y, **weights)
