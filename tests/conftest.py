import warnings

import pytest
from sklearn.exceptions import ConvergenceWarning


@pytest.fixture
def unconverged():
    """Fits that are meant to stop early may say so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield
