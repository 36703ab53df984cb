"""scikit-learn's own checks of the estimators with built-in cross-validation."""

import pytest
from cross_validation.tiny import TINY
from sklearn.utils.estimator_checks import parametrize_with_checks

from skreg import MLPClassifierCV, MLPRegressorCV

ESTIMATORS = [
    estimator(portfolio=[{**entry, "mlp__max_iter": 20} for entry in TINY[:2]])
    for estimator in (MLPClassifierCV, MLPRegressorCV)
]
REASON = "folds are drawn by rows: a repeated row may both train and validate, one of weight two may not"
EXPECTED_FAILURES = {
    "check_sample_weight_equivalence_on_dense_data": REASON,
    "check_sample_weight_equivalence_on_sparse_data": REASON,
}


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@parametrize_with_checks(ESTIMATORS, expected_failed_checks=lambda estimator: EXPECTED_FAILURES)
def test_scikit_learn_checks(estimator, check):
    check(estimator)
