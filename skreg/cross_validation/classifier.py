"""MLPClassifierCV."""

from collections.abc import Sequence
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import ClassifierMixin, _fit_context
from sklearn.utils._param_validation import StrOptions
from sklearn.utils.validation import check_array, check_is_fitted

from skreg._typing import (
    ClassWeight,
    Columns,
    CrossValidation,
    Floats,
    MatrixLike,
    RandomState,
    Scoring,
    TableLike,
    keeps_type,
)
from skreg.cross_validation.base import BaseMLPCV
from skreg.cross_validation.documentation import parts
from skreg.cross_validation.tasks import Classes, Labels
from skreg.estimators.base import store_parameters
from skreg.estimators.documentation import documented
from skreg.fitting.class_targets import ClassTargets
from skreg.fitting.labels import read_labels

_documented = documented(
    **parts(
        network="MLPClassifier",
        scoring='"accuracy"',
        loss="the log-loss, summed over the labels where there are several",
        targets_of_members="They predict the index of a class in ``classes_``.",
        columns="n_labels",
        y="Class labels, or a multilabel indicator matrix with two values.",
        rebuild="""\
model = Pipeline([("encoder", TableEncoder()), ("mlp", MLPClassifier())])
      search = GridSearchCV(model.set_params(**best_params_), {"mlp__dropout": [0.0, 0.1, 0.3]})""",
    )
)


@_documented
class MLPClassifierCV(ClassifierMixin, BaseMLPCV):
    """Classifier for tables, which chooses its networks' regularisation by built-in cross-validation.

    {summary}

    The probabilities of each candidate are calibrated on its validation rows before they are scored. The
    logits are multiplied by the factor with the smallest log-loss. The probabilities are then mixed with
    uniform ones, which count as much as one of the validation rows.

    Parameters
    ----------
    {parameters}
    class_weight : dict, "balanced" or None, default=None
        Weights of the classes as ``{label: weight}``, for training and validation. "balanced" weights the
        classes by the inverse of their frequencies.
    {common_parameters}

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Class labels. For multilabel targets, the column numbers.
    {attributes}

    See Also
    --------
    MLPRegressorCV : The same for regression.
    MLPClassifier : A single network.
    skreg.preprocessing.TableEncoder : Encoder of the columns.

    Notes
    -----
    {notes}
    - If you set `class_weight`, a rebuilt candidate needs the same weights. Pass
      ``mlp__sample_weight=compute_sample_weight(class_weight, y)`` to its ``fit``, and the same as
      ``encoder__sample_weight``.

    References
    ----------
    {references}

    Guo, Pleiss, Sun & Weinberger (2017), "On calibration of modern neural networks", arXiv 1706.04599.

    Examples
    --------
    >>> import pandas as pd
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.model_selection import train_test_split
    >>> from skreg import MLPClassifierCV
    >>> X, y = load_iris(return_X_y=True, as_frame=True)
    >>> X["colour"] = pd.Series(["blue", "violet", None] * 50, dtype="category")
    >>> X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    >>> model = MLPClassifierCV(n_candidates=1, random_state=0).fit(X_train, y_train)
    >>> bool(model.score(X_test, y_test) > 0.9)
    True
    >>> model.predict_proba(X[:1]).shape
    (1, 3)
    """

    classes_: NDArray[Any]

    _parameter_constraints: dict = {
        **BaseMLPCV._parameter_constraints,
        "class_weight": [StrOptions({"balanced"}), dict, None],
    }

    def __init__(
        self,
        *,
        n_candidates: int | None = None,
        portfolio: Sequence[dict[str, Any]] | None = None,
        categorical_features: Literal["from_dtype"] | Columns | None = "from_dtype",
        cv: CrossValidation = None,
        scoring: Scoring = None,
        class_weight: ClassWeight = None,
        n_jobs: int | None = None,
        random_state: RandomState = None,
        verbose: bool | int = False,
    ) -> None:
        store_parameters(self, locals())

    @keeps_type(_fit_context(prefer_skip_nested_validation=True))
    @_documented
    def fit(
        self,
        X: TableLike,
        y: MatrixLike,
        sample_weight: ArrayLike | None = None,
        groups: ArrayLike | None = None,
    ) -> Self:
        """Try the candidates, and keep the ensemble of the best.

        Parameters
        ----------
        {samples}

        Returns
        -------
        self : MLPClassifierCV
            This estimator, fitted.

        Raises
        ------
        {fit_raises}
        """
        return self._fit(X, y, sample_weight, groups)

    def _targets(self):
        return ClassTargets(None, self.class_weight)

    def _task(self, y, weight):
        return (Labels if y.ndim == 2 else Classes)(y)

    @_documented
    def predict(self, X: TableLike) -> NDArray[Any]:
        """Most probable class of each row.

        For multilabel targets, a label is predicted if its probability exceeds one half.

        Parameters
        ----------
        {table}

        Returns
        -------
        y : ndarray of shape (n_samples,) or (n_samples, n_labels)
            Predicted labels.
        """
        return self._decoded(X)

    @_documented
    def predict_proba(self, X: TableLike) -> Floats:
        """Probability of each class.

        Parameters
        ----------
        {table}

        Returns
        -------
        probability : ndarray of shape (n_samples, n_classes)
            Probabilities in the order of ``classes_``. They are float32 if X is an array or a sparse matrix
            of that type, and float64 otherwise.
        """
        return self._in_dtype_of(X, self._prediction(X))

    @_documented
    def predict_log_proba(self, X: TableLike) -> Floats:
        """Logarithm of the probability of each class.

        Parameters
        ----------
        {table}

        Returns
        -------
        log_probability : ndarray of shape (n_samples, n_classes)
            Logarithms in the order of ``classes_``.
        """
        with np.errstate(divide="ignore"):  # a small probability may round to 0
            return np.log(self.predict_proba(X))

    @_documented
    def score(self, X: TableLike, y: MatrixLike, sample_weight: ArrayLike | None = None) -> float:
        """Accuracy of the predicted labels.

        For multilabel targets, a row counts as correct if all of its labels are predicted correctly.

        Parameters
        ----------
        {table}
        y : array-like of shape (n_samples,) or (n_samples, n_labels)
            True labels of the rows, in the form that `fit` accepts.
        sample_weight : array-like of shape (n_samples,), default=None
            Weights of the rows. None gives each row the weight 1.

        Returns
        -------
        score : float
        """
        check_is_fitted(self)
        if isinstance(self._trained_task, Labels):
            y = check_array(y, accept_sparse="csr", dtype=None, input_name="y")
            y, _ = read_labels(y)
        return super().score(X, y, sample_weight)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
