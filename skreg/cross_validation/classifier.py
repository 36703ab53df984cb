"""MLPClassifierCV."""

import numpy as np
from sklearn.base import ClassifierMixin, _fit_context
from sklearn.utils.class_weight import compute_sample_weight
from sklearn.utils._param_validation import StrOptions
from sklearn.utils.validation import check_array

from skreg.cross_validation.base import BaseMLPCV
from skreg.cross_validation.tasks import Classes, Labels
from skreg.fitting.indicator import Indicator
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
        self._fit(X, y, sample_weight, groups)
        self.classes_ = self._trained_task.classes
        return self

    def _checked_y(self, y):
        y = check_array(y, accept_sparse="csr", dtype=None, ensure_2d=False, input_name="y")
        return read_labels(y)[0]

    def _task(self, y, weight):
        kind = Labels if read_labels(y)[1] is Indicator else Classes
        return kind(y)

    def _weights(self, y, weight):
        if self.class_weight is None:
            return weight
        of_classes = compute_sample_weight(self.class_weight, y)
        return of_classes if weight is None else weight * of_classes

    def predict_proba(self, X):
        """Probability of each class."""
        return self._prediction(X)

    def predict_log_proba(self, X):
        """Logarithm of the probability of each class."""
        with np.errstate(divide="ignore"):
            return np.log(self.predict_proba(X))

    def predict(self, X):
        """Most probable class of each row."""
        return self._trained_task.decoded(self._prediction(X))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
