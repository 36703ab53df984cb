"""The gradient of every activation, loss, penalty and kind of target, sparse and dense.

It is compared with central differences in float64 and with the oracle."""

import naive
import numpy as np
import pytest
import scipy.sparse as sp

from skreg.functions.activations import ACTIVATIONS
from skreg.functions.losses import LOSSES
from skreg.network.objective import Objective
from skreg.records.data import kernel_data
from skreg.records.layout import Layout
from skreg.records.regularisation import Regularisation
from skreg.records.workspace import workspace
from skreg.training.lbfgs import _Split

KEY = (123456789, 987654321)
PENALTIES = {
    "none": {},
    "alpha": {"alpha": 0.3},
    "l2": {"l2": [0.2, 0.05, 0.1]},
    "l1": {"l1": [0.02, 0.0, 0.05]},
    "all": {"alpha": 0.2, "l1": [0.01, 0.03, 0.02], "l2": [0.05, 0.02, 0.1]},
}


def make_targets(loss, n, n_outputs, rng):
    if LOSSES[loss].link.couples_outputs:
        return np.eye(n_outputs)[rng.integers(n_outputs, size=n)]
    if not LOSSES[loss].regression:
        return rng.integers(2, size=(n, n_outputs)).astype(float)
    y = rng.normal(size=(n, n_outputs))
    return np.abs(y) if LOSSES[loss].smallest_y >= 0 else y


def make_objective(activation, loss, n_outputs, penalty, *, sparse=False, dropout=0.0, n=23, hidden=(6, 5)):
    rng = np.random.default_rng(0)
    layout = Layout((4, *hidden, n_outputs))
    n_layers = len(layout.shapes)
    penalty = {"alpha": 0.0, "l1": np.zeros(3), "l2": np.zeros(3), **penalty}
    strengths = {name: np.broadcast_to(value, 3)[:n_layers] for name, value in penalty.items()}
    rates = [dropout / 2, *np.full(n_layers - 1, dropout)]
    regularisation = Regularisation(strengths, {"bernoulli": rates}, mask_key=KEY)
    X = rng.normal(size=(n, 4)) * (rng.random((n, 4)) < 0.7 if sparse else 1)
    Y = make_targets(loss, n, n_outputs, rng)
    weights = rng.random(n) * (rng.random(n) < 0.8)
    dtype = np.dtype("float64")
    parameter = 0.3 if LOSSES[loss].parameter else 0.0
    network = layout.network(activation, loss, regularisation, parameter)
    data = kernel_data(sp.csr_array(X) if sparse else X, Y, weights, dtype)
    objective = Objective(layout, network, data, workspace(layout, n, sparse, dtype))
    theta = rng.normal(scale=0.5, size=layout.n_parameters)
    factors = naive.masks(layout.units, rates, KEY, 0, n)

    def oracle(theta):
        coefs, intercepts = layout.views(theta)
        return naive.cost_and_gradient(
            coefs, intercepts, X, Y, weights, activation, loss,
            l1=strengths["l1"], l2=strengths["l2"], alpha=penalty["alpha"], factors=factors,
            parameter=parameter,
        )  # fmt: skip

    return objective, theta, oracle


def worst_relative_error(function, theta, h=1e-5):
    """Largest difference from central differences, relative to the largest component."""
    _, analytic = function(theta)
    numeric = np.empty_like(theta)
    for i in range(len(theta)):
        step = np.zeros_like(theta)
        step[i] = h
        numeric[i] = (function(theta + step)[0] - function(theta - step)[0]) / (2 * h)
    return np.abs(analytic - numeric).max() / np.abs(analytic).max()


TARGET_KINDS = [
    (name, n_outputs)
    for name, loss in LOSSES.items()
    for n_outputs in ((3,) if loss.link.couples_outputs else (1, 3))
]


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize(("loss", "n_outputs"), TARGET_KINDS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradient_against_central_differences(activation, loss, n_outputs, penalty):
    for dropout in (0.0, 0.4):
        objective, theta, _ = make_objective(activation, loss, n_outputs, PENALTIES[penalty], dropout=dropout)
        # in (W⁺, W⁻, b) the l1 term is linear, so that differences include it
        split = _Split(objective)
        variables = split.split(theta) + 0.01
        assert worst_relative_error(split.cost_and_gradient, variables) <= 1e-6


@pytest.mark.parametrize("sparse", [False, True])
@pytest.mark.parametrize("dropout", [0.0, 0.4])
@pytest.mark.parametrize(("loss", "n_outputs"), TARGET_KINDS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_kernels_against_the_oracle(activation, loss, n_outputs, dropout, sparse):
    objective, theta, oracle = make_objective(
        activation, loss, n_outputs, PENALTIES["all"], dropout=dropout, sparse=sparse
    )
    cost, gradient = objective.smooth(theta)
    cost += objective.weight_l1() @ np.abs(theta[: objective.layout.n_weights])
    expected, dW, db = oracle(theta)
    np.testing.assert_allclose(cost, expected, rtol=1e-12)
    np.testing.assert_allclose(
        gradient, np.concatenate([part.ravel() for part in (*dW, *db)]), atol=1e-13, rtol=1e-10
    )


@pytest.mark.parametrize("sparse", [False, True])
def test_shards_of_several_blocks_against_the_oracle(sparse):
    objective, theta, oracle = make_objective(
        "relu", "squared_error", 3, PENALTIES["all"], dropout=0.3, n=20_000, hidden=(60, 50), sparse=sparse
    )
    n_shards, block_rows = objective.program.workspace.rows.shape
    assert n_shards > 2
    assert 2 * n_shards * block_rows < 20_000
    _, dW, db = oracle(theta)
    _, gradient = objective.smooth(theta)
    expected = np.concatenate([part.ravel() for part in (*dW, *db)])
    np.testing.assert_allclose(gradient, expected, atol=1e-12, rtol=1e-8)


@pytest.mark.parametrize("sparse", [False, True])
def test_tiles_and_blocks_against_the_oracle(sparse):
    """A layer wider than a tile, with more samples than a block."""
    objective, theta, oracle = make_objective(
        "tanh", "log_loss", 3, PENALTIES["all"], dropout=0.3, n=700, hidden=(300, 280), sparse=sparse
    )
    theta *= 0.1
    _, dW, db = oracle(theta)
    expected = np.concatenate([part.ravel() for part in (*dW, *db)])
    for n_rows in (700, 150):
        program, dtype = objective.program, np.dtype("float64")
        scratch = workspace(objective.layout, n_rows, sparse, dtype)
        small = Objective(objective.layout, objective.network, program.data, scratch)
        _, gradient = small.smooth(theta)
        np.testing.assert_allclose(gradient, expected, atol=1e-12, rtol=1e-8)


def test_no_hidden_layer_is_a_linear_model():
    objective, theta, oracle = make_objective("relu", "squared_error", 2, {}, hidden=())
    cost, gradient = objective.smooth(theta)
    expected, dW, db = oracle(theta)
    np.testing.assert_allclose(cost, expected, rtol=1e-12)
    np.testing.assert_allclose(gradient, np.concatenate([dW[0].ravel(), db[0]]), atol=1e-14)


@pytest.mark.parametrize("sparse", [False, True])
def test_in_slices_between_which_an_interrupt_is_seen(sparse):
    objective, theta, _ = make_objective("tanh", "log_loss", 3, PENALTIES["all"], sparse=sparse, dropout=0.5)
    cost, gradient = objective.smooth(theta)
    objective.slice_rows = 7
    sliced_cost, sliced_gradient = objective.smooth(theta)
    np.testing.assert_allclose(sliced_cost, cost, rtol=1e-12)
    np.testing.assert_allclose(sliced_gradient, gradient, rtol=1e-9, atol=1e-14)
