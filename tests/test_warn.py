"""Warnings point at the user's line of code."""

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning

from skreg import MLPRegressor


@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
def test_a_warning_points_at_the_line_of_the_fit(solver):
    model = MLPRegressor((3,), solver=solver, max_iter=1)
    with pytest.warns(ConvergenceWarning) as caught:
        model.fit(np.eye(4), np.arange(4.0))
    assert [warning.filename for warning in caught] == [__file__]
