"""A TableEncoder in the ONNX runtime."""

import numpy as np
import pandas as pd
import pytest
from onnxruntime import InferenceSession
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, Int64TensorType, StringTensorType
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import skreg.export  # noqa: F401
from skreg import MLPClassifier
from skreg.preprocessing import TableEncoder
from skreg.preprocessing.numeric_encodings import NUMERIC_ENCODINGS

N = 60
rng = np.random.default_rng(0)
numbers = rng.normal(size=(N, 4)).astype(np.float32)
numbers[::7, 1] = np.nan
numbers[:, 2] = 1  # constant
numbers[:9, 2] = np.nan
LATER = np.r_[numbers, np.full((1, 4), np.nan, np.float32)]
FRAME = pd.DataFrame(
    {
        "age": LATER[:N, 1],
        "sex": rng.choice(["male", "female"], N),
        "class": rng.integers(1, 4, N),
        "town": rng.choice(["A", "A", "B", "C", "D", ""], N),
    }
)
TYPES = {"age": FloatTensorType, "sex": StringTensorType, "class": Int64TensorType, "town": StringTensorType}


def run(model, inputs, **how):
    session = InferenceSession(to_onnx(model, **how).SerializeToString())
    return session.run(None, inputs)


def run_on_frame(model, frame, **how):
    types = [(name, kind([None, 1])) for name, kind in TYPES.items()]
    dtypes = {FloatTensorType: np.float32, StringTensorType: object, Int64TensorType: np.int64}
    inputs = {name: frame[[name]].to_numpy(dtypes[kind]) for name, kind in TYPES.items()}
    return run(model, inputs, initial_types=types, **how)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
def test_arrays_of_numbers(dtype):
    X = LATER if dtype is not np.int64 else np.nan_to_num(LATER * 10)
    X = X.astype(dtype)
    encoder = TableEncoder(numeric=make_pipeline(StandardScaler())).fit(X[:N])
    encoded = run(encoder, {"X": X}, X=X[:1])[0]
    assert encoded.dtype == np.float32
    np.testing.assert_allclose(encoded, encoder.transform(X), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("numeric", NUMERIC_ENCODINGS)
def test_named_encodings(numeric):
    encoder = TableEncoder(numeric=numeric, n_bins=5, random_state=0).fit(FRAME, FRAME["class"])
    np.testing.assert_allclose(
        run_on_frame(encoder, FRAME)[0], encoder.transform(FRAME), rtol=1e-5, atol=1e-5
    )


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"max_categories": 2},
        {"max_categories": None},
        {"categorical_features": ["sex", "class", "town"]},
        {"categorical_features": [1, 3]},
    ],
    ids=str,
)
def test_frames(parameters):
    encoder = TableEncoder(numeric=StandardScaler(), **parameters).fit(FRAME)
    later = pd.concat([FRAME, FRAME[:1].assign(age=np.nan, sex="other", town="Z")])
    np.testing.assert_allclose(
        run_on_frame(encoder, later)[0], encoder.transform(later), rtol=1e-5, atol=1e-6
    )


def test_missing_categories_are_empty_text():
    frame = FRAME.assign(town=FRAME["town"].replace("", None))
    encoder = TableEncoder(numeric=StandardScaler()).fit(frame)
    np.testing.assert_allclose(
        run_on_frame(encoder, FRAME)[0], encoder.transform(frame), rtol=1e-5, atol=1e-6
    )


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_a_network_behind_it():
    y = FRAME["sex"].to_numpy()
    net = MLPClassifier(5, solver="lbfgs", max_iter=20, l2=0.1, random_state=0)
    pipeline = make_pipeline(TableEncoder(numeric=StandardScaler()), net).fit(FRAME, y)
    label, probability = run_on_frame(pipeline, FRAME, options={"zipmap": False})
    np.testing.assert_array_equal(label, pipeline.predict(FRAME))
    np.testing.assert_allclose(probability, pipeline.predict_proba(FRAME), atol=1e-5)


def test_only_text():
    X = FRAME[["sex", "town"]].to_numpy(str)
    encoder = TableEncoder().fit(X)
    encoded = run(encoder, {"X": X.astype(object)}, initial_types=[("X", StringTensorType([None, 2]))])[0]
    np.testing.assert_array_equal(encoded, encoder.transform(X))


def test_what_has_no_form_in_onnx():
    from scipy.sparse import csr_array

    with pytest.raises(NotImplementedError, match="sparse"):
        to_onnx(TableEncoder().fit(csr_array(np.eye(3))), np.eye(3))
    encoder = TableEncoder(categorical_features=[0]).fit(LATER[:, :2])
    with pytest.raises(NotImplementedError, match="strings or int64"):
        to_onnx(encoder, LATER[:, :2])
    with pytest.raises(ValueError, match="4 tensors with one column each, got 2"):
        to_onnx(TableEncoder().fit(LATER), initial_types=[("a", FloatTensorType([None, 2]))] * 2)
