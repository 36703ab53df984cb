"""A candidate: one configuration, fitted on folds, with its predictions for the held-out rows."""

import time
from dataclasses import dataclass, field

import numpy as np
from sklearn.pipeline import Pipeline

from skreg._warn import TrainingInterrupted
from skreg.cross_validation.budget import trained_rows
from skreg.cross_validation.members import pipeline_of, raw_outputs


@dataclass
class Data:
    """The rows of a fit: X as the user gave it, the kind of y, and the weights of the rows.

    Attributes
    ----------
    table : Table or SparseRows
        X, see `skreg.cross_validation.rows`.
    task : Classes, Labels or Numbers
        The kind of y, with its values.
    weight : ndarray of shape (n_rows,) or None
        Weights of the rows.
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
        """X and y of some rows, and a dict with the keyword argument for their weights, if there are any."""
        X, y, weight = self.part(rows)
        return X, y, {} if weight is None else {"sample_weight": weight}

    def given(self, rows):
        """The y of some rows, as the user gave it."""
        return self.task.given[rows]


@dataclass
class Member:
    """A pipeline fitted on one fold, its raw outputs for the validation rows, and the duration of the fit."""

    pipeline: Pipeline
    raw: np.ndarray | None
    seconds: float


@dataclass(eq=False)
class Candidate:
    """One configuration.

    Attributes
    ----------
    parameters : dict
        Parameters of the pipeline that differ from the defaults, including seeds.
    members : list of Member
        One member for each fold so far.
    on_all_rows : Member or None
        The fit on all rows, if there is one.
    calibration : dict
        Constants that turn raw outputs into predictions, see `skreg.cross_validation.tasks`.
    prediction : ndarray of shape (n_valid_rows, n_columns) or None
        Prediction for the validation rows of all folds so far.
    score : float
        Score of that prediction. nan without validation rows.
    error : ValueError or None
        Reason why a fit failed. If a fold failed, there are no members of its round. If only the fit on all
        rows failed, the members remain.
    """

    parameters: dict
    members: list = field(default_factory=list)
    on_all_rows: Member | None = None
    calibration: dict = field(default_factory=dict)
    prediction: np.ndarray | None = None
    score: float = np.nan
    error: ValueError | None = None

    def shares(self, share_on_all_rows):
        """Each fit that predicts, with its share of the candidate's weight.

        Without a fit on all rows, the folds share all the weight.
        """
        if self.on_all_rows is None:
            share_on_all_rows = 0.0
        of_fold = (1 - share_on_all_rows) / len(self.members)
        shares = [*((member, of_fold) for member in self.members), (self.on_all_rows, share_on_all_rows)]
        return [(fit, share) for fit, share in shares if share > 0]

    @property
    def seconds(self):
        """Total duration of the fits in seconds."""
        fits = self.members if self.on_all_rows is None else [*self.members, self.on_all_rows]
        return sum(fit.seconds for fit in fits)


def fitted_member(parameters, data, train, valid):
    """A pipeline fitted on the training rows, or the error if that fails, for example by divergence.

    Raises
    ------
    KeyboardInterrupt
        If Ctrl-C ended the training. The network itself would only give a warning.
    """
    start = time.perf_counter()
    pipeline = pipeline_of(parameters, data.task.network)
    try:
        _fit(pipeline, data, train)
    except TrainingInterrupted as interruption:  # the search turns this warning into an error
        raise KeyboardInterrupt from interruption
    except ValueError as error:
        return error
    raw = raw_outputs(pipeline, data.table.rows(valid), data.task) if len(valid) else None
    return Member(pipeline, raw, time.perf_counter() - start)


def _fit(pipeline, data, rows):
    """Fit the encoder, then the network.

    A pipeline would pass weights on as scikit-learn's configuration says.
    """
    encoder, network = pipeline
    X, y, weights = data.fit_arguments(rows)
    encoder.fit(X, data.task.for_encoder(y), **weights)
    kept = trained_rows(rows, X.shape[1], encoder._n_features_out)
    if len(kept) < len(rows):
        X, y, weights = data.fit_arguments(kept)
        network.set_params(batch_size=min(network.batch_size, len(kept)))
    network.fit(encoder.transform(X), y, **weights)
