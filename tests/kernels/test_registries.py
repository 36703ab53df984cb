"""Training with each entry of a registry follows its own expressions, as the naive oracle applies them."""

import naive
import numpy as np
import pytest
from sklearn.datasets import load_digits

from skreg import MLPClassifier
from skreg.estimators.hyperparameters import CLASSIFIER
from skreg.functions.dropouts import DROPOUTS
from skreg.functions.optimisers import OPTIMISERS
from skreg.functions.penalties import PENALTIES
from skreg.network.initialisation import initial_parameters
from skreg.records.layout import Layout
from skreg.records.regularisation import mask_key

pytestmark = pytest.mark.usefixtures("unconverged")
X, y = load_digits(return_X_y=True)
X, y = X[:130] / 16, y[:130]
Y = np.eye(10)[y]
STRENGTHS = {"alpha": 1.0, "l2": 0.05, "l1": 0.005, "group_l1": 0.003}  # others: as that of l1


def oracle(model, dropout=None, rates=None):
    """Weights and costs of `model`, without shuffling, by the registries' expressions."""
    random_state = np.random.RandomState(model.random_state)
    layout = Layout((64, *model.hidden_layer_sizes, 10))
    key = mask_key(random_state)
    theta = initial_parameters(layout, "relu", random_state, np.float64)
    coefs, intercepts = ([part.copy() for part in parts] for parts in layout.views(theta))
    hyperparameters = model.get_params()
    trainings = [naive.Training(**hyperparameters) for _ in (*coefs, *intercepts)]
    curve = []
    for epoch in range(model.max_iter):
        costs = []
        for start in range(0, len(X), model.batch_size):
            rows = slice(start, start + model.batch_size)
            n_rows = len(X[rows])
            factors = None
            if dropout is not None:
                seen = epoch * len(X) + start
                factors = list(naive.factors_of(dropout, layout.units, rates, key, seen, n_rows))
                if model.dropout_scope == "batch":
                    factors = [factor[:1] for factor in factors]
            strengths = {
                name: hyperparameters[name] / (n_rows if penalty.per_weight else 1)
                for name, penalty in PENALTIES.items()
            }
            cost, dW, db = naive.cost_and_gradient(
                coefs, intercepts, X[rows], Y[rows], np.ones(n_rows), "relu", "log_loss", l1=np.zeros(9),
                l2=np.zeros(9), alpha=0.0, factors=factors,
            )  # fmt: skip
            costs.append((cost + sum(naive.penalty_of(W, strengths) for W in coefs)) * n_rows)
            parts = zip(trainings, (*coefs, *intercepts), (*dW, *db), strict=True)
            new = [
                training.step(w, gradient, strengths if w.ndim == 2 else {})
                for training, w, gradient in parts
            ]
            coefs, intercepts = new[: len(coefs)], new[len(coefs) :]
        curve.append(sum(costs) / len(X))
    return coefs, intercepts, curve


def compare(parameters, dropout=None, rates=None):
    model = MLPClassifier(
        (12, 9), random_state=0, shuffle=False, max_iter=4, batch_size=32, learning_rate_init=0.01,
        dtype="float64", **parameters,
    ).fit(X, y)  # fmt: skip
    coefs, intercepts, curve = oracle(model, dropout, rates)
    np.testing.assert_allclose(model.loss_curve_, curve, rtol=1e-9)
    for ours, theirs in zip(model.coefs_ + model.intercepts_, coefs + intercepts, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-10)
    for ours, theirs in zip(model.coefs_, coefs, strict=True):
        np.testing.assert_array_equal(ours == 0, theirs == 0)
    single = MLPClassifier(**{**model.get_params(), "dtype": "float32"}).fit(X, y)
    np.testing.assert_allclose(single.loss_curve_, curve, rtol=2e-3)


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("solver", OPTIMISERS)
def test_an_optimiser_under_a_penalty(solver, penalty):
    compare({"solver": solver, "alpha": 0.0, penalty: STRENGTHS.get(penalty, STRENGTHS["l1"])})


@pytest.mark.parametrize("solver", OPTIMISERS)
def test_all_penalties_at_once(solver):
    strengths = {name: STRENGTHS.get(name, STRENGTHS["l1"]) / 3 for name in PENALTIES}
    compare({"solver": solver, **strengths})


@pytest.mark.parametrize("scope", ["sample", "batch"])
@pytest.mark.parametrize("dropout", DROPOUTS)
def test_a_dropout(dropout, scope):
    entry = DROPOUTS[dropout]
    rates = [0.2 if entry.inputs else 0.0, 0.4, 0.3]
    parameters = {entry.hidden: rates[1:], "dropout_scope": scope}
    if entry.inputs:
        parameters[entry.inputs] = rates[0]
    compare(parameters, dropout, rates)


def test_each_hyperparameter_that_an_entry_reads_is_in_the_table():
    read = {name for optimiser in OPTIMISERS.values() for name in optimiser.reads}
    read |= set(PENALTIES) | {
        name for entry in DROPOUTS.values() for name in (entry.hidden, entry.inputs) if name
    }
    assert read <= set(CLASSIFIER)
