"""MLPRegressorCV."""

from collections.abc import Sequence
from typing import Any, Literal, Self

from numpy.typing import ArrayLike
from sklearn.base import RegressorMixin, _fit_context

from skreg._typing import (
    Columns,
    CrossValidation,
    Floats,
    RandomState,
    Scoring,
    TableLike,
    keeps_type,
)
from skreg.cross_validation.base import BaseMLPCV
from skreg.cross_validation.documentation import parts
from skreg.cross_validation.tasks import Numbers
from skreg.estimators.base import store_parameters
from skreg.estimators.documentation import documented
from skreg.fitting.numeric_targets import NumericTargets

_documented = documented(
    **parts(
        network="MLPRegressor",
        scoring='"neg_mean_absolute_error"',
        loss="the negative squared error of the standardised y",
        targets_of_members="They predict the standardised y, which has mean 0 and standard deviation 1.",
        columns="n_targets",
        y="Targets. The networks are trained on standardised targets, with mean 0 and standard deviation 1.",
        rebuild="""\
model = Pipeline([("encoder", TableEncoder()), ("mlp", MLPRegressor())])
      model = TransformedTargetRegressor(model.set_params(**best_params_), transformer=StandardScaler())
      search = GridSearchCV(model, {"regressor__mlp__dropout": [0.0, 0.1, 0.3]})""",
    )
)


@_documented
class MLPRegressorCV(RegressorMixin, BaseMLPCV):
    """Regressor for tables, which chooses its networks' regularisation by built-in cross-validation.

    {summary}

    Each member's predictions are clipped to the range of y in `fit`, because a network extrapolates without
    bounds.

    Parameters
    ----------
    {parameters}
    {common_parameters}

    Attributes
    ----------
    {attributes}

    See Also
    --------
    MLPClassifierCV : The same for classification.
    MLPRegressor : A single network.
    skreg.preprocessing.TableEncoder : Encoder of the columns.

    Notes
    -----
    {notes}

    References
    ----------
    {references}

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> from sklearn.model_selection import train_test_split
    >>> from skreg import MLPRegressorCV
    >>> X, y = load_diabetes(return_X_y=True, as_frame=True, scaled=False)
    >>> X["sex"] = X["sex"].map({1: "one", 2: "the other"})
    >>> X.loc[::7, "bmi"] = None
    >>> X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    >>> model = MLPRegressorCV(n_candidates=4, random_state=0).fit(X_train, y_train)
    >>> bool(model.score(X_test, y_test) > 0.25)
    True
    """

    def __init__(
        self,
        *,
        n_candidates: int | None = None,
        portfolio: Sequence[dict[str, Any]] | None = None,
        categorical_features: Literal["from_dtype"] | Columns | None = "from_dtype",
        cv: CrossValidation = None,
        scoring: Scoring = None,
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
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        groups: ArrayLike | None = None,
    ) -> Self:
        """Try the candidates, and keep the ensemble of the best.

        Parameters
        ----------
        {samples}

        Returns
        -------
        self : MLPRegressorCV
            This estimator, fitted.

        Raises
        ------
        {fit_raises}
        """
        return self._fit(X, y, sample_weight, groups)

    def _targets(self):
        return NumericTargets("squared_error")

    def _task(self, y, weight):
        return Numbers(y, weight)

    @_documented
    def predict(self, X: TableLike) -> Floats:
        """Predicted target of each row, in the units of y.

        Parameters
        ----------
        {table}

        Returns
        -------
        y : ndarray of shape (n_samples,) or (n_samples, n_targets)
            Predictions. They are float32 if X is an array or a sparse matrix of that type, and float64
            otherwise.
        """
        return self._in_dtype_of(X, self._decoded(X))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags
