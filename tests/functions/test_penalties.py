import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skreg.functions import penalties
from skreg.functions.penalties import PENALTIES

finite = st.floats(-1e6, 1e6)
SMOOTH = [name for name, penalty in PENALTIES.items() if penalty.is_smooth]
OF_WEIGHTS = [name for name, penalty in PENALTIES.items() if penalty.prox and penalty.scope == "weight"]
OF_ROWS = [name for name, penalty in PENALTIES.items() if penalty.scope == "row"]


def value(penalty, w, strength):
    """Penalty of a row of weights."""
    w = np.atleast_1d(w)
    parts = np.linalg.norm(w) if penalty.scope == "row" else w
    return penalty.value(np.sum(penalty.statistic(parts, strength)), strength, w.size)


def steps(penalty):
    """Typical lengths of proximal steps, limited to what the penalty allows."""
    return [step for step in (1e-4, 1e-2, 0.3, 1.0, 2.5) if step < penalty.longest_step]


@pytest.mark.parametrize("name", SMOOTH)
def test_gradient_against_central_differences(name):
    penalty, h = PENALTIES[name], 1e-6
    for w in np.linspace(-2, 2, 41):
        numeric = (value(penalty, w + h, 0.7) - value(penalty, w - h, 0.7)) / (2 * h)
        np.testing.assert_allclose(penalty.gradient(w, 0.7), numeric, atol=1e-8)


@pytest.mark.parametrize("name", OF_WEIGHTS)
def test_a_proximal_step_of_a_weight_minimises_its_objective(name):
    penalty = PENALTIES[name]
    for step in steps(penalty):
        for strength in (0.0, 0.05, 1.0):
            w = np.linspace(-4, 4, 81)
            u = penalty.prox(w, step, strength, np.inf)
            others = np.linspace(-5, 5, 4001)

            def objective(u, w, step=step, strength=strength):
                each = np.vectorize(lambda one: value(penalty, one, strength))
                return 0.5 * (u - w) ** 2 + step * each(u)

            best = np.min([objective(np.full_like(w, other), w) for other in others[::20]], axis=0)
            assert (objective(u, w) <= best + 1e-9).all()
            if strength > 0:
                assert (u[np.abs(w) < step * strength * (1 - 1e-9)] == 0).all()


@pytest.mark.parametrize("name", OF_ROWS)
def test_a_proximal_step_of_a_row_minimises_its_objective(name):
    penalty, rng = PENALTIES[name], np.random.default_rng(0)
    for step in steps(penalty):
        for scale in (0.1, 1.0, 10.0):
            w = scale * rng.normal(size=5)
            u = w * penalty.prox(np.linalg.norm(w), step, 0.4, np.inf, w.size)

            def objective(u, w=w, step=step):
                return 0.5 * np.sum((u - w) ** 2) + step * value(penalty, u, 0.4)

            others = [u + 0.1 * scale * rng.normal(size=5) for _ in range(300)] + [
                c * w for c in np.linspace(0, 1, 50)
            ]
            assert objective(u) <= min(map(objective, others)) + 1e-12


@pytest.mark.parametrize("name", [*OF_WEIGHTS, *OF_ROWS])
def test_no_proximal_step_is_longer_than_allowed(name):
    penalty = PENALTIES[name]
    size = (4,) if penalty.scope == "row" else ()
    w = np.linspace(0.5, 2, 16)
    moved = penalty.prox(w, 100.0, 10.0, 1e-3, *size)
    change = w - moved if not size else w * (1 - moved)
    assert (np.abs(change) <= 1e-3 * np.sqrt(size[0] if size else 1) * (1 + 1e-9)).all()


@pytest.mark.parametrize("name", PENALTIES)
def test_expressions_stay_in_single_precision(name):
    penalty, one = PENALTIES[name], np.ones(3, dtype=np.float32)
    half = np.float32(0.5)
    size = (np.float32(4),) if penalty.scope == "row" else ()
    results = [penalty.statistic(one, half)]
    results.append(
        penalty.gradient(one, half) if penalty.is_smooth else penalty.prox(one, half, half, half, *size)
    )
    assert [result.dtype for result in results] == ["float32"] * 2


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
