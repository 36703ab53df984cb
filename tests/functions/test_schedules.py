import warnings

import numpy as np
import pytest

from skreg import MLPRegressor
from skreg.functions.schedules import SCHEDULES

pytestmark = pytest.mark.usefixtures("unconverged")
X = np.random.default_rng(0).normal(size=(60, 3))
y = X[:, 0] ** 2


def rates(name, n_epochs, initial=0.4, max_iter=10):
    schedule = SCHEDULES[name](initial, 0.5, max_iter)
    seen = []
    for epoch in range(n_epochs):
        seen.append(schedule.rate)
        schedule.epoch_ends((epoch + 1) * 100)
    return seen


def test_cosine_falls_from_the_initial_rate_to_zero_and_stays_there():
    seen = rates("cosine", 13)
    assert seen[0] == 0.4
    assert seen[5] == pytest.approx(0.2)
    assert seen[10:] == [0, 0, 0]
    assert seen[:11] == sorted(seen[:11], reverse=True)


@pytest.mark.parametrize("solver", ["sgd", "adam", "adamw"])
def test_cosine_is_for_all_stochastic_solvers(solver):
    common = {"hidden_layer_sizes": 5, "solver": solver, "random_state": 0, "max_iter": 6}
    constant = MLPRegressor(**common).fit(X, y)
    cosine = MLPRegressor(**common, learning_rate="cosine").fit(X, y)
    assert cosine.loss_curve_[:2] == constant.loss_curve_[:2]  # the first epoch has the same rate
    assert cosine.loss_curve_[3] != constant.loss_curve_[3]


def test_cosine_goes_on_in_partial_fit():
    """Each call follows the schedule of one fit, which comes to rest after `max_iter` calls."""
    common = {"hidden_layer_sizes": 5, "learning_rate": "cosine", "max_iter": 6, "shuffle": False}
    whole = MLPRegressor(**common, random_state=0, batch_size=20).fit(X, y)
    steps = MLPRegressor(**common, random_state=0, batch_size=20)
    for _ in range(6):
        steps.partial_fit(X, y)
    assert steps.loss_curve_ == whole.loss_curve_
    before = [W.copy() for W in steps.coefs_]
    with pytest.warns(UserWarning, match="'cosine' has come to rest at a rate of 0. Set max_iter"):
        steps.partial_fit(X, y)
    assert all(np.array_equal(*pair) for pair in zip(before, steps.coefs_, strict=True))


@pytest.mark.parametrize("name", ["invscaling", "adaptive"])
def test_other_schedules_are_for_sgd_alone(name):
    fits = [
        MLPRegressor(5, learning_rate=schedule, max_iter=3, random_state=0).fit(X, y)
        for schedule in ("constant", name)
    ]
    assert fits[0].loss_curve_ == fits[1].loss_curve_


def test_cosine_lasts_as_long_as_planned():
    """A stalled training loss may still fall with the rate, but a stalled validation score ends training."""
    # with this tol no improvement is large enough
    net = MLPRegressor(5, learning_rate="cosine", max_iter=30, n_iter_no_change=2, tol=1e9, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert net.fit(X, y).n_iter_ == 30
    assert net.set_params(learning_rate="constant").fit(X, y).n_iter_ < 10
    assert net.set_params(learning_rate="cosine", early_stopping=True).fit(X, y).n_iter_ < 10


def stream(n_calls, **parameters):
    net = MLPRegressor(5, random_state=0, batch_size=20, **parameters)
    for _ in range(n_calls):
        net.partial_fit(X, y)
    return net


def moves(net):
    before = net.coefs_[0].copy()
    return not np.array_equal(net.partial_fit(X, y).coefs_[0], before)


def test_a_stream_that_rests_can_go_on():
    for change in ({"max_iter": 8}, {"learning_rate": "constant"}, {"learning_rate_init": 2e-3}):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert moves(stream(4, learning_rate="cosine", max_iter=4).set_params(**change))


def test_a_longer_plan_takes_the_rate_of_its_own_cosine():
    longer = stream(4, learning_rate="cosine", max_iter=4).set_params(max_iter=8)
    longer.partial_fit(X, y)
    schedule = SCHEDULES["cosine"](1e-3, 0.5, 8)
    for _ in range(5):
        schedule.epoch_ends(0)
    assert longer._optimiser_memory.learning_rate == schedule.rate


def test_an_adaptive_rate_that_has_shrunk_warns():
    net = stream(
        1, solver="sgd", learning_rate="adaptive", learning_rate_init=5e-6, tol=1e9, n_iter_no_change=1
    )
    with pytest.warns(UserWarning, match="'adaptive' has come to rest at a rate of 2e-07"):
        for _ in range(10):
            net.partial_fit(X, y)


@pytest.mark.parametrize("name", ["constant", "invscaling"])
def test_other_streams_do_not_rest(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert moves(stream(30, solver="sgd", learning_rate=name, max_iter=4))
