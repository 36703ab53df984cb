import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skreg.functions import penalties

finite = st.floats(-1e6, 1e6)


@given(w=finite, threshold=st.floats(0, 1e6), other=finite)
def test_soft_threshold_minimises_its_objective(w, threshold, other):
    def objective(u):
        return 0.5 * (u - w) ** 2 + threshold * abs(u)

    u = penalties.soft_threshold(w, threshold)
    assert objective(u) <= objective(other) + 1e-9 * max(1, objective(other))
    if abs(w) <= threshold:
        assert u == 0
    else:  # optimality: w − u is the subgradient
        np.testing.assert_allclose(w - u, np.sign(u) * threshold, atol=1e-9 * max(1, abs(w)))


def test_soft_threshold_keeps_nan_and_a_threshold_of_zero_changes_nothing():
    assert np.isnan(penalties.soft_threshold(np.nan, 1.0))
    w = np.random.default_rng(0).normal(size=100)
    np.testing.assert_array_equal(penalties.soft_threshold(w, 0.0), w)
