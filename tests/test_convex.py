"""Without hidden layers the problem is convex, and scikit-learn's linear models give the solution."""

import numpy as np
import pytest
from scipy.special import huber, xlogy
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.linear_model import (
    ElasticNet,
    GammaRegressor,
    HuberRegressor,
    Lasso,
    LogisticRegression,
    MultiTaskLasso,
    PoissonRegressor,
    QuantileRegressor,
    Ridge,
)
from sklearn.preprocessing import scale

from skreg import MLPClassifier, MLPRegressor

pytestmark = pytest.mark.usefixtures("unconverged")
X, y = load_diabetes(return_X_y=True)
X, y = scale(X), scale(y)
N = len(y)

FULL_BATCH = {"batch_size": N, "dtype": "float64", "tol": 0, "n_iter_no_change": np.inf}
SOLVERS = {
    "lbfgs": {"solver": "lbfgs", "tol": 1e-9, "max_iter": 5000},
    "sgd": {**FULL_BATCH, "solver": "sgd", "learning_rate_init": 0.02, "max_iter": 3000},
    "plain sgd": {
        **FULL_BATCH, "solver": "sgd", "learning_rate_init": 0.1, "momentum": 0, "max_iter": 4000
    },
    "adam": {**FULL_BATCH, "solver": "adam", "learning_rate_init": 0.002, "max_iter": 6000},
}  # fmt: skip
OBJECTIVE_TOLERANCE = {"lbfgs": 1e-6, "sgd": 1e-5, "plain sgd": 1e-5, "adam": 1e-4}


def check(model, objective, best, reference, solver):
    W, b = model.coefs_[0], model.intercepts_[0]
    assert objective(W, b) <= best * (1 + OBJECTIVE_TOLERANCE[solver])
    same = (reference == 0) == (W == 0)
    assert same.mean() >= (0.9 if solver == "adam" else 1.0)
    return W


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize(("l1", "l2"), [(0.05, 0.02), (0.1, 0.0), (0.0, 0.3)])
def test_squared_error(solver, l1, l2):
    if l1 and l2:
        reference = ElasticNet(alpha=l1 + l2, l1_ratio=l1 / (l1 + l2), tol=1e-12, max_iter=10**6)
    elif l1:
        reference = Lasso(alpha=l1, tol=1e-12, max_iter=10**6)
    else:
        reference = Ridge(alpha=l2 * N, tol=1e-12)
    reference.fit(X, y)

    def objective(W, b):
        residual = y - X @ W[:, 0] - b
        return 0.5 * np.mean(residual**2) + l1 * np.abs(W).sum() + 0.5 * l2 * (W**2).sum()

    model = MLPRegressor((), alpha=0, l1=l1, l2=l2, random_state=0, **SOLVERS[solver]).fit(X, y)
    coefficients = reference.coef_[:, None]
    best = objective(coefficients, reference.intercept_)
    W = check(model, objective, best, coefficients, solver)
    if l1:
        assert (W == 0).any()


@pytest.mark.parametrize("solver", ["lbfgs", "sgd", "adam"])
@pytest.mark.parametrize("load", [load_breast_cancer, load_wine])
def test_log_loss(solver, load):
    X, y = load(return_X_y=True)
    X, n, l1, l2 = scale(X), len(y), 0.01, 0.005
    penalty = {"C": 1 / (n * (l1 + l2)), "l1_ratio": l1 / (l1 + l2)}
    reference = LogisticRegression(solver="saga", tol=1e-10, max_iter=10**5, **penalty)
    if "penalty" in reference.get_params() and reference.penalty == "l2":
        reference.set_params(penalty="elasticnet")
    reference.fit(X, y)
    Y = np.eye(y.max() + 1)[y]

    def objective(W, b):
        z = X @ W + b
        if z.shape[1] == 1:
            z = np.hstack([np.zeros_like(z), z])
        z = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        return -(Y * z).sum() / n + l1 * np.abs(W).sum() + 0.5 * l2 * (W**2).sum()

    parameters = dict(SOLVERS[solver])
    if solver != "lbfgs":
        parameters.update(batch_size=n, max_iter=8000)
        parameters["learning_rate_init"] = {"sgd": 0.1, "adam": 0.003}[solver]
    model = MLPClassifier((), alpha=0, l1=l1, l2=l2, random_state=0, **parameters).fit(X, y)
    best = objective(reference.coef_.T, reference.intercept_)
    W = check(model, objective, best, reference.coef_.T, solver)
    assert (W == 0).any()


# of the features of the diabetes data, from six others
TARGETS = np.column_stack([y, X[:, 4:7]])
FEATURES = X[:, [0, 1, 2, 3, 8, 9]]


@pytest.mark.parametrize("solver", ["sgd", "plain sgd", "adam"])
@pytest.mark.parametrize("strength", [0.05, 0.15, 0.2])
def test_group_l1_is_the_multi_task_lasso(solver, strength):
    """A group consists of the weights of a feature for all targets."""
    reference = MultiTaskLasso(alpha=strength * 2, tol=1e-12, max_iter=10**5).fit(FEATURES, TARGETS)

    def objective(W, b):
        residual = TARGETS - FEATURES @ W - b
        penalty = strength * np.sqrt(4) * np.linalg.norm(W, axis=1).sum()
        return 0.5 * (residual**2).sum() / N + penalty

    model = MLPRegressor((), alpha=0, group_l1=strength, random_state=0, **SOLVERS[solver])
    model.fit(FEATURES, TARGETS)
    best = objective(reference.coef_.T, reference.intercept_)
    W = check(model, objective, best, reference.coef_.T, solver)
    assert 0 < (W == 0).all(axis=1).sum() < 6 or strength < 0.2
    assert model.loss_ == pytest.approx(objective(W, model.intercepts_[0]), rel=1e-6)


@pytest.mark.parametrize("solver", ["sgd", "plain sgd", "adam"])
def test_l1_and_group_l1_meet_the_optimality_conditions_of_the_sparse_group_lasso(solver):
    l1, group_l1 = 0.08, 0.12
    model = MLPRegressor((), alpha=0, l1=l1, group_l1=group_l1, random_state=0, **SOLVERS[solver])
    W = model.fit(FEATURES, TARGETS).coefs_[0]
    gradient = FEATURES.T @ (FEATURES @ W + model.intercepts_[0] - TARGETS) / N
    threshold = group_l1 * np.sqrt(4)
    zero_rows = (W == 0).all(axis=1)
    assert 0 < zero_rows.sum() < 6
    assert (W[~zero_rows] == 0).any()  # there are zeros within groups as well
    for w, g in zip(W, gradient, strict=True):
        beyond_l1 = np.sign(g) * np.maximum(np.abs(g) - l1, 0)
        if (w == 0).all():
            assert np.linalg.norm(beyond_l1) <= threshold * (1 + 1e-6)
        else:
            used = w != 0
            pull = l1 * np.sign(w) + threshold * w / np.linalg.norm(w)
            np.testing.assert_allclose(g[used], -pull[used], atol=1e-6)
            assert (np.abs(g[~used]) <= l1 * (1 + 1e-6)).all()


def test_alpha_is_divided_by_the_total_weight():
    weights = np.random.default_rng(0).random(N)
    model = MLPRegressor((), alpha=30, solver="lbfgs", tol=1e-10, random_state=0).fit(X, y, weights)
    reference = Ridge(alpha=30, tol=1e-12).fit(X, y, weights)
    np.testing.assert_allclose(model.coefs_[0][:, 0], reference.coef_, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("solver", ["lbfgs", "sgd", "adam"])
def test_poisson(solver):
    y = np.round(load_diabetes(return_X_y=True)[1] / 50)
    reference = PoissonRegressor(alpha=0.1, tol=1e-10, max_iter=10**4).fit(X, y)
    parameters = dict(SOLVERS[solver])
    if solver == "sgd":
        parameters["learning_rate_init"] = 0.01
    model = MLPRegressor((), loss="poisson", alpha=0, l2=0.1, random_state=0, **parameters).fit(X, y)
    assert model.out_activation_ == "exp"

    def objective(W, b):
        z = X @ W[:, 0] + b
        return np.mean(xlogy(y, y) - y * z - y + np.exp(z)) + 0.05 * (W**2).sum()

    best = objective(reference.coef_[:, None], reference.intercept_)
    assert objective(model.coefs_[0], model.intercepts_[0]) <= best * (1 + OBJECTIVE_TOLERANCE[solver])
    if solver == "lbfgs":
        np.testing.assert_allclose(model.predict(X), reference.predict(X), rtol=1e-3)


@pytest.mark.parametrize("solver", ["lbfgs", "sgd", "adam"])
def test_gamma(solver):
    y = load_diabetes(return_X_y=True)[1] / 100
    reference = GammaRegressor(alpha=0.1, tol=1e-10, max_iter=10**4).fit(X, y)
    model = MLPRegressor((), loss="gamma", alpha=0, l2=0.1, random_state=0, **SOLVERS[solver]).fit(X, y)

    def objective(W, b):
        z = X @ W[:, 0] + b
        return np.mean(y * np.exp(-z) + z - np.log(y) - 1) + 0.05 * (W**2).sum()

    best = objective(reference.coef_[:, None], reference.intercept_)
    assert objective(model.coefs_[0], model.intercepts_[0]) <= best * (1 + OBJECTIVE_TOLERANCE[solver])
    if solver == "lbfgs":
        np.testing.assert_allclose(model.coefs_[0][:, 0], reference.coef_, atol=1e-5)


@pytest.mark.parametrize("solver", ["lbfgs", "sgd", "adam"])
def test_huber(solver):
    """HuberRegressor also estimates the scale of the errors, which is given here."""
    reference = HuberRegressor(epsilon=1.35, alpha=0.5, tol=1e-8, max_iter=10**4).fit(X, y)
    delta, l2 = 1.35 * reference.scale_, 0.5 * reference.scale_ / N
    model = MLPRegressor((), loss="huber", delta=delta, alpha=0, l2=l2, random_state=0, **SOLVERS[solver])
    model.fit(X, y)

    def objective(W, b):
        return np.mean(huber(delta, X @ W[:, 0] + b - y)) + 0.5 * l2 * (W**2).sum()

    best = objective(reference.coef_[:, None], reference.intercept_)
    found = objective(model.coefs_[0], model.intercepts_[0])
    assert found <= best * (1 + OBJECTIVE_TOLERANCE[solver])
    assert model.loss_ == pytest.approx(found, rel=1e-6)
    if solver == "lbfgs":
        np.testing.assert_allclose(model.coefs_[0][:, 0], reference.coef_, atol=1e-3)


@pytest.mark.parametrize("solver", ["lbfgs", "sgd", "adam"])
@pytest.mark.parametrize(("quantile", "l1"), [(0.5, 0.0), (0.2, 0.02), (0.9, 0.01)])
def test_pinball(quantile, l1, solver):
    """The loss has kinks, which a falling learning rate reaches, while lbfgs stops slightly beside them."""
    reference = QuantileRegressor(quantile=quantile, alpha=l1).fit(X, y)

    def objective(W, b):
        error = y - X @ W[:, 0] - b
        return np.mean(np.maximum(quantile * error, (quantile - 1) * error)) + l1 * np.abs(W).sum()

    parameters = dict(SOLVERS[solver])
    if solver != "lbfgs":
        rate = {"sgd": 0.05, "adam": 0.01}[solver]
        parameters.update(learning_rate="cosine", learning_rate_init=rate, max_iter=3000)
    model = MLPRegressor((), loss="pinball", quantile=quantile, alpha=0, l1=l1, random_state=0, **parameters)
    W, b = model.fit(X, y).coefs_[0], model.intercepts_[0]
    best = objective(reference.coef_[:, None], reference.intercept_)
    assert objective(W, b) <= best * (1 + (1e-3 if solver == "lbfgs" else 1e-5))
    assert np.mean(y < model.predict(X)) == pytest.approx(quantile, abs=0.01)
    if solver != "lbfgs":
        np.testing.assert_array_equal(W[:, 0] == 0, reference.coef_ == 0)


def test_absolute_error_is_twice_the_pinball_loss_of_the_median():
    reference = QuantileRegressor(quantile=0.5, alpha=0).fit(X, y)
    parameters = {**SOLVERS["adam"], "learning_rate": "cosine", "learning_rate_init": 0.01, "max_iter": 3000}
    model = MLPRegressor((), loss="absolute_error", alpha=0, random_state=0, **parameters).fit(X, y)
    assert model.loss_ == pytest.approx(np.abs(y - reference.predict(X)).mean(), rel=1e-5)


def test_adamw_decouples_the_decay():
    """At its fixed point w = −m/((√v + ε)(l2)), which is not the minimiser but shows the shrinkage."""
    model = MLPRegressor(
        (), solver="adamw", alpha=0, l2=0.5, learning_rate_init=0.01, max_iter=1, batch_size=N,
        dtype="float64", random_state=0,
    )  # fmt: skip
    decayed = model.fit(X, y).coefs_[0].copy()
    plain = model.set_params(l2=0.0).fit(X, y).coefs_[0]
    start = model.set_params(learning_rate_init=1e-300).fit(X, y).coefs_[0]
    np.testing.assert_allclose(decayed, plain - 0.01 * 0.5 * start, rtol=1e-12, atol=1e-15)
