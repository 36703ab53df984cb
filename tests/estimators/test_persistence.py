"""Storage of an estimator by pickle, joblib and skops, and its use in other processes."""

import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import joblib
import numpy as np
import pytest
import skops.io
from processes import execute
from sklearn.base import clone, is_classifier
from sklearn.datasets import load_digits
from sklearn.exceptions import InconsistentVersionWarning
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import skreg
from skreg import MLPClassifier, MLPRegressor
from skreg.functions.activations import ACTIVATIONS
from skreg.functions.losses import REGRESSION_LOSSES
from skreg.functions.optimisers import OPTIMISERS

pytestmark = pytest.mark.usefixtures("unconverged")
X, y = load_digits(return_X_y=True)
X = X / 16
PICKLES = sorted((Path(__file__).parents[1] / "pickles").glob("*.pkl"))
TRUSTED = [
    "skreg.estimators.classifier.MLPClassifier",
    "skreg.estimators.compression.Compression",
    "skreg.estimators.continuing.OptimiserMemory",
    "skreg.estimators.regressor.MLPRegressor",
    "skreg.network.packing.PackedMatrix",
]


def stored(estimator):
    return pickle.loads(pickle.dumps(estimator))


def assert_same_bits(one, other):
    for a, b in zip(one.coefs_ + one.intercepts_, other.coefs_ + other.intercepts_, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_pickle_is_little_more_than_the_weights():
    net = MLPClassifier((200, 100), max_iter=3, random_state=0).fit(X, y)
    weights = sum(W.size for W in net.coefs_ + net.intercepts_) * 4
    assert len(pickle.dumps(net)) <= 1.1 * weights + 20_000
    assert len(pickle.dumps(net)) <= weights + 3_000


@pytest.mark.parametrize("solver", OPTIMISERS)
@pytest.mark.parametrize("n_chunks", [1, 7, 64])
def test_a_pickle_between_any_two_chunks_changes_no_bit(n_chunks, solver):
    net = MLPClassifier(20, solver=solver, dropout=0.3, l1=1e-4, max_norm=2.0, random_state=0)
    pickled = clone(net)
    for rows in np.array_split(np.arange(len(X)), n_chunks):
        net.partial_fit(X[rows], y[rows], classes=range(10))
        pickled = stored(pickled.partial_fit(X[rows], y[rows], classes=range(10)))
    assert_same_bits(net, pickled)


@pytest.mark.parametrize("solver", [*OPTIMISERS, "lbfgs"])
def test_a_pickle_between_warm_starts_changes_no_bit(solver):
    dropout = 0.0 if solver == "lbfgs" else 0.2
    net = MLPRegressor(20, solver=solver, dropout=dropout, max_iter=3, warm_start=True, random_state=0)
    net.fit(X, y)
    pickled = stored(net)
    for _ in range(2):
        net.fit(X, y)
        pickled = stored(pickled.fit(X, y))
    assert_same_bits(net, pickled)
    assert pickled.loss_curve_ == net.loss_curve_


@pytest.mark.parametrize("file", PICKLES, ids=lambda file: file.stem)
def test_pickles_of_all_versions_predict_and_train_on(file, recwarn):
    estimators, rows, predictions = pickle.loads(file.read_bytes())
    warned = {warning.category.__name__ for warning in recwarn}
    assert warned == (set() if file.stem.endswith(f"-{skreg.__version__}") else {"OtherVersionWarning"})
    for name, expected in predictions.items():
        estimator = estimators[name]
        if is_classifier(estimator):
            np.testing.assert_array_equal(estimator.predict(rows), expected, err_msg=name)
        else:
            np.testing.assert_allclose(estimator.predict(rows), expected, rtol=1e-6, err_msg=name)
        clone(estimator).set_params(max_iter=1).fit(rows, expected)
    n_seen = estimators["incremental"].t_
    assert estimators["incremental"].partial_fit(X, y).t_ == n_seen + len(X)


def test_another_version_warns_and_works(monkeypatch):
    net = MLPClassifier(10, max_iter=2, random_state=0).fit(X, y)
    monkeypatch.setattr("skreg.estimators.persistence.__version__", "0.0.9")
    pickled = pickle.dumps(net)
    monkeypatch.undo()
    expected = rf"pickled by skreg 0\.0\.9 and .* by skreg {skreg.__version__}"
    with pytest.warns(InconsistentVersionWarning, match=expected) as caught:
        old = pickle.loads(pickled)
    assert caught[0].filename == __file__
    np.testing.assert_array_equal(old.predict_proba(X), net.predict_proba(X))
    assert_same_bits(stored(old), net)  # it now belongs to this version, so there is no warning


@pytest.mark.parametrize(
    "parameters",
    [
        *({"activation": name} for name in ACTIVATIONS),
        *({"loss": name} for name in REGRESSION_LOSSES),
        {"hidden_layer_sizes": (5, 4), "activation": ["gelu", "tanh"]},
    ],
    ids=str,
)
def test_each_activation_and_loss_predicts_and_trains_on_after_a_pickle(parameters):
    net = MLPRegressor(max_iter=2, random_state=0, **{"hidden_layer_sizes": 5, **parameters})
    net.fit(X, y + 1.0)
    again = stored(net)
    np.testing.assert_array_equal(again.predict(X), net.predict(X))
    assert_same_bits(again.partial_fit(X, y + 1.0), net.partial_fit(X, y + 1.0))


def test_later_parameters_get_their_defaults():
    net = MLPClassifier(10, max_iter=2, l1=1e-3, random_state=0).fit(X, y)
    state = {**net.__getstate__(), "_skreg_version": "0.0.1"}
    del state["group_l1"], state["dropout_scope"]
    old = MLPClassifier.__new__(MLPClassifier)
    with pytest.warns(InconsistentVersionWarning):
        old.__setstate__(state)
    assert (old.group_l1, old.dropout_scope, old.l1) == (0.0, "sample", net.l1)
    assert repr(old) == repr(net)
    np.testing.assert_array_equal(old.compress().coefs_[0], net.compress().coefs_[0])


@pytest.mark.parametrize("later", ["swish", ["relu", "swish"]])
@pytest.mark.parametrize("parameter", ["activation", "loss"])
def test_a_network_that_only_a_later_version_knows_is_refused(parameter, later):
    net = MLPRegressor(5, max_iter=2, random_state=0).fit(X, y)
    state = {**net.__getstate__(), "_skreg_version": "9.0", parameter: later}
    with pytest.raises(ValueError, match=rf"pickled by skreg 9.0 with {parameter}=.* Load it with"):
        MLPRegressor.__new__(MLPRegressor).__setstate__(state)


class WithOwnState(MLPClassifier):
    """A subclass with its own parameter and its own state."""

    def __init__(self, hidden_layer_sizes=(5,), *, extra=1, max_iter=2, random_state=0):
        super().__init__(hidden_layer_sizes, max_iter=max_iter, random_state=random_state)
        self.extra = extra

    def __getstate__(self):
        return vars(self).copy()


def test_subclasses_with_parameters_and_states_of_their_own():
    net = clone(WithOwnState(extra=3)).fit(X, y)
    copy = WithOwnState.__new__(WithOwnState)
    copy.__setstate__(net.__getstate__())  # must not warn
    assert copy.extra == 3
    assert_same_bits(copy, net)


class WithFewParameters(MLPClassifier):
    """A subclass that passes on only a few parameters."""

    def __init__(self, hidden_layer_sizes=(5,), *, max_iter=2, random_state=0):
        super().__init__(hidden_layer_sizes, max_iter=max_iter, random_state=random_state)


def test_later_parameters_get_their_defaults_in_subclasses_too():
    net = WithFewParameters().fit(X, y)
    state = net.__getstate__()
    del state["group_l1"], state["max_iter"]
    old = WithFewParameters.__new__(WithFewParameters)
    old.__setstate__(state)
    assert (old.group_l1, old.max_iter) == (0.0, 2)
    assert_same_bits(old.fit(X, y), net)


def test_joblib_maps_the_weights_into_memory(tmp_path):
    net = MLPClassifier((50, 20), max_iter=2, random_state=0).fit(X, y)
    joblib.dump(net, tmp_path / "net.joblib")
    mapped = joblib.load(tmp_path / "net.joblib", mmap_mode="r")
    assert all(isinstance(W, np.memmap) and not W.flags.writeable for W in mapped.coefs_)
    for rows in (X.astype("float32"), X, X[:1]):
        probability = mapped.predict_proba(rows)
        np.testing.assert_array_equal(probability, net.predict_proba(rows))
        assert type(probability) is np.ndarray
    assert_same_bits(mapped.set_params(warm_start=True).fit(X, y), net.set_params(warm_start=True).fit(X, y))


@pytest.mark.parametrize(
    "estimator",
    [
        MLPClassifier((20, 10), max_iter=2, random_state=0),
        MLPClassifier(
            20,
            max_iter=5,
            l1=1e-2,
            early_stopping=True,
            warm_start=True,
            class_weight="balanced",
            random_state=0,
        ),
        MLPRegressor(hidden_layer_sizes=[5], solver="lbfgs", max_iter=5, random_state=0),
        MLPRegressor(20, max_iter=3, group_l1=3e-2, learning_rate_init=0.01, random_state=0),
    ],
    ids=["classifier", "sparse with moments", "lbfgs", "compressed"],
)
def test_skops_stores_data_only(estimator):
    net = clone(estimator).fit(StandardScaler().fit_transform(X), y)
    net = net.compress() if net.get_params()["group_l1"] else net
    pipeline = make_pipeline(StandardScaler().fit(X), net)
    content = skops.io.dumps(pipeline)
    assert set(skops.io.get_untrusted_types(data=content)) <= set(TRUSTED)
    loaded = skops.io.loads(content, trusted=TRUSTED)
    np.testing.assert_array_equal(loaded.predict(X), pipeline.predict(X))
    assert_same_bits(
        loaded[-1].set_params(warm_start=True).fit(X, y), net.set_params(warm_start=True).fit(X, y)
    )


ELSEWHERE = """
import pickle, sys
for missing in ("numba", "llvmlite"):
    sys.modules[missing] = None  # importing it raises, as where it is not installed
import numpy as np
with open(sys.argv[1], "rb") as file:
    model, X, expected = pickle.load(file)
np.testing.assert_array_equal(model.predict(X), expected)
np.testing.assert_array_equal(model.compress().predict(X), expected)
assert repr(model) and model.score(X, expected) == 1.0
assert sys.modules["numba"] is None and "skreg.compile.jit" not in sys.modules
"""


@pytest.mark.parametrize("estimator", [MLPClassifier, MLPRegressor])
def test_a_fresh_process_predicts_where_numba_is_not_installed(estimator, tmp_path):
    net = estimator(20, random_state=0, max_iter=5, dropout=0.2).fit(X, y)
    path = tmp_path / "net.pkl"
    path.write_bytes(pickle.dumps((net, X, net.predict(X))))
    result = execute("-c", ELSEWHERE, str(path))
    assert result.returncode == 0, result.stderr


PREDICTING = """
import pickle, sys
with open(sys.argv[1], "rb") as file:
    model, X = pickle.load(file)
model.predict(X), model.score(X, model.predict(X)), model.get_params(), repr(model)
of_a_fit = {"skreg.training.stochastic", "skreg.training.lbfgs", "skreg.training.threads"}
of_a_fit |= {f"skreg.fitting.{name}" for name in ("fit", "plan", "samples", "monitor", "callbacks", "resume")}
compiled = ("skreg.compile", "skreg.kernels")
loaded = {name for name in sys.modules if name in of_a_fit or name.startswith(compiled)}
assert not loaded, loaded
assert "numba" not in sys.modules
"""


@pytest.mark.parametrize("estimator", [MLPClassifier, MLPRegressor])
def test_a_process_that_only_predicts_imports_nothing_of_a_fit(estimator, tmp_path):
    net = estimator(5, random_state=0, max_iter=2, warm_start=True).fit(X, y)
    path = tmp_path / "net.pkl"
    path.write_bytes(pickle.dumps((net, X)))
    result = execute("-c", PREDICTING, str(path))
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_eight_threads_get_the_same_answers_from_one_model(dtype):
    net = MLPClassifier((100, 50), max_iter=2, random_state=0).fit(X, y)
    rows = X.astype(dtype)
    expected, begins = net.predict_proba(rows), threading.Barrier(8)

    def answers(_):
        begins.wait()
        return [net.predict_proba(rows) for _ in range(20)]

    with ThreadPoolExecutor(8) as pool:
        for results in pool.map(answers, range(8)):
            for result in results:
                np.testing.assert_array_equal(result, expected)
