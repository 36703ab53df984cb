import subprocess
import sys

import numpy as np
import pytest
from onnxruntime import InferenceSession
from skl2onnx import to_onnx
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import make_column_transformer
from sklearn.datasets import load_diabetes, load_digits, load_iris
from sklearn.model_selection import GridSearchCV
from sklearn.neural_network import MLPClassifier as ScikitLearnClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import skreg.export  # noqa: F401
from skreg import MLPClassifier, MLPRegressor
from skreg.export.network import Graph
from skreg.export.translation import translated
from skreg.functions.activations import ACTIVATIONS
from skreg.functions.losses import REGRESSION_LOSSES

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
digits, digit = load_digits(return_X_y=True)
digits = digits / 16
LABELS = {
    "multiclass": digit,
    "binary": digit > 4,
    "strings": np.array(list("abcdefghij"))[digit],
    "objects": np.array(list("abcdefghij"), dtype=object)[digit],
    "two strings": np.array(["small", "large"])[(digit > 4).astype(int)],
    "floats": digit + 1.0,
    "one class": np.zeros_like(digit),
    "multilabel": np.stack([digit > 4, digit % 2, digit < 2, digit == 7], axis=1).astype(int),
    "two labels": np.stack([digit > 4, digit % 2], axis=1).astype(int),
}


def run(model, X, **options):
    """Outputs of the model in the ONNX runtime."""
    session = InferenceSession(to_onnx(model, X[:1], options=options).SerializeToString())
    return session.run(None, {session.get_inputs()[0].name: X})


def fitted_classifier(y, compressed=False, **parameters):
    l1 = 1e-3 if compressed else 0.0
    net = MLPClassifier((30, 20), l1=l1, learning_rate_init=0.01, max_iter=5, random_state=0, **parameters)
    net.fit(digits, y)
    return net.compress() if compressed else net


both_dtypes = pytest.mark.parametrize("dtype", ["float32", "float64"])
whole_or_compressed = pytest.mark.parametrize("compressed", [False, True], ids=["whole", "compressed"])


@both_dtypes
@whole_or_compressed
@pytest.mark.parametrize(
    ("activation", "target"),
    [*((name, "multiclass") for name in ACTIVATIONS), *(("relu", target) for target in LABELS)],
)
def test_labels_and_probabilities(activation, target, compressed, dtype):
    net = fitted_classifier(LABELS[target], compressed, activation=activation)
    X = digits.astype(dtype)
    label, probability = run(net, X, zipmap=False)
    np.testing.assert_array_equal(label, net.predict(X))
    assert probability.dtype == dtype
    np.testing.assert_allclose(probability, net.predict_proba(X), atol=1e-5)


@both_dtypes
@whole_or_compressed
@pytest.mark.parametrize("n_targets", [1, 2])
@pytest.mark.parametrize(
    ("activation", "loss"),
    [*((name, "poisson") for name in ACTIVATIONS), *(("relu", loss) for loss in REGRESSION_LOSSES)],
)
def test_predicted_numbers(activation, loss, n_targets, compressed, dtype):
    X, y = load_diabetes(return_X_y=True)
    X, y = (10 * X).astype(dtype), np.stack([y / 100, y / 50], axis=1)[:, :n_targets].squeeze()
    l1 = 1e-2 if compressed else 0.0
    net = MLPRegressor((30, 20), activation=activation, loss=loss, l1=l1, max_iter=30, random_state=0)
    net.fit(X, y)
    net = net.compress() if compressed else net
    [predicted] = run(net, X)
    assert predicted.dtype == dtype
    assert predicted.shape == (len(X), n_targets)
    np.testing.assert_allclose(predicted, net.predict(X).reshape(-1, n_targets), atol=1e-5, rtol=1e-5)


def test_an_activation_for_each_layer():
    net = fitted_classifier(digit, activation=["gelu", "tanh"])
    label, probability = run(net, digits, zipmap=False)
    np.testing.assert_array_equal(label, net.predict(digits))
    np.testing.assert_allclose(probability, net.predict_proba(digits), atol=1e-5)


def test_a_function_that_onnx_is_not_known_to_have():
    graph = Graph.__new__(Graph)
    with pytest.raises(TypeError, match="arcsinh"):
        translated(np.arcsinh, graph, None)


@pytest.mark.parametrize("zipmap", [True, False, "columns"])
@pytest.mark.parametrize("target", ["multiclass", "binary", "strings", "multilabel"])
def test_outputs_look_like_those_of_scikit_learns_classifier(target, zipmap):
    y, X = LABELS[target], digits.astype("float32")
    peer = ScikitLearnClassifier((5,), max_iter=1, random_state=0).fit(X, y)
    expected = run(peer, X[:3], zipmap=zipmap)
    outputs = run(MLPClassifier((5,), max_iter=1, random_state=0).fit(X, y), X[:3], zipmap=zipmap)
    assert len(outputs) == len(expected)
    for output, like in zip(outputs, expected, strict=True):
        if isinstance(like, list):
            assert [list(row) for row in output] == [list(row) for row in like]
        else:
            assert (output.dtype, output.shape) == (like.dtype, like.shape)


def test_labels_by_number_and_beside_the_probabilities():
    net = fitted_classifier(LABELS["strings"])
    X = digits.astype("float32")
    label, _ = run(net, X, zipmap=False, nocl=True)
    np.testing.assert_array_equal(net.classes_[label], net.predict(X))
    *_, classes = run(net, X, zipmap=False, output_class_labels=True)
    np.testing.assert_array_equal(classes, net.classes_)


def test_inside_a_pipeline_and_a_search():
    X, y = load_iris(return_X_y=True)
    X = X.astype("float32")
    columns = make_column_transformer((StandardScaler(), [0, 1]), (MinMaxScaler(), [2, 3]))
    net = MLPClassifier((10,), solver="lbfgs", random_state=0)
    search = GridSearchCV(make_pipeline(columns, net), {"mlpclassifier__l1": [1e-3, 1e-2]}).fit(X, y)
    label, probability = run(search, X, zipmap=False)
    np.testing.assert_array_equal(label, search.predict(X))
    np.testing.assert_allclose(probability, search.predict_proba(X), atol=1e-5)


def test_integers_go_in_and_floats_come_out():
    X = (16 * digits).astype(np.int64)
    net = MLPClassifier((), solver="lbfgs", random_state=0, max_iter=30, tol=1e-2).fit(X, digit)
    label, probability = run(net, X, zipmap=False)
    assert probability.dtype == np.float32
    np.testing.assert_array_equal(label, net.predict(X))
    np.testing.assert_allclose(probability, net.predict_proba(X), atol=1e-5)


def test_labels_that_onnx_does_not_know():
    net = fitted_classifier(digit > 4)
    net.classes_ = np.array([1, "a"], dtype=object)
    with pytest.raises(ValueError, match="64-bit integers or strings in ONNX"):
        run(net, digits.astype("float32"), zipmap=False)


def test_skreg_does_not_need_it_and_says_how_to_get_it():
    code = """
import sys
sys.modules["skl2onnx"] = None
import skreg
try:
    import skreg.export
except ImportError as error:
    assert "pip install 'skreg[onnx]'" in str(error)
else:
    raise AssertionError
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("target", ["multiclass", "binary"])
def test_calibrated_on_its_logits(target):
    net = MLPClassifier((10,), max_iter=20, random_state=0)
    model = CalibratedClassifierCV(net, cv=2).fit(digits, LABELS[target])
    X = digits.astype("float32")
    session = InferenceSession(
        to_onnx(model, X[:1], options={id(model): {"zipmap": False}}).SerializeToString()
    )
    label, probability = session.run(None, {"X": X})
    np.testing.assert_array_equal(label, model.predict(X))
    np.testing.assert_allclose(probability, model.predict_proba(X), atol=1e-5)


def test_one_input_only_and_labels_of_64_bits():
    columns = load_iris(as_frame=True)
    net = MLPClassifier((5,), max_iter=2, random_state=0).fit(columns.data, columns.target)
    with pytest.raises(RuntimeError, match="input"):
        to_onnx(net, columns.data[:1])
    net = fitted_classifier((digit > 4).astype(np.uint64) + np.uint64(2**63))
    with pytest.raises(ValueError, match="64-bit integers or strings"):
        run(net, digits.astype("float32"), zipmap=False)
