"""Initial weights that are scaled by the data; those of scikit-learn's order are tested by its parity."""

import tracemalloc

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.datasets import load_diabetes, load_digits
from sklearn.linear_model import Ridge
from sklearn.preprocessing import scale

from skreg import Activation, MLPClassifier, MLPRegressor
from skreg.functions.activations import ACTIVATIONS, activation_of
from skreg.network.initialisation import initial_parameters
from skreg.records.layout import Layout

X, y = load_digits(return_X_y=True)
LAYOUT = Layout((64, 30, 20, 3))


def drawn(X, activation="relu", seed=0, layout=LAYOUT):
    """Weight matrices and intercept vectors."""
    random_state = np.random.RandomState(seed)
    return layout.views(initial_parameters(layout, activation, random_state, np.float64, "data", X))


def squares(z):
    return z * z


def twice(z, a):
    return 2.0 * z


OWN = Activation(squares, twice)


@pytest.mark.parametrize("activation", [*ACTIVATIONS, OWN])
def test_each_unit_has_deviation_1_and_bends_among_the_samples(activation):
    coefs, intercepts = drawn(X, activation)
    h = X
    for W, b in zip(coefs[:-1], intercepts[:-1], strict=True):
        z = h @ W + b
        np.testing.assert_allclose(z.std(axis=0), 1)
        assert (z.min(axis=0) < 0).all()
        assert (z.max(axis=0) > 0).all()
        h = activation_of(activation).value(z)


def test_outputs_begin_at_zero():
    coefs, intercepts = drawn(X)
    assert not coefs[-1].any()
    assert not intercepts[-1].any()


def test_blocks_change_nothing_but_rounding(monkeypatch):
    whole = drawn(X, "silu")
    monkeypatch.setattr("skreg.network.initialisation._BLOCK", 1_000)
    for one, other in zip(whole, drawn(X, "silu"), strict=True):
        for a, b in zip(one, other, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-12)


def test_little_memory_beside_many_columns():
    wide = np.random.default_rng(0).normal(size=(5_000, 2_000)).astype(np.float32)
    tracemalloc.start()
    drawn(wide, "silu", layout=Layout((2_000, 32, 1)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < wide.nbytes / 2


def test_the_scale_of_x_does_not_matter():
    (W, *deeper), (b, *_) = drawn(X)
    (scaled, *scaled_deeper), (scaled_b, *_) = drawn(1000 * X)
    np.testing.assert_allclose(1000 * scaled, W)
    np.testing.assert_allclose(scaled_b, b)
    np.testing.assert_allclose(scaled_deeper[0], deeper[0])


@pytest.mark.parametrize("form", [sp.csr_array, sp.csr_matrix])
def test_sparse_samples_give_the_same(form):
    for dense, sparse in zip(drawn(X), drawn(form(X)), strict=True):
        for one, other in zip(dense, sparse, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-10)


def test_constant_columns_and_one_sample_give_finite_weights():
    for samples in (np.ones((20, 64)), X[:1]):
        coefs, intercepts = drawn(samples)
        assert all(np.isfinite(part).all() for part in (*coefs, *intercepts))


def test_of_many_samples_some_are_read():
    many = np.tile(X, (8, 1))
    z = many @ drawn(many)[0][0]
    np.testing.assert_allclose(z.std(axis=0), 1, rtol=0.1)


def net(estimator=MLPClassifier, **parameters):
    return estimator((40, 40), init="data", max_iter=3, random_state=0, **parameters)


@pytest.mark.usefixtures("unconverged")
def test_samples_without_weight_do_not_count():
    weight = np.arange(len(X)) % 2.0
    wild = np.where(weight[:, None] == 0, 1e3, X)
    one = net(batch_size=len(X), shuffle=False).fit(X, y, sample_weight=weight)
    other = net(batch_size=len(X), shuffle=False).fit(wild, y, sample_weight=weight)
    np.testing.assert_array_equal(one.coefs_[0], other.coefs_[0])


@pytest.mark.usefixtures("unconverged")
def test_training_goes_on_from_fitted_weights():
    model = net(warm_start=True).fit(X, y)
    before = model.coefs_[0].copy()
    model.set_params(learning_rate_init=1e-12, max_iter=1).fit(X, y)
    np.testing.assert_allclose(model.coefs_[0], before, atol=1e-6)


@pytest.mark.usefixtures("unconverged")
def test_the_first_call_of_partial_fit_reads_its_samples():
    model = net(learning_rate_init=1e-12).partial_fit(X[:200], y[:200], classes=range(10))
    z = X[:200] @ model.coefs_[0]
    np.testing.assert_allclose(z.std(axis=0), 1, rtol=1e-3)


def test_the_optimum_of_a_linear_model_stays_where_it_is():
    samples, targets = load_diabetes(return_X_y=True)
    samples, targets = scale(samples), scale(targets)
    ridge = Ridge(len(samples) * 0.1).fit(samples, targets)
    model = MLPRegressor((), init="data", solver="lbfgs", alpha=0, l2=0.1, tol=1e-9).fit(samples, targets)
    np.testing.assert_allclose(model.coefs_[0][:, 0], ridge.coef_, atol=1e-4)


@pytest.mark.usefixtures("unconverged")
def test_few_epochs_reach_further_on_unseen_digits():
    train, test = np.arange(len(X)) % 2 == 0, np.arange(len(X)) % 2 == 1
    scores = [
        [
            MLPClassifier((64, 64), init=init, max_iter=5, random_state=seed)
            .fit(X[train] / 16, y[train])
            .score(X[test] / 16, y[test])
            for seed in range(3)
        ]
        for init in ("glorot", "data")
    ]
    glorot, by_data = np.mean(scores, axis=1)
    assert by_data > glorot + 0.02
