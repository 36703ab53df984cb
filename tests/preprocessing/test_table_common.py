"""scikit-learn's own checks of a TableEncoder."""

import pytest
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from skreg.preprocessing import TableEncoder
from skreg.preprocessing.numeric_encodings import NUMERIC_ENCODINGS

ENCODERS = [
    *(TableEncoder(numeric=name, random_state=0) for name in NUMERIC_ENCODINGS),
    TableEncoder(numeric=StandardScaler()),
]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@parametrize_with_checks(ENCODERS)
def test_scikit_learn_checks(estimator, check):
    check(estimator)
