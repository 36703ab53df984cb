"""MLPClassifierCV."""

import numpy as np
from sklearn.base import ClassifierMixin, _fit_context
from sklearn.utils._param_validation import StrOptions
from sklearn.utils.validation import check_array, check_is_fitted

from skreg.cross_validation.base import BaseMLPCV
from skreg.cross_validation.tasks import Classes, Labels
from skreg.fitting.class_targets import ClassTargets
from skreg.fitting.labels import read_labels


class MLPClassifierCV(ClassifierMixin, BaseMLPCV):
    """Classifier for tables: an ensemble of networks whose regularisation is chosen by validation."""

    _parameter_constraints: dict = {
        **BaseMLPCV._parameter_constraints,
        "class_weight": [StrOptions({"balanced"}), dict, None],
    }

    def __init__(
        self,
        *,
        n_candidates=None,
        portfolio=None,
        categorical_features="from_dtype",
        cv=None,
        scoring=None,
        class_weight=None,
        n_jobs=None,
        random_state=None,
        verbose=False,
    ):
        self.n_candidates = n_candidates
        self.portfolio = portfolio
        self.categorical_features = categorical_features
        self.cv = cv
        self.scoring = scoring
        self.class_weight = class_weight
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.verbose = verbose

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y, sample_weight=None, groups=None):
        """Try the candidates, and keep the ensemble of the best."""
        return self._fit(X, y, sample_weight, groups)

    def _targets(self):
        return ClassTargets(None, self.class_weight)

    def _task(self, y, weight):
        return (Labels if y.ndim == 2 else Classes)(y)

    def predict(self, X):
        """Most probable class of each row."""
        return self._trained_task.decoded(self._prediction(X))

    def predict_proba(self, X):
        """Probability of each class."""
        return self._in_dtype_of(X, self._prediction(X))

    def predict_log_proba(self, X):
        """Logarithm of the probability of each class."""
        return np.log(self.predict_proba(X))

    def score(self, X, y, sample_weight=None):
        """Accuracy."""
        check_is_fitted(self)
        if isinstance(self._trained_task, Labels):
            y = check_array(y, accept_sparse="csr", dtype=None, input_name="y")
            y, _ = read_labels(y)
        return super().score(X, y, sample_weight)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
