import numpy as np
import pytest
from onnxruntime import InferenceSession
from skl2onnx import to_onnx
from sklearn.base import clone
from sklearn.compose import make_column_transformer
from sklearn.datasets import load_breast_cancer
from sklearn.pipeline import make_pipeline

import skreg.export  # noqa: F401
from skreg import MLPClassifier
from skreg.preprocessing import PeriodicEncoder, PiecewiseLinearEncoder, SmoothClipScaler

ENCODERS = [
    SmoothClipScaler(),
    SmoothClipScaler(limit=0.5),
    PiecewiseLinearEncoder(),
    PiecewiseLinearEncoder(n_bins=4, strategy="tree"),
    PeriodicEncoder(random_state=0),
    PeriodicEncoder(n_frequencies=3, keep_input=True, random_state=0),
    make_pipeline(SmoothClipScaler(), PeriodicEncoder(keep_input=True, random_state=0)),
]
X, y = load_breast_cancer(return_X_y=True)
every_encoder = pytest.mark.parametrize("encoder", ENCODERS, ids=range(len(ENCODERS)))


def run(model, X, **options):
    """Outputs of the model in the ONNX runtime."""
    session = InferenceSession(to_onnx(model, X[:1], options=options).SerializeToString())
    return session.run(None, {session.get_inputs()[0].name: X})


@every_encoder
@pytest.mark.parametrize("dtype", ["float32", "float64", "int64"])
def test_encoded_columns(encoder, dtype):
    columns = X.astype(dtype)
    encoder = clone(encoder).fit(columns, y)
    [Z] = run(encoder, columns)
    assert Z.dtype == np.float32
    np.testing.assert_allclose(Z, encoder.transform(columns), atol=1e-6)


@every_encoder
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_large_numbers(encoder, dtype):
    columns = (1e4 + 1e3 * X).astype(dtype)
    encoder = clone(encoder).fit(columns, y)
    [Z] = run(encoder, columns)
    np.testing.assert_allclose(Z, encoder.transform(columns), rtol=1e-6, atol=1e-5)
    columns[:5] = np.finfo(dtype).max * np.linspace(-1, 1, 5, dtype=dtype)[:, None]
    [Z] = run(encoder, columns)
    np.testing.assert_allclose(Z, encoder.transform(columns), rtol=1e-6, atol=1e-5)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@every_encoder
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_in_front_of_a_network(encoder, dtype):
    columns = X.astype(dtype)
    net = MLPClassifier((5,), solver="lbfgs", l2=1e-2, max_iter=30, random_state=0)
    model = make_pipeline(clone(encoder), net).fit(columns, y)
    label, probability = run(model, columns, zipmap=False)
    np.testing.assert_array_equal(label, model.predict(columns))
    np.testing.assert_allclose(probability, model.predict_proba(columns), atol=1e-4)


def test_different_encoders_for_different_columns():
    model = make_column_transformer(
        (SmoothClipScaler(), [0, 1]), (PiecewiseLinearEncoder(n_bins=3), [2]), (PeriodicEncoder(), [5])
    ).fit(X)
    [Z] = run(model, X)
    np.testing.assert_allclose(Z, model.transform(X), atol=1e-6)


def test_a_frame_has_an_input_for_each_column():
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"radius": X[:, 0], "area": X[:, 3].astype(int)})
    model = make_pipeline(SmoothClipScaler(), PiecewiseLinearEncoder()).fit(frame)
    session = InferenceSession(to_onnx(model, frame[:1]).SerializeToString())
    [Z] = session.run(None, {name: frame[[name]].to_numpy() for name in frame})
    np.testing.assert_allclose(Z, model.transform(frame), atol=1e-6)


def test_nothing_but_constant_columns():
    encoder = PiecewiseLinearEncoder().fit(np.ones((20, 3)))
    with pytest.raises(ValueError, match="must return at least one column"):
        run(encoder, np.ones((20, 3)))
