"""MLPRegressorCV."""

from sklearn.base import RegressorMixin, _fit_context

from skreg.cross_validation.base import BaseMLPCV
from skreg.cross_validation.tasks import Numbers
from skreg.fitting.numeric_targets import NumericTargets


class MLPRegressorCV(RegressorMixin, BaseMLPCV):
    """Regressor for tables: an ensemble of networks whose regularisation is chosen by validation."""

    def __init__(
        self,
        *,
        n_candidates=None,
        portfolio=None,
        categorical_features="from_dtype",
        cv=None,
        scoring=None,
        n_jobs=None,
        random_state=None,
        verbose=False,
    ):
        self.n_candidates = n_candidates
        self.portfolio = portfolio
        self.categorical_features = categorical_features
        self.cv = cv
        self.scoring = scoring
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.verbose = verbose

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y, sample_weight=None, groups=None):
        """Try the candidates, and keep the ensemble of the best."""
        return self._fit(X, y, sample_weight, groups)

    def _targets(self):
        return NumericTargets("squared_error")

    def _task(self, y, weight):
        return Numbers(y, weight)

    def predict(self, X):
        """Numbers."""
        return self._in_dtype_of(X, self._trained_task.decoded(self._prediction(X)))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags
