"""Whole training steps against the oracle, for all solvers."""

import naive
import numpy as np
import pytest
import scipy.sparse as sp
from numba.core import event
from sklearn.base import clone
from sklearn.datasets import load_digits

from skreg import MLPClassifier, MLPRegressor
from skreg.functions.activations import ACTIVATIONS
from skreg.functions.optimisers import OPTIMISERS
from skreg.network.initialisation import initial_parameters
from skreg.records.layout import Layout
from skreg.records.regularisation import mask_key

pytestmark = pytest.mark.usefixtures("unconverged")
X, y = load_digits(return_X_y=True)
X, y = X[:130] / 16, y[:130]


def naive_fit(model, X, Y, loss, weights):
    """Train with the parameters of `model` and the oracle, without shuffling."""
    random_state = np.random.RandomState(model.random_state)
    layout = Layout((X.shape[1], *model.hidden_layer_sizes, Y.shape[1]))
    key = mask_key(random_state)
    theta = initial_parameters(layout, model.activation, random_state, np.float64)
    coefs, intercepts = ([part.copy() for part in parts] for parts in layout.views(theta))
    n_layers = len(coefs)
    l1, l2, group_l1 = (np.broadcast_to(s, n_layers) for s in (model.l1, model.l2, model.group_l1))
    rates = [model.input_dropout, *np.broadcast_to(model.dropout, n_layers - 1)]
    optimisers = [
        naive.Optimiser(model.solver, model.learning_rate_init, model.momentum, model.nesterovs_momentum)
        for _ in range(2 * n_layers)
    ]
    curve = []
    for epoch in range(model.max_iter):
        costs = []
        for start in range(0, len(X), model.batch_size):
            batch = slice(start, start + model.batch_size)
            rows = len(X[batch])
            factors = naive.masks(layout.units, rates, key, epoch * len(X) + start, rows)
            if model.dropout_scope == "batch":  # all samples have the mask of the first one
                factors = [factor[:1] for factor in factors]
            cost, dW, db = naive.cost_and_gradient(
                coefs, intercepts, X[batch], Y[batch], weights[batch], model.activation, loss,
                l1=l1, l2=l2, alpha=model.alpha, factors=factors, group_l1=group_l1,
            )  # fmt: skip
            costs.append(cost * rows)
            for layer in range(n_layers):
                ridge = l2[layer] + model.alpha / weights[batch].sum()
                coefs[layer] = optimisers[layer].step(
                    coefs[layer], dW[layer], l1[layer], ridge, group_l1[layer]
                )
                intercepts[layer] = optimisers[n_layers + layer].step(intercepts[layer], db[layer], 0, 0)
                if model.max_norm is not None and layer < n_layers - 1:
                    norms = np.linalg.norm(coefs[layer], axis=0)
                    coefs[layer] = coefs[layer] * np.minimum(1, model.max_norm / np.maximum(norms, 1e-300))
        curve.append(sum(costs) / len(X))
    return coefs, intercepts, curve


def compare(model, X, y, Y, loss, weights=None, to_fit=None):
    model.fit(X if to_fit is None else to_fit, y, sample_weight=weights)
    coefs, intercepts, curve = naive_fit(model, X, Y, loss, np.ones(len(X)) if weights is None else weights)
    tolerance = {"rtol": 1e-9, "atol": 1e-11} if model.dtype == "float64" else {"rtol": 2e-3, "atol": 2e-4}
    np.testing.assert_allclose(model.loss_curve_, curve, rtol=tolerance["rtol"])
    for ours, theirs in zip(model.coefs_ + model.intercepts_, coefs + intercepts, strict=True):
        np.testing.assert_allclose(ours, theirs, **tolerance)
    return coefs


COMMON = {
    "hidden_layer_sizes": (12, 9), "random_state": 0, "shuffle": False, "max_iter": 4,
    "batch_size": 32, "learning_rate_init": 0.01,
}  # fmt: skip


@pytest.mark.parametrize("regularised", [False, True])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("solver", OPTIMISERS)
def test_training_is_the_oracle(solver, activation, regularised):
    extra = (
        {"l1": [0.02, 2e-3, 0], "l2": 0.01, "dropout": [0.3, 0.2], "input_dropout": 0.1}
        if regularised
        else {}
    )
    model = MLPClassifier(solver=solver, activation=activation, dtype="float64", **COMMON, **extra)
    coefs = compare(model, X, y, np.eye(10)[y], "log_loss")
    if regularised:  # the zeros are the same
        assert (coefs[0] == 0).any()
        for ours, theirs in zip(model.coefs_, coefs, strict=True):
            np.testing.assert_array_equal(ours == 0, theirs == 0)


@pytest.mark.parametrize("activations", [("tanh", "gelu"), ("relu", "logistic"), ("selu", "relu")])
@pytest.mark.parametrize("dropout_scope", ["sample", "batch"])
def test_an_activation_for_each_layer(dropout_scope, activations):
    model = MLPClassifier(
        activation=activations, dropout=0.3, dropout_scope=dropout_scope, dtype="float64", **COMMON
    )
    compare(model, X, y, np.eye(10)[y], "log_loss")


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_single_precision_of_each_activation(activation):
    compare(MLPClassifier(activation=activation, **COMMON), X, y, np.eye(10)[y], "log_loss")


@pytest.mark.parametrize("smoothing", [0.1, 0.5])
def test_label_smoothing_trains_on_softer_targets(smoothing):
    model = MLPClassifier(label_smoothing=smoothing, dtype="float64", **COMMON)
    compare(model, X, y, (1 - smoothing) * np.eye(10)[y] + smoothing / 10, "log_loss")
    binary = ((1 - smoothing) * (y > 4) + smoothing / 2)[:, None]
    compare(model, X, y > 4, binary, "binary_log_loss")
    labels = np.stack([y > 4, y % 2], axis=1).astype(int)
    compare(model, X, labels, (1 - smoothing) * labels + smoothing / 2, "binary_log_loss")


@pytest.mark.parametrize("solver", OPTIMISERS)
def test_max_norm_is_the_oracles(solver):
    model = MLPClassifier(
        solver=solver, max_norm=0.8, l1=1e-3, l2=0.01, dropout=0.2, dtype="float64", **COMMON
    )  # fmt: skip
    coefs = compare(model, X, y, np.eye(10)[y], "log_loss")
    free, _, _ = naive_fit(
        clone(model).set_params(max_norm=None), X, np.eye(10)[y], "log_loss", np.ones(len(X))
    )
    assert np.linalg.norm(coefs[0], axis=0).max() <= 0.8 * (1 + 1e-12) < np.linalg.norm(free[0], axis=0).max()


@pytest.mark.parametrize("solver", OPTIMISERS)
@pytest.mark.parametrize("l1", [0, 1e-3])
def test_group_l1_is_the_oracles(solver, l1):
    """The cost includes the penalty, and the same rows of W are exactly zero."""
    strength = {"sgd": 0.1}.get(solver, 0.003)  # Adam's steps are longer
    model = MLPClassifier(
        solver=solver, group_l1=[strength, strength / 5, 0], l1=l1, l2=0.01, dtype="float64", **COMMON
    )
    coefs = compare(model, X, y, np.eye(10)[y], "log_loss")
    dead = [(W == 0).all(axis=1) for W in coefs]
    if solver in ("sgd", "adam", "adamw"):  # the strength was chosen for the steps of these solvers
        assert 0 < dead[0].sum() < 64
    for W, rows in zip(model.coefs_, dead, strict=True):
        np.testing.assert_array_equal((W == 0).all(axis=1), rows)


@pytest.mark.parametrize(
    "extra",
    [
        {"dropout": 0.5, "input_dropout": 0.2},
        {"dropout": [0.5, 0.0]},
        {"input_dropout": 0.4, "max_norm": 0.8},
        {"dropout": 0.97, "input_dropout": 0.97},  # often all units of a layer are dropped
        {"dropout": 0.4, "l1": 1e-3, "group_l1": 1e-3, "l2": 0.01},
        {"dropout": 0.4, "activation": "tanh"},
    ],
)
@pytest.mark.parametrize("solver", OPTIMISERS)
def test_one_thinned_network_a_minibatch_is_the_oracles(solver, extra):
    model = MLPClassifier(solver=solver, dropout_scope="batch", dtype="float64", **COMMON, **extra)
    Y = np.eye(10)[y]
    weights = np.random.default_rng(0).random(len(X)) + 0.1
    compare(model, X, y, Y, "log_loss", weights)
    compare(model, X, y, Y, "log_loss", weights, to_fit=X.astype(np.float32))
    compare(model, X, y, Y, "log_loss", weights, to_fit=sp.csr_array(X))
    single = clone(model).set_params(dtype="float32")
    compare(single, X, y, Y, "log_loss", weights)


def test_shards_and_blocks_of_a_minibatch_share_the_thinned_network():
    """A minibatch that is cut into parts, for threads or for the cache, still has one mask."""
    many, labels = np.tile(X, (40, 1)), np.tile(y, 40)
    for hidden in ((12, 9), (700, 650)):
        model = MLPClassifier(
            hidden, random_state=0, shuffle=False, max_iter=2, batch_size=len(many), dropout=0.5,
            input_dropout=0.2, dropout_scope="batch", dtype="float64", learning_rate_init=0.01,
        )  # fmt: skip
        compare(model, many, labels, np.eye(10)[labels], "log_loss")


@pytest.mark.parametrize("solver", OPTIMISERS)
def test_single_precision_follows_the_oracle(solver):
    model = MLPClassifier(solver=solver, activation="tanh", dropout=0.2, l1=1e-4, **COMMON)
    compare(model, X, y, np.eye(10)[y], "log_loss")
    assert all(W.dtype == np.float32 for W in model.coefs_)


@pytest.mark.parametrize(("momentum", "nesterov"), [(0.0, False), (0.9, False), (0.9, True)])
def test_momentum_and_its_threshold(momentum, nesterov):
    model = MLPRegressor(
        solver="sgd", momentum=momentum, nesterovs_momentum=nesterov, l1=0.01, dtype="float64", **COMMON
    )
    targets = np.stack([y / 10, X[:, 20]], axis=1)
    compare(model, X, targets, targets, "squared_error")


def test_weights_and_sparse_samples():
    weights = np.random.default_rng(0).random(len(X)) * (np.arange(len(X)) % 3 > 0)
    weights[32:64] = 0  # a minibatch without weight is skipped
    model = MLPClassifier(solver="adam", dropout=0.2, input_dropout=0.3, dtype="float64", **COMMON)
    model.fit(X, y, sample_weight=weights)
    sparse = MLPClassifier(**model.get_params()).fit(sp.csr_array(X), y, sample_weight=weights)
    for ours, theirs in zip(model.coefs_, sparse.coefs_, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)
    used = np.r_[0:32, 64:96, 96:128, 128:130]
    without = MLPClassifier(**model.get_params()).set_params(dropout=0, input_dropout=0)
    with_empty = MLPClassifier(**without.get_params()).fit(X, y, sample_weight=weights)
    without.fit(X[used], y[used], sample_weight=weights[used])
    for ours, theirs in zip(with_empty.coefs_, without.coefs_, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(with_empty.loss_curve_, without.loss_curve_)


def test_second_fit_and_other_shapes_compile_nothing():
    """Code that was compiled once serves every shape and kind of samples."""
    models = (
        MLPClassifier((7, 3, 4), activation="tanh", solver="sgd", l1=1e-3, max_iter=1),
        MLPClassifier((), dropout=[], max_iter=1, batch_size=7),
        MLPRegressor(9, loss="poisson", dropout=0.5, solver="adamw", max_iter=1, l2=[0.1, 0.2]),
    )
    for model in models:
        model.fit(X, y)
        model.fit(sp.csr_array(X), y)
    read_only = X.copy()
    read_only.flags.writeable = False
    with event.install_recorder("numba:compile") as compilations:
        for model in models:
            for samples in (
                X,
                X.astype("float32"),
                np.asfortranarray(X),
                sp.csr_array(X),
                X[:, ::2],
                read_only,
            ):
                model.fit(samples, y)
        MLPClassifier((12, 5), activation="tanh", solver="sgd", l1=1e-2, max_iter=1).fit(X, y)
    assert not compilations.buffer
