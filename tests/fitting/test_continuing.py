"""Warm starts, partial_fit, pickles and Ctrl-C keep the state, and training continues exactly."""

import copy
import os
import pickle
import signal
import threading

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_digits

from skreg import MLPClassifier
from skreg.fitting.class_targets import ClassTargets
from skreg.functions.optimisers import OPTIMISERS

pytestmark = pytest.mark.usefixtures("unconverged")
X, y = load_digits(return_X_y=True)
X = X / 16


def assert_same_bits(one, other):
    for a, b in zip(one.coefs_ + one.intercepts_, other.coefs_ + other.intercepts_, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("solver", OPTIMISERS)
def test_pickle_between_calls_of_partial_fit_changes_no_bit(solver):
    model = MLPClassifier(20, solver=solver, dropout=0.3, l1=1e-4, random_state=0)
    pickled = clone(model)
    for start in range(0, 1600, 400):
        batch = slice(start, start + 400)
        model.partial_fit(X[batch], y[batch], classes=range(10))
        pickled.partial_fit(X[batch], y[batch], classes=range(10))
        pickled = pickle.loads(pickle.dumps(pickled))
    assert_same_bits(model, pickled)


@pytest.mark.parametrize("solver", OPTIMISERS)
def test_partial_fit_uses_other_masks_in_each_call(solver):
    model = MLPClassifier(20, solver=solver, dropout=0.5, random_state=0, shuffle=False)
    model.partial_fit(X, y, classes=range(10))
    again = pickle.loads(pickle.dumps(model))
    again.t_ = 0  # restarts the masks
    assert not np.array_equal(model.partial_fit(X, y).coefs_[0], again.partial_fit(X, y).coefs_[0])


def test_moments_are_dropped_after_a_plain_fit_and_kept_otherwise():
    plain = MLPClassifier(20, random_state=0, max_iter=3).fit(X, y)
    warm = MLPClassifier(20, random_state=0, max_iter=3, warm_start=True).fit(X, y)
    assert_same_bits(plain, warm)
    assert len(pickle.dumps(warm)) > 2.5 * len(pickle.dumps(plain))
    weights = sum(W.nbytes for W in plain.coefs_ + plain.intercepts_)
    assert len(pickle.dumps(plain)) < weights + 5000
    warm.set_params(warm_start=False).fit(X, y)
    assert len(pickle.dumps(warm)) == pytest.approx(len(pickle.dumps(plain)), abs=200)


def test_second_plain_fit_is_the_first():
    model = MLPClassifier(20, random_state=0, max_iter=3, dropout=0.2)
    once = clone(model).fit(X, y)
    assert_same_bits(once, model.fit(X[:100], y[:100]).fit(X, y))


def test_fit_does_not_touch_the_arrays_of_an_earlier_result():
    model = MLPClassifier(20, random_state=0, max_iter=2, warm_start=True).fit(X, y)
    coefs, curve = [W.copy() for W in model.coefs_], model.loss_curve_
    kept, length = model.coefs_, len(curve)
    model.fit(X, y)
    for before, now in zip(coefs, kept, strict=True):
        np.testing.assert_array_equal(before, now)
    assert len(curve) == length


def test_edited_weights_are_used():
    """Weights are ordinary arrays, so that pruning by hand works before predictions and further training."""
    model = MLPClassifier(20, random_state=0, max_iter=2, warm_start=True).fit(X, y)
    for samples in (X, X.astype(np.float32)):
        before = model.predict_proba(samples)
        model.coefs_[0][:, :10] *= 0.5
        assert not np.allclose(model.predict_proba(samples), before)
    loss = model.fit(X, y).loss_
    assert np.isfinite(loss)


def test_switching_solvers_and_early_stopping_between_warm_starts():
    model = MLPClassifier(20, random_state=0, max_iter=3, warm_start=True).fit(X, y)
    loss = model.loss_
    model.set_params(early_stopping=True).fit(X, y)
    assert len(model.validation_scores_) == 3
    model.set_params(early_stopping=False, solver="sgd").fit(X, y)
    assert len(model.loss_curve_) == 9
    model.set_params(solver="lbfgs", max_iter=30).fit(X, y)
    assert model.loss_ < loss
    model.set_params(solver="adam", dtype="float64", max_iter=1).fit(X, y)


def test_early_stopping_restores_the_best_weights():
    model = MLPClassifier(
        50, random_state=0, early_stopping=True, max_iter=60, n_iter_no_change=5, learning_rate_init=0.02,
        validation_fraction=0.3,
    ).fit(X, y)  # fmt: skip
    best = int(np.argmax(model.validation_scores_))
    assert best < model.n_iter_ - 1
    assert model.best_validation_score_ == max(model.validation_scores_)
    stopped_there = clone(model).set_params(max_iter=best + 1).fit(X, y)
    assert_same_bits(model, stopped_there)


@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
def test_ctrl_c_ends_a_long_fit_with_a_usable_model(solver):
    X_long, y_long = np.tile(X, (5, 1)), np.tile(y, 5)
    model = MLPClassifier(
        (300, 300), solver=solver, max_iter=100_000, tol=0, n_iter_no_change=np.inf, random_state=0
    )
    clone(model).set_params(max_iter=1).fit(X, y)  # compiles before the clock starts
    timer = threading.Timer(4.0, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.warns(UserWarning, match="Training interrupted by user"):
        model.fit(X_long, y_long)
    assert model.score(X, y) > 0.5
    assert len(model.loss_curve_) == model.n_iter_ > 0
    if solver == "adam":  # these are the weights of the last finished epoch
        finished = clone(model).set_params(max_iter=model.n_iter_).fit(X_long, y_long)
        assert_same_bits(model, finished)


def test_ctrl_c_before_the_first_epoch_propagates_and_keeps_the_earlier_state(monkeypatch):
    from skreg.training.stochastic import StochasticTraining

    model = MLPClassifier(20, random_state=0, max_iter=2).fit(X, y)
    before = pickle.dumps(model)

    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(StochasticTraining, "_epoch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        model.fit(X[:, :10], y)
    assert pickle.dumps(model) == before


@pytest.mark.parametrize("where", ["_finish_epoch", "validation_score", "_goes_on"])
@pytest.mark.parametrize("hidden", [(10,), (300, 200)])
def test_ctrl_c_at_any_place_of_an_epoch_takes_all_back_to_the_last_one(monkeypatch, hidden, where):
    """Python handles a signal after the kernel returns, so that the epoch is trained but not counted."""
    from skreg.training.stochastic import StochasticTraining

    n_calls = 0

    def interrupt_the_third(function):
        def wrapper(*arguments):
            nonlocal n_calls
            n_calls += 1
            if n_calls == 3:
                raise KeyboardInterrupt
            return function(*arguments)

        return wrapper

    model = MLPClassifier(
        hidden, random_state=0, warm_start=True, early_stopping=where == "validation_score", dropout=0.2
    )
    two_epochs = clone(model).set_params(max_iter=2).fit(X, y)
    with monkeypatch.context() as patch:
        if where == "validation_score":
            patch.setattr(ClassTargets, "score", interrupt_the_third(ClassTargets.score))
        else:
            original = getattr(StochasticTraining, where)
            patch.setattr(StochasticTraining, where, interrupt_the_third(original))
        with pytest.warns(UserWarning, match="Training interrupted by user"):
            model.fit(X, y)
    assert_same_bits(model, two_epochs)
    assert (model.n_iter_, model.t_, model.loss_curve_) == (2, two_epochs.t_, two_epochs.loss_curve_)
    assert model.validation_scores_ == two_epochs.validation_scores_
    for parameters in (model, two_epochs):
        parameters.set_params(early_stopping=False).partial_fit(X, y)
    assert_same_bits(model, two_epochs)


def test_warm_start_with_early_stopping_keeps_the_best_weights_of_all_fits():
    model = MLPClassifier(50, random_state=0, early_stopping=True, warm_start=True, max_iter=40).fit(X, y)
    best, coefs = model.best_validation_score_, [W.copy() for W in model.coefs_]
    model.set_params(learning_rate_init=0.5, max_iter=3).fit(X, y)  # never improves
    assert model.best_validation_score_ == best
    assert min(model.validation_scores_[-3:]) < max(model.validation_scores_[-3:]) <= best
    for W, before in zip(model.coefs_, coefs, strict=True):
        np.testing.assert_array_equal(W, before)


def test_lbfgs_in_between_keeps_the_count_of_samples():
    model = MLPClassifier(10, random_state=0, max_iter=2, warm_start=True).fit(X, y)
    assert model.set_params(solver="lbfgs").fit(X, y).t_ == 2 * len(X)
    assert model.set_params(solver="adam", dtype="float64").fit(X, y).t_ == 4 * len(X)


def test_a_long_stream_is_not_copied():
    """The time of a call does not grow with the number of calls, because the record is extended in place."""
    model = MLPClassifier(5, random_state=0).partial_fit(X, y, classes=range(10))
    other = pickle.loads(pickle.dumps(model))
    curve = model.loss_curve_
    curve.extend([1.0] * 3)
    model.partial_fit(X, y)
    assert model.loss_curve_ is curve
    assert len(curve) == 5
    assert curve[-1] == other.partial_fit(X, y).loss_
    smaller = model.compress().partial_fit(X, y)
    assert (len(curve), len(smaller.loss_curve_)) == (5, 6)


def test_a_failed_call_leaves_the_record_of_a_stream(monkeypatch):
    model = MLPClassifier(5, random_state=0).partial_fit(X, y, classes=range(10))
    before = pickle.dumps(model)
    with pytest.raises(ValueError, match="weights in epoch 1"):
        model.set_params(solver="sgd", learning_rate_init=1e30).partial_fit(X, y)
    assert pickle.dumps(model.set_params(solver="adam", learning_rate_init=1e-3)) == before


@pytest.mark.parametrize("own_dtype", [np.float64, np.float32, np.float16, int])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("way", ["fit", "partial_fit"])
def test_training_starts_from_weights_of_ones_own(way, dtype, own_dtype):
    rng = np.random.default_rng(0)
    coefs = [(3 * rng.normal(size=shape)).astype(own_dtype) for shape in ((64, 20), (20, 10))]
    intercepts = [np.zeros(n, dtype=own_dtype) for n in (20, 10)]
    common = {"warm_start": True, "max_iter": 1, "solver": "sgd", "learning_rate_init": 1e-30}
    model = MLPClassifier(20, dtype=dtype, random_state=0, **common).fit(X, y)
    model.coefs_, model.intercepts_ = coefs, intercepts
    getattr(model, way)(X, y)
    for W, own in zip(model.coefs_, coefs, strict=True):
        assert W.dtype == dtype
        np.testing.assert_allclose(W, own.astype(dtype), rtol=1e-6, atol=1e-20)
    model.set_params(learning_rate_init=1e-3)
    assert getattr(model, way)(X, y).loss_ < model.loss_curve_[-2]


def test_weights_of_another_network():
    """The user assigns weights of another size, for which the old moments are dropped."""
    model = MLPClassifier(20, random_state=0).partial_fit(X, y, classes=range(10))
    donor = MLPClassifier(30, random_state=1, max_iter=3).fit(X, y)
    model.set_params(hidden_layer_sizes=30)
    model.coefs_, model.intercepts_ = donor.coefs_, donor.intercepts_
    assert model.partial_fit(X, y).loss_ < donor.loss_
    model.coefs_[0] = model.coefs_[0][:, :7]
    with pytest.raises(ValueError, match=r"coefs_ and intercepts_ must have.*\(64, 30\).*got.*\(64, 7\)"):
        model.partial_fit(X, y)
    model.coefs_[0] = np.full((64, 30), np.nan)
    with pytest.raises(ValueError, match="coefs_ and intercepts_ must be finite"):
        model.partial_fit(X, y)


def test_a_shallow_copy_has_a_record_of_its_own():
    model = MLPClassifier(5, random_state=0).partial_fit(X, y, classes=range(10))
    copied = copy.copy(model).partial_fit(X, y)
    assert (len(model.loss_curve_), len(copied.loss_curve_)) == (1, 2)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("coefs_", [[["a"]], [["b"]]], "coefs_ must hold arrays of real numbers"),
        ("intercepts_", [[1j] * 5, [1j] * 10], "intercepts_ must hold arrays of real numbers"),
        ("coefs_", [np.zeros(64), np.zeros(5)], "coefs_ and intercepts_ must have the shapes"),
        ("intercepts_", [np.zeros((5, 1)), np.zeros((10, 1))], "coefs_ and intercepts_ must have the shapes"),
    ],
)
def test_weights_that_are_none(name, value, words):
    model = MLPClassifier(5, random_state=0).partial_fit(X, y, classes=range(10))
    setattr(model, name, value)
    with pytest.raises(ValueError, match=words):
        model.partial_fit(X, y)


def test_lists_of_weights():
    model = MLPClassifier(5, random_state=0).partial_fit(X, y, classes=range(10))
    expected = model.predict_proba(X)
    model.coefs_ = [W.tolist() for W in model.coefs_]
    model.intercepts_ = [b.tolist() for b in model.intercepts_]
    np.testing.assert_array_equal(model.predict_proba(X), expected)
    model.partial_fit(X, y)
