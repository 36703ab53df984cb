"""Base class of both estimators with built-in cross-validation: their parameters and predictions."""

from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import check_is_fitted, validate_data

from skreg._typing import TypedPredictor
from skreg.cross_validation.members import pipeline_of, raw_outputs
from skreg.cross_validation.rows import rows_of
from skreg.estimators.base import BaseMLP, CallbackSupportMixin

if TYPE_CHECKING:  # pipelines are not imported before a fit needs them
    from sklearn.pipeline import Pipeline

_ROWS_AT_A_TIME = 10_000  # limits the predictions of all members in memory


class BaseMLPCV(CallbackSupportMixin, BaseEstimator, TypedPredictor):
    """Tries a portfolio on a table, and predicts with an ensemble of the best. Subclasses define y."""

    candidates_: dict[str, Any]
    best_params_: dict[str, Any]
    estimators_: "list[Pipeline]"
    weights_: NDArray[np.float64]
    validation_score_: float

    _doc_link_module = BaseMLP._doc_link_module
    _doc_link_template = BaseMLP._doc_link_template

    _parameter_constraints: dict = {
        "n_candidates": [Interval(Integral, 1, None, closed="left"), None],
        "portfolio": [list, tuple, None],
        "categorical_features": ["array-like", StrOptions({"from_dtype"}), None],
        "cv": ["cv_object"],
        "scoring": [str, callable, None],
        "n_jobs": [
            Interval(Integral, None, -1, closed="right"),
            Interval(Integral, 1, None, closed="left"),
            None,
        ],
        "random_state": ["random_state"],
        "verbose": ["verbose"],
    }

    # --- provided by subclasses --------------------------------------------------------------

    def _targets(self):
        """Object that validates y and weighs its rows, see `skreg.fitting`."""
        raise NotImplementedError

    def _task(self, y, weight):
        """The kind of y for the ensemble, see `skreg.cross_validation.tasks`."""
        raise NotImplementedError

    # --- fitting -----------------------------------------------------------------------------

    def _fit(self, X, y, sample_weight, groups):
        # imported here, so that a process that only predicts starts sooner
        from skreg.cross_validation.fit import fit

        return fit(self, X, y, sample_weight, groups)

    # --- fitted ------------------------------------------------------------------------------

    def _prediction(self, X):
        """Weighted mean of the members' predictions, in float64, of shape (n_rows, n_columns)."""
        check_is_fitted(self)
        table = rows_of(X)
        validate_data(self, table.X, skip_check_array=True, reset=False)
        dtype = _dtype(table.X)
        blocks = [
            self._prediction_of_block(table.rows(slice(begin, begin + _ROWS_AT_A_TIME)), dtype)
            for begin in range(0, table.shape[0], _ROWS_AT_A_TIME)
        ]
        return np.concatenate(blocks)

    def _prediction_of_block(self, table, dtype):
        task, total = self._trained_task, 0.0
        for pipeline, weight, calibration in zip(
            self.estimators_, self.weights_, self._calibrations, strict=True
        ):
            raw = raw_outputs(pipeline, table, task, dtype)
            total = total + weight * task.prediction(raw, **calibration)
        return total

    def _decoded(self, X):
        """Predictions in the form in which y was given."""
        prediction = self._prediction(X)
        return self._trained_task.decoded(prediction)

    def _in_dtype_of(self, X, prediction):
        """A prediction in X's floating-point type, like that of a network."""
        return prediction.astype(_dtype(X), copy=False)

    def _html_repr(self):
        """scikit-learn's diagram and, once fitted, the table of candidates below it."""
        diagram = super()._html_repr()
        if not self.__sklearn_is_fitted__():
            return diagram
        from skreg.notebook.candidates import candidates_html

        defaults = pipeline_of({}, type(self.estimators_[0][-1])).get_params()
        name, link = type(self).__name__, self._get_doc_link()
        return diagram + candidates_html(name, self.candidates_, defaults, self.validation_score_, link)

    def __sklearn_is_fitted__(self):
        return hasattr(self, "estimators_")

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.string = True
        tags.input_tags.sparse = True
        tags.non_deterministic = False
        return tags


def _dtype(X):
    """Floating-point type of predictions: float32 if X has that type, and float64 otherwise."""
    return np.float32 if getattr(X, "dtype", None) == np.float32 else np.float64
