"""The same seed gives the same course of training as scikit-learn's MLP, epoch by epoch."""

import warnings

import numpy as np
import pytest
import scipy.sparse as sp
import sklearn
from sklearn import neural_network
from sklearn.datasets import load_diabetes, load_digits, make_multilabel_classification
from sklearn.preprocessing import scale
from sklearn.utils.fixes import parse_version

import skreg

pytestmark = [
    pytest.mark.usefixtures("unconverged"),
    pytest.mark.skipif(
        parse_version(sklearn.__version__) < parse_version("1.9"), reason="the reference is 1.9"
    ),
]
digits = load_digits(return_X_y=True)
diabetes = load_diabetes(return_X_y=True)
X_multilabel, Y_multilabel = make_multilabel_classification(150, 12, n_classes=4, random_state=0)

TARGETS = {
    "binary": (digits[0][:200] / 16, digits[1][:200] > 4),
    "multiclass": (digits[0][:200] / 16, digits[1][:200]),
    "strings": (digits[0][:200] / 16, digits[1][:200].astype(str)),
    "multilabel": (X_multilabel, Y_multilabel),
    "regression": (scale(diabetes[0]), scale(diabetes[1])),
    "outputs": (scale(diabetes[0][:, :8]), scale(diabetes[0][:, 8:])),
    "poisson": (scale(diabetes[0]), np.round(diabetes[1] / 50)),
}
REGRESSION = {"regression", "outputs", "poisson"}


def pair(kind, **parameters):
    """The estimators of scikit-learn and skreg."""
    if kind == "poisson":
        parameters["loss"] = "poisson"
    name = "MLPRegressor" if kind in REGRESSION else "MLPClassifier"
    parameters = {"hidden_layer_sizes": (15, 10), "random_state": 3, "max_iter": 12, **parameters}
    return (
        getattr(neural_network, name)(**parameters),
        getattr(skreg, name)(dtype="float64", **parameters),
    )


def compare(kind, theirs, ours, rtol=1e-6):
    if kind != "outputs":  # scikit-learn minimises the sum over outputs but reports the mean
        np.testing.assert_allclose(ours.loss_curve_, theirs.loss_curve_, rtol=rtol)
    for a, b in zip(ours.coefs_ + ours.intercepts_, theirs.coefs_ + theirs.intercepts_, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-7)
    assert ours.n_iter_ == theirs.n_iter_
    assert ours.t_ == theirs.t_
    assert ours.out_activation_ == theirs.out_activation_
    if theirs.validation_scores_ is not None:
        np.testing.assert_allclose(ours.validation_scores_, theirs.validation_scores_, rtol=1e-6)
        np.testing.assert_allclose(ours.best_validation_score_, theirs.best_validation_score_, rtol=1e-6)
    elif kind != "outputs":
        np.testing.assert_allclose(ours.best_loss_, theirs.best_loss_, rtol=rtol)


STOCHASTIC = {
    "adam": {"solver": "adam"},
    "sgd": {"solver": "sgd", "learning_rate_init": 0.05},
    "plain momentum": {"solver": "sgd", "nesterovs_momentum": False, "learning_rate_init": 0.02},
    "no momentum": {"solver": "sgd", "momentum": 0, "learning_rate_init": 0.05},
    "invscaling": {"solver": "sgd", "learning_rate": "invscaling", "learning_rate_init": 0.5},
    "adaptive": {
        "solver": "sgd", "learning_rate": "adaptive", "learning_rate_init": 0.1, "tol": 0.05,
        "n_iter_no_change": 1, "max_iter": 40,
    },
    "no shuffle": {"shuffle": False, "batch_size": 33},
    "full batch": {"batch_size": 5000},
    "stops": {"tol": 0.05, "n_iter_no_change": 2, "max_iter": 60, "learning_rate_init": 0.01},
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Got `batch_size`")
@pytest.mark.parametrize("solver", STOCHASTIC)
@pytest.mark.parametrize("kind", TARGETS)
def test_stochastic_solvers(kind, solver):
    if kind == "outputs" and "tol" in STOCHASTIC[solver]:
        pytest.skip("scikit-learn judges another loss than it descends")
    rate = {"learning_rate_init": 0.05} if (kind, solver) == ("poisson", "invscaling") else {}
    theirs, ours = pair(kind, **{**STOCHASTIC[solver], **rate})
    X, y = TARGETS[kind]
    compare(kind, theirs.fit(X, y), ours.fit(X, y))


@pytest.mark.parametrize("activation", ["identity", "logistic", "tanh", "relu"])
@pytest.mark.parametrize("kind", ["multiclass", "regression"])
def test_activations(kind, activation):
    theirs, ours = pair(kind, activation=activation, alpha=0.1, hidden_layer_sizes=(9, 8, 7))
    X, y = TARGETS[kind]
    compare(kind, theirs.fit(X, y), ours.fit(X, y))


@pytest.mark.parametrize("solver", ["adam", "sgd"])
@pytest.mark.parametrize("kind", TARGETS)
def test_weights_and_sparse_samples(kind, solver):
    theirs, ours = pair(kind, solver=solver, learning_rate_init=0.01)
    X, y = TARGETS[kind]
    X = sp.csr_matrix(np.where(np.abs(X) > 0.5, X, 0))
    weights = np.random.default_rng(0).random(X.shape[0]) + 0.1
    compare(kind, theirs.fit(X, y, weights), ours.fit(X, y, weights))


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("kind", TARGETS)
def test_early_stopping(kind, weighted):
    theirs, ours = pair(
        kind, early_stopping=True, validation_fraction=0.3, n_iter_no_change=3, max_iter=30,
        learning_rate_init=0.02,
    )  # fmt: skip
    X, y = TARGETS[kind]
    weights = np.random.default_rng(0).random(len(X)) + 0.1 if weighted else None
    compare(kind, theirs.fit(X, y, weights), ours.fit(X, y, weights))


@pytest.mark.parametrize("solver", ["adam", "sgd", "invscaling"])
@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
def test_warm_start_and_partial_fit(kind, solver):
    parameters = {**STOCHASTIC[solver], "learning_rate_init": 0.02, "max_iter": 5}
    X, y = TARGETS[kind]
    theirs, ours = pair(kind, warm_start=True, **parameters)
    for _ in range(3):
        compare(kind, theirs.fit(X, y), ours.fit(X, y))
    for _ in range(3):
        compare(kind, theirs.partial_fit(X, y), ours.partial_fit(X, y))
    theirs, ours = pair(kind, **parameters)
    first = {} if kind in REGRESSION else {"classes": np.unique(y)}
    theirs.partial_fit(X[:100], y[:100], **first)
    ours.partial_fit(X[:100], y[:100], **first)
    for start in (100, 0, 50):
        batch = slice(start, start + 100)
        theirs.partial_fit(X[batch], y[batch])
        ours.partial_fit(X[batch], y[batch])
        compare(kind, theirs, ours)


@pytest.mark.parametrize("sparse", [False, True])
@pytest.mark.parametrize("kind", TARGETS)
def test_lbfgs(kind, sparse):
    """Rounding makes longer runs diverge, even two runs of scikit-learn."""
    X, y = TARGETS[kind]
    weights = np.random.default_rng(0).random(len(X)) + 0.1
    X = sp.csr_array(X) if sparse else X
    _, ours = pair(kind, solver="lbfgs", max_iter=15)
    curve = ours.fit(X, y, weights).loss_curve_
    for n_iterations in (1, 5, 15):
        theirs, ours = pair(kind, solver="lbfgs", max_iter=n_iterations)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs.fit(X, y, weights)
        ours.fit(X, y, weights)
        if kind != "outputs":
            np.testing.assert_allclose(ours.loss_, theirs.loss_, rtol=1e-6)
            np.testing.assert_allclose(curve[n_iterations - 1], theirs.loss_, rtol=1e-6)
    assert ours.n_iter_ == theirs.n_iter_ == 15


@pytest.mark.parametrize("kind", TARGETS)
def test_predictions(kind):
    theirs, ours = pair(kind, max_iter=3)
    X, y = TARGETS[kind]
    theirs.fit(X, y)
    ours.fit(X, y)
    for method in ("predict", "predict_proba", "predict_log_proba"):
        if hasattr(theirs, method):
            a, b = getattr(ours, method)(X), getattr(theirs, method)(X)
            assert a.dtype.kind == b.dtype.kind
            if a.dtype.kind == "f":
                np.testing.assert_allclose(a, b, rtol=1e-6)
            else:
                np.testing.assert_array_equal(a, b)
    np.testing.assert_allclose(ours.score(X, y), theirs.score(X, y))


@pytest.mark.parametrize("verbose", [True, 1])
def test_verbose_lines(verbose, capsys):
    theirs, ours = pair(
        "binary", verbose=verbose, early_stopping=True, max_iter=40, tol=0.1, n_iter_no_change=2
    )
    X, y = TARGETS["binary"]
    theirs.fit(X, y)
    expected = capsys.readouterr().out
    ours.fit(X, y)
    assert capsys.readouterr().out == expected
    assert "Validation score did not improve" in expected
    theirs, ours = pair("binary", verbose=verbose, **STOCHASTIC["adaptive"])
    theirs.set_params(max_iter=150).fit(X, y)
    expected = capsys.readouterr().out
    ours.set_params(max_iter=150).fit(X, y)
    assert capsys.readouterr().out == expected
    assert "Setting learning rate" in expected
    assert "Learning rate too small" in expected
