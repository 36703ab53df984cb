"""The user's own activations and losses are compiled, checked, cloned, pickled and exported."""

import pickle

import numpy as np
import onnxruntime
import own_functions as own
import pytest
from numba.core import event
from processes import run
from skl2onnx import to_onnx
from sklearn.base import clone
from sklearn.datasets import load_diabetes
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import scale

import skreg.export  # noqa: F401
from skreg import Activation, Loss, MLPClassifier, MLPRegressor
from skreg.functions.losses import LOG, LOSSES

pytestmark = pytest.mark.usefixtures("unconverged")
X, y = map(scale, load_diabetes(return_X_y=True))
SOFTSIGN = Activation(own.softsign, own.softsign_derivative)
COST = Loss(own.cost, own.cost_derivative, predicts_mean=False)
SQUARED_ERROR = Loss(own.squared_error, own.squared_error_derivative)


def net(**parameters):
    return MLPRegressor((20, 10), **{"max_iter": 20, "random_state": 0, "l2": 1e-3, **parameters})


def compilations(fit):
    with event.install_recorder("numba:compile") as recorder:
        fit()
    return len(recorder.buffer)


@pytest.mark.parametrize("solver", ["adam", "sgd", "lbfgs"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_same_loss_gives_the_same_network(solver, dtype):
    """An activation that calls another function of its module."""
    ours, theirs = (net(solver=solver, dtype=dtype, loss=loss) for loss in ("squared_error", SQUARED_ERROR))
    ours.fit(X, y)
    theirs.fit(X, y)
    for ours_W, theirs_W in zip(ours.coefs_, theirs.coefs_, strict=True):
        np.testing.assert_allclose(ours_W, theirs_W, rtol=1e-4, atol=1e-5 if dtype == "float32" else 1e-9)
    np.testing.assert_allclose(theirs.score(X, y), ours.score(X, y), rtol=1e-4)


def test_an_asymmetric_cost_pays_on_samples_that_training_has_not_seen():
    """The cost is lower than with the squared error, on average over three seeds."""
    train, test = np.arange(len(X)) % 3 > 0, np.arange(len(X)) % 3 == 0

    def costs(loss):
        for seed in range(3):
            model = net(loss=loss, max_iter=100, l2=0.1, learning_rate_init=0.01, random_state=seed)
            yield own.cost(model.fit(X[train], y[train]).predict(X[test]), y[test]).mean()

    assert np.mean(list(costs(COST))) < 0.9 * np.mean(list(costs("squared_error")))


def test_an_activation_beside_one_of_ours():
    mixed = net(activation=[SOFTSIGN, "relu"], early_stopping=True).fit(X, y)
    assert mixed._trained_with["activation"] == [SOFTSIGN, "relu"]
    (W_0, W_1, W_2), (b_0, b_1, b_2) = mixed.coefs_, mixed.intercepts_
    h = np.maximum(own.softsign(X @ W_0 + b_0) @ W_1 + b_1, 0)
    np.testing.assert_allclose(mixed.predict(X), (h @ W_2 + b_2)[:, 0], rtol=1e-5, atol=1e-6)
    labels = MLPClassifier(10, activation=SOFTSIGN, dropout=0.1, max_iter=50, random_state=0).fit(X, y > 0)
    assert labels.score(X, y > 0) > 0.7
    assert labels.compress().predict(X).tolist() == labels.predict(X).tolist()


def test_a_link_of_its_own():
    def poisson(z, y):
        return np.exp(z) - y * z

    def poisson_derivative(z, y):
        return np.exp(z) - y

    counts = np.round(np.exp(y))
    ours = net(loss="poisson", dtype="float64").fit(X, counts)
    theirs = net(loss=Loss(poisson, poisson_derivative, link=LOG, smallest_y=0.0), dtype="float64").fit(
        X, counts
    )
    np.testing.assert_allclose(theirs.predict(X), ours.predict(X), rtol=1e-6)
    with pytest.raises(ValueError, match=r"y must be >= 0 for loss=Loss\("):
        clone(theirs).fit(X, y)


def test_a_clone_compiles_nothing_and_an_edited_function_does():
    factor = 1 + np.random.default_rng().random()  # new in each run, because earlier code is cached on disk

    def scaled(z, y):
        return factor * (z - y) * (z - y)

    def scaled_derivative(z, y):
        return 2 * factor * (z - y)

    model = net(loss=Loss(scaled, scaled_derivative), max_iter=2)
    assert compilations(lambda: model.fit(X, y)) > 0
    assert compilations(lambda: clone(model).fit(X, y)) == 0
    losses = [model.loss_]
    factor *= 2  # the closure sees this change
    assert compilations(lambda: model.fit(X, y)) > 0
    assert model.loss_ > 1.5 * losses[0]


def test_searches_on_processes_and_pickles():
    search = GridSearchCV(
        net(max_iter=5), {"loss": [COST, "squared_error"], "activation": [SOFTSIGN]}, n_jobs=2
    )
    search.fit(X, y)
    again = pickle.loads(pickle.dumps(search.best_estimator_))
    np.testing.assert_array_equal(again.predict(X), search.predict(X))
    assert again.activation == SOFTSIGN
    again.set_params(warm_start=True).fit(X, y)


def test_functions_without_a_name_cannot_be_pickled_and_go_to_processes_all_the_same():
    model = net(max_iter=5, loss=Loss(lambda z, y: 0.5 * (z - y) ** 2, lambda z, y: z - y)).fit(X, y)
    with pytest.raises(pickle.PicklingError, match="because its value is .*<lambda>"):
        pickle.dumps(model)
    GridSearchCV(model, {"alpha": [1e-4, 1e-2]}, n_jobs=2).fit(X, y)


def test_a_second_process_finds_what_the_first_one_compiled():
    """A loss that is new in this run, so that only its code is compiled."""
    script = f"""
import numpy as np
from own_functions import cost, cost_derivative
from skreg import Loss, MLPRegressor
from skreg.compile.jit import entry_points
factor = {1 + np.random.default_rng().random()}
def scaled(z, y):
    return factor * cost(z, y)
def scaled_derivative(z, y):
    return factor * cost_derivative(z, y)
model = MLPRegressor(3, solver="lbfgs", loss=Loss(scaled, scaled_derivative), random_state=0)
model.fit(np.eye(4), np.arange(4.0))
print(sum(code.stats.cache_misses.total() for code in entry_points))
"""
    first, second = (int(run(script, PYTHONPATH="tests")) for _ in range(2))
    assert first > 0 == second


def test_onnx():
    model = net(activation=SOFTSIGN, loss=COST, max_iter=50).fit(X, y)
    exported = to_onnx(model, X[:1].astype("float32"))
    session = onnxruntime.InferenceSession(exported.SerializeToString(), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"X": X.astype("float32")})
    np.testing.assert_allclose(found[:, 0], model.predict(X), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        (
            {"activation": Activation(own.softsign, lambda z, a: 1 - np.abs(a))},
            r"Activation\(softsign, .*value and derivative must agree. At z = ",
        ),
        (
            {"loss": Loss(own.cost, lambda z, y: z - y)},
            r"Loss\(cost, .*at y = .*value and derivative must agree",
        ),
        (
            {"loss": Loss(lambda z, y: 1.0, lambda z, y: 0 * z)},
            "value must return one number for each element",
        ),
        ({"loss": LOSSES["huber"]}, "functions of z and y and no parameter"),
        ({"loss": Loss(own.cost, own.cost_derivative, regression=False)}, "Loss with regression=True"),
        (
            {"loss": Loss(lambda z, y: np.vectorize(float)(z) * 0, lambda z, y: 0 * z)},
            "cannot be compiled",
        ),
    ],
)
def test_what_cannot_be_trained_with_is_told(parameters, message):
    before = net(max_iter=2).fit(X, y)
    with pytest.raises(ValueError, match=message):
        before.set_params(**parameters).fit(X, y)
    assert len(before.coefs_) == 3


def test_warm_starts_go_on_with_the_same_entry_only():
    model = net(loss=COST, warm_start=True, max_iter=3).fit(X, y)
    clone_of_loss = clone(model).loss
    model.set_params(loss=clone_of_loss).fit(X, y)
    with pytest.raises(ValueError, match="loss must stay as it was"):
        model.set_params(loss="squared_error").fit(X, y)


def test_a_value_in_another_module_is_part_of_what_is_compiled(monkeypatch):
    """An example is ``module.FACTOR`` in an expression."""
    model = net(max_iter=1, loss=Loss(own.by_factor, own.by_factor_derivative))
    before = model.fit(X, y).loss_
    monkeypatch.setattr(own.numbers, "FACTOR", 10.0)
    assert model.fit(X, y).loss_ > 5 * before


def test_an_entry_of_the_registry_may_be_given_itself():
    named, given = net(loss="squared_error").fit(X, y), net(loss=LOSSES["squared_error"]).fit(X, y)
    np.testing.assert_array_equal(given.predict(X), named.predict(X))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Loss("cost", own.cost_derivative), "Loss: value must be a function, got 'cost'"),
        (lambda: Loss(np.abs, own.cost_derivative), "function of 2 or 3 arguments"),
        (lambda: Activation(own.softsign, own.softsign), "derivative must be a function of 2 arguments"),
    ],
)
def test_what_is_no_function_is_told_at_once(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_an_if_is_told():
    def leaky(z):
        return z if z > 0 else 0.1 * z

    with pytest.raises(ValueError, match=r"Activation\(.*leaky.*value cannot take an array.*np\.where"):
        net(activation=Activation(leaky, lambda z, a: 1.0 * (z > 0) + 0.1 * (z <= 0))).fit(X, y)


def test_targets_that_start_high_are_checked_too():
    wrong = Loss(own.squared_error, lambda z, y: 3 * (z - y), smallest_y=10.0)
    with pytest.raises(ValueError, match="must agree"):
        net(loss=wrong).fit(X, y + 20)


@pytest.mark.parametrize("function", [own.bent, own.clipped, own.rooted])
def test_functions_of_numpy_on_numbers_and_in_onnx(function):
    def derivative(z, a, h=1e-6):
        return (function(z + h) - function(z - h)) / (2 * h)

    model = net(activation=Activation(function, derivative), dtype="float64").fit(X, y)
    exported = to_onnx(model, X[:1].astype("float32"))
    session = onnxruntime.InferenceSession(exported.SerializeToString(), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"X": X.astype("float32")})
    np.testing.assert_allclose(found[:, 0], model.predict(X), rtol=1e-3, atol=1e-4)


def test_what_onnx_cannot_say_is_told():
    model = net(activation=Activation(lambda z: np.arcsinh(z), lambda z, a: 1 / np.sqrt(1 + z * z))).fit(X, y)
    with pytest.raises(TypeError, match=r"Activation\(.*cannot be translated to ONNX"):
        to_onnx(model, X[:1].astype("float32"))
