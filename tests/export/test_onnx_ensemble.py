"""The estimators with built-in cross-validation in the ONNX runtime."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from cross_validation.tiny import TINY
from onnxruntime import InferenceSession
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.datasets import load_diabetes, load_wine

import skreg.export  # noqa: F401
from skreg import MLPClassifierCV, MLPRegressorCV

X, y = load_wine(return_X_y=True)
GAPS = np.where(np.random.default_rng(0).random(X.shape) < 0.1, np.nan, X)
LABELS = {
    "classes": y,
    "two classes": y > 0,
    "strings": np.array(["red", "white", "sparkling"])[y],
    "two strings": np.array(["no", "yes"])[(y > 0).astype(int)],
    "one class": np.zeros(len(y), int),
    "labels": np.stack([y == 0, y > 0, y == 2], axis=1).astype(int),
}


def session(model, **how):
    return InferenceSession(to_onnx(model, **how).SerializeToString())


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_classifiers_of_arrays_with_missing_values(labels, dtype):
    X = GAPS.astype(dtype)
    model = MLPClassifierCV(portfolio=TINY, random_state=0).fit(X, labels)
    label, probability = session(model, X=X[:1], options={"zipmap": False}).run(None, {"X": X})
    assert probability.dtype == dtype
    np.testing.assert_allclose(probability, model.predict_proba(X), atol=1e-4)
    np.testing.assert_array_equal(label, model.predict(X))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_targets", [1, 2])
def test_regressors_of_arrays(n_targets, dtype):
    X, y = load_diabetes(return_X_y=True)
    X = X.astype(dtype)
    y = y if n_targets == 1 else np.stack([y, -y], axis=1)
    model = MLPRegressorCV(portfolio=TINY, random_state=0).fit(X, y)
    (prediction,) = session(model, X=X[:1]).run(None, {"X": X})
    expected = model.predict(X).reshape(len(X), -1)
    assert prediction.dtype == dtype
    assert abs(prediction - expected).max() < 1e-4 * y.std()


@pytest.mark.parametrize("estimator", [MLPClassifierCV, MLPRegressorCV])
def test_frames(estimator):
    frame = pd.DataFrame(GAPS[:, :3].astype(np.float32), columns=["alcohol", "acid", "ash"])
    frame["shop"] = np.array(["harbour", "station", "old town"])[np.arange(len(y)) % 3]
    model = estimator(portfolio=TINY, random_state=0).fit(frame, y)
    tensors = {name: FloatTensorType([None, 1]) for name in frame} | {"shop": StringTensorType([None, 1])}
    options = {"options": {"zipmap": False}} if estimator is MLPClassifierCV else {}
    runtime = session(model, initial_types=list(tensors.items()), **options)
    found = runtime.run(
        None, {name: frame[[name]].to_numpy(object if name == "shop" else np.float32) for name in frame}
    )
    expected = model.predict_proba(frame) if estimator is MLPClassifierCV else model.predict(frame)[:, None]
    np.testing.assert_allclose(found[-1], expected, atol=1e-4)


def test_sparse_columns_have_no_form():
    model = MLPRegressorCV(portfolio=TINY[:1], random_state=0).fit(sp.csr_array(X), y)
    with pytest.raises(NotImplementedError, match="no sparse tensors"):
        to_onnx(model, X[:1])
