"""All kinds of targets, labels and samples."""

import warnings

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_digits, load_iris, make_multilabel_classification
from sklearn.exceptions import DataConversionWarning
from sklearn.utils.class_weight import compute_sample_weight

from skreg import MLPClassifier, MLPRegressor

pytestmark = pytest.mark.usefixtures("unconverged")
X, y = load_iris(return_X_y=True)
X_digits, y_digits = load_digits(return_X_y=True)


@pytest.mark.parametrize(
    "labels",
    [
        [0, 1, 2],
        [-1, 5, 7],
        ["a", "bb", "c"],
        [1.0, 2.0, 3.0],
        [True, False],
        np.array(["x", "y"], dtype=object),
        [3],
    ],
    ids=str,
)
def test_labels_come_back_as_they_were(labels):
    classes = np.asarray(labels)
    targets = classes[y % len(classes)]
    model = MLPClassifier(10, max_iter=30, learning_rate_init=0.02, random_state=0).fit(X, targets)
    np.testing.assert_array_equal(model.classes_, np.unique(targets))
    predicted = model.predict(X)
    assert predicted.dtype.kind == targets.dtype.kind
    assert set(predicted) <= set(targets)
    probability = model.predict_proba(X)
    assert probability.shape == (len(X), len(classes))
    np.testing.assert_allclose(probability.sum(axis=1), 1)
    np.testing.assert_array_equal(model.classes_[probability.argmax(axis=1)], predicted)
    z = model.decision_function(X)
    if len(classes) == 2:
        np.testing.assert_array_equal(model.classes_[(z > 0).astype(int)], predicted)
    elif len(classes) > 2:
        np.testing.assert_array_equal(model.classes_[z.argmax(axis=1)], predicted)


@pytest.mark.parametrize("sparse", [False, True])
def test_multilabel(sparse):
    X, Y = make_multilabel_classification(100, 8, n_classes=4, random_state=0)
    model = MLPClassifier(30, max_iter=300, learning_rate_init=0.01, random_state=0)
    model.fit(X, sp.csr_array(Y) if sparse else Y)
    assert model.score(X, Y) > 0.7
    np.testing.assert_array_equal(model.predict(X), model.predict_proba(X) > 0.5)
    np.testing.assert_array_equal(model.predict(X), model.decision_function(X) > 0)
    early = MLPClassifier(30, max_iter=50, early_stopping=True, random_state=0).fit(X, Y)
    assert 0 <= early.best_validation_score_ <= 1


@pytest.mark.parametrize("container", [sp.csr_matrix, sp.csr_array, sp.csc_array])
def test_sparse_multilabel_with_weights_and_early_stopping(container):
    X, Y = make_multilabel_classification(100, 8, n_classes=4, random_state=0)
    common = {"hidden_layer_sizes": 10, "max_iter": 5, "early_stopping": True, "random_state": 0}
    weights = np.linspace(0.1, 1, 100)
    dense = MLPClassifier(**common).fit(X, Y, sample_weight=weights)
    sparse = MLPClassifier(**common).fit(X, container(Y), sample_weight=weights)
    assert sparse.validation_scores_ == dense.validation_scores_


@pytest.mark.parametrize("generator", [np.random.MT19937, np.random.PCG64, np.random.Philox, np.random.SFC64])
def test_any_bit_generator(generator):
    fits = [
        MLPClassifier(5, dropout=0.3, max_iter=2, random_state=np.random.RandomState(generator(seed))).fit(
            X, y
        )
        for seed in (0, 0, 1)
    ]
    assert fits[0].loss_curve_ == fits[1].loss_curve_ != fits[2].loss_curve_


def test_column_vector_warns():
    with pytest.warns(DataConversionWarning):
        MLPClassifier(5, max_iter=1).fit(X, y[:, None])
    with pytest.warns(DataConversionWarning):
        assert MLPRegressor(5, max_iter=1).fit(X, y[:, None]).predict(X).shape == (len(X),)


@pytest.mark.parametrize("class_weight", ["balanced", {0: 1, 1: 5, 2: 0.1}, {1: 3}])
def test_class_weight_is_sample_weight(class_weight):
    targets = np.repeat([0, 1, 2], [20, 50, 80])
    own = np.random.default_rng(0).random(len(X))
    common = {"hidden_layer_sizes": 8, "max_iter": 5, "random_state": 0}
    for weights in (None, own):
        one = MLPClassifier(class_weight=class_weight, **common).fit(X, targets, weights)
        product = compute_sample_weight(class_weight, targets) * (1 if weights is None else weights)
        other = MLPClassifier(**common).fit(X, targets, product)
        for a, b in zip(one.coefs_, other.coefs_, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-6)
    part = MLPClassifier(8, class_weight={0: 2.0, 1: 1.0, 2: 3.0}, random_state=0)
    part.partial_fit(X[:30], targets[:30], classes=[0, 1, 2])  # a batch without class 2


def test_weight_is_repetition():
    """A sample of weight 2 counts like two samples, to many digits in float64 with full batches."""
    repeats = np.arange(len(X)) % 3
    repeated = np.repeat(np.arange(len(X)), repeats)
    for solver in ("adam", "sgd", "adamw", "lbfgs"):
        model = MLPClassifier(
            6,
            solver=solver,
            batch_size=1000,
            shuffle=False,
            dtype="float64",
            max_iter=15,
            l1=1e-3,
            random_state=0,
        )
        with pytest.warns():
            one = model.fit(X, y, sample_weight=repeats).predict_proba(X)
            other = model.fit(X[repeated], y[repeated]).predict_proba(X)
        np.testing.assert_allclose(one, other, rtol=1e-7)


def test_unused_class_in_partial_fit():
    model = MLPClassifier(5, random_state=0)
    model.partial_fit(X[:100], y[:100], classes=[0, 1, 2])
    model.partial_fit(X[100:], y[100:])
    assert model.predict_proba(X).shape == (150, 3)
    binary = MLPClassifier(5, random_state=0).partial_fit(X[:50], y[:50], classes=[0, 1])
    assert binary.predict_proba(X).shape == (150, 2)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("Estimator", [MLPClassifier, MLPRegressor])
def test_predictions_are_in_the_type_of_the_samples(Estimator, dtype):
    model = Estimator((20, 10), dtype=dtype, max_iter=3, random_state=0).fit(X_digits, y_digits)
    assert all(part.dtype == dtype for part in model.coefs_ + model.intercepts_)
    methods = (
        ("predict_proba", "predict_log_proba", "decision_function")
        if Estimator is MLPClassifier
        else ("predict",)
    )
    for method in methods:
        wide = getattr(model, method)(X_digits)
        single = getattr(model, method)(X_digits.astype(np.float32))
        assert (wide.dtype, single.dtype) == (np.float64, np.float32)
        np.testing.assert_allclose(single, wide, rtol=1e-3, atol=1e-4)
        assert getattr(model, method)(X_digits.astype(int)).dtype == np.float64


def test_prediction_in_blocks_is_prediction_of_rows():
    many = np.tile(X_digits, (6, 1))
    model = MLPClassifier((60, 30), max_iter=3, random_state=0).fit(X_digits, y_digits)
    whole = model.predict_proba(many)
    np.testing.assert_allclose(whole[:1797], whole[-1797:], rtol=1e-10)
    np.testing.assert_allclose(whole[17:18], model.predict_proba(many[17:18]), rtol=1e-10)
    for sparse in (sp.csr_array(many), sp.csc_array(many), sp.csr_matrix(many)):
        np.testing.assert_allclose(model.predict_proba(sparse), whole, rtol=1e-8)


def test_sparse_samples_with_unsorted_and_duplicate_entries():
    csr = sp.csr_array(X_digits)
    order = np.concatenate(
        [np.arange(start, stop)[::-1] for start, stop in zip(csr.indptr, csr.indptr[1:], strict=False)]
    )
    messy = sp.csr_array(
        (
            np.repeat(csr.data[order] / 2, 2),
            np.repeat(csr.indices[order], 2).astype(np.int64),
            (2 * csr.indptr).astype(np.int64),
        ),
        shape=csr.shape,
    )
    assert messy.indices.dtype == np.int64
    assert not messy.has_canonical_format
    common = {"hidden_layer_sizes": 20, "max_iter": 3, "random_state": 0, "dtype": "float64", "dropout": 0.2}
    one = MLPClassifier(**common).fit(X_digits, y_digits)
    other = MLPClassifier(**common).fit(messy, y_digits)
    np.testing.assert_allclose(other.loss_curve_, one.loss_curve_, rtol=1e-9)
    np.testing.assert_allclose(other.predict_proba(messy), one.predict_proba(X_digits), rtol=1e-6)


def test_wide_sparse_samples_are_not_densified():
    import tracemalloc

    rng = np.random.default_rng(0)
    X = sp.csr_array(
        (rng.random(10_000), rng.integers(50_000, size=10_000), np.arange(0, 10_001, 5)), shape=(2000, 50_000)
    )
    model = MLPClassifier(4, max_iter=1, batch_size=2000, random_state=0)
    labels = np.arange(2000) % 2
    model.fit(X, labels)
    tracemalloc.start()
    model.fit(X, labels).predict_proba(X)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20e6  # dense samples would take 800 MB


@settings(deadline=None, max_examples=40)
@given(
    n=st.integers(2, 40),
    d=st.integers(1, 9),
    hidden=st.lists(st.integers(1, 12), max_size=3),
    kind=st.sampled_from(["binary", "multiclass", "multilabel", "regression", "outputs"]),
    dtype=st.sampled_from(["float32", "float64"]),
    sample_dtype=st.sampled_from([np.float32, np.float64, np.int32, np.uint8, np.float16, bool]),
    layout=st.sampled_from(["C", "F", "strided", "read-only", "csr", "csc", "list"]),
    solver=st.sampled_from(["sgd", "adam", "adamw", "lbfgs"]),
    batch_size=st.integers(1, 40),
    seed=st.integers(0, 10**6),
)
def test_any_shape_type_layout_and_target(
    n, d, hidden, kind, dtype, sample_dtype, layout, solver, batch_size, seed
):
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 4, size=(n, d)).astype(sample_dtype)  # small numbers, so that sgd does not diverge
    targets = {
        "binary": np.arange(n) % 2,
        "multiclass": np.arange(n) % 3,
        "multilabel": np.tile([[0, 1, 1], [1, 0, 1]], (n, 1))[:n],
        "regression": rng.normal(size=n),
        "outputs": rng.normal(size=(n, 2)),
    }[kind]
    laid_out = {
        "C": lambda: X,
        "F": lambda: np.asfortranarray(X),
        "strided": lambda: np.repeat(X, 2, axis=1)[:, ::2],
        "csr": lambda: sp.csr_array(X.astype(np.float64)),
        "csc": lambda: sp.csc_array(X.astype(np.float32)),
        "list": X.tolist,
        "read-only": lambda: np.frombuffer(X.tobytes(), X.dtype).reshape(X.shape),
    }[layout]()
    Estimator = MLPRegressor if kind in ("regression", "outputs") else MLPClassifier
    rate = 0.0 if solver == "lbfgs" else 0.3
    model = Estimator(
        hidden,
        solver=solver,
        dtype=dtype,
        dropout=rate,
        input_dropout=rate,
        l1=1e-3,
        max_iter=2,
        random_state=0,
        batch_size=min(batch_size, n),
    )
    model.fit(laid_out, targets)
    prediction = model.predict(laid_out)
    assert prediction.shape == targets.shape
    if Estimator is MLPRegressor:
        assert np.isfinite(prediction).all()
        dense = model.predict(X.astype(np.float64))
        np.testing.assert_allclose(prediction, dense, rtol=1e-3, atol=1e-3)
    assert all(np.isfinite(W).all() for W in model.coefs_)


def on_and_off(on, off, dtype):
    return np.where(Y_labels, on, off).astype(dtype)


X_labels, Y_labels = make_multilabel_classification(100, 8, n_classes=4, random_state=0)
SAME_LABELS = {
    "0/255": on_and_off(255, 0, np.uint8),
    "0/2.0": on_and_off(2, 0, np.float32),
    "-1/1": on_and_off(1, -1, np.int64),
    "bool": Y_labels.astype(bool),
    "frame": pd.DataFrame(on_and_off(255, 0, np.int16)),
    "csr of 255": sp.csr_matrix(on_and_off(255, 0, np.uint8)),
    "duplicate entries": sp.csr_matrix(
        (
            np.full(2 * Y_labels.sum(), 1),
            np.repeat(np.nonzero(Y_labels)[1], 2),
            2 * np.concatenate([[0], Y_labels.sum(axis=1).cumsum()]),
        ),
        shape=Y_labels.shape,
    ),
}


@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
@pytest.mark.parametrize("name", SAME_LABELS)
def test_multilabel_values_that_leave_no_doubt_are_0_and_1(name, solver):
    Y = SAME_LABELS[name]
    common = {"hidden_layer_sizes": 10, "solver": solver, "max_iter": 3, "random_state": 0}
    common |= {"early_stopping": solver == "adam"}
    expected = MLPClassifier(**common).fit(X_labels, Y_labels, X_val=X_labels, y_val=Y_labels)
    model = MLPClassifier(**common).fit(X_labels, Y, X_val=X_labels, y_val=Y)
    assert (model.loss_curve_, model.validation_scores_) == (
        expected.loss_curve_,
        expected.validation_scores_,
    )
    np.testing.assert_array_equal(model.predict(X_labels), expected.predict(X_labels))
    assert model.score(X_labels, Y) == expected.score(X_labels, Y_labels) > 0


@pytest.mark.parametrize("container", [sp.coo_array, sp.csr_matrix])
def test_sparse_labels_of_one_column(container):
    labels = np.arange(len(X)) % 3
    y_sparse = container(labels) if container is sp.coo_array else container(labels[:, None])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataConversionWarning)
        model = MLPClassifier(5, max_iter=1, random_state=0).fit(X, y_sparse)
    np.testing.assert_array_equal(model.classes_, [0, 1, 2])


def test_multilabel_values_in_a_stream():
    model = MLPClassifier(10, random_state=0).partial_fit(X_labels, SAME_LABELS["0/255"], classes=range(4))
    other = MLPClassifier(10, random_state=0).partial_fit(X_labels, Y_labels, classes=range(4))
    for row in range(3):  # each row may hold a single value
        model.partial_fit(X_labels[[row]], SAME_LABELS["0/255"][[row]])
        other.partial_fit(X_labels[[row]], Y_labels[[row]])
    np.testing.assert_array_equal(model.coefs_[0], other.coefs_[0])


@pytest.mark.parametrize(
    ("on", "off", "values"), [(2, 1, r"\[1, 2\]"), (0, -1, r"\[-1,  0\]"), (-1, -2, r"\[-2, -1\]")]
)
def test_multilabel_values_that_leave_doubt(on, off, values):
    Y = on_and_off(on, off, int)
    model = MLPClassifier(5, max_iter=1).fit(X_labels, Y_labels)
    before = [W.copy() for W in model.coefs_]
    for y_name, arguments in (("y", {"y": Y}), ("y_val", {"y": Y_labels, "X_val": X_labels, "y_val": Y})):
        with pytest.raises(ValueError, match=f"`{y_name}` must hold two values.*{values}"):
            model.fit(X_labels, **arguments)
    with pytest.raises(ValueError, match=f"`y` must hold two values.*{values}"):
        model.partial_fit(X_labels, Y)
    for W, kept in zip(model.coefs_, before, strict=True):
        np.testing.assert_array_equal(W, kept)
    counts = Y_labels * np.arange(1, 5)
    with pytest.raises(ValueError, match=r"y must hold one label per sample.*\[0, 1, 2, 3, 4\]"):
        model.fit(X_labels, counts)
