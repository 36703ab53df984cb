"""Zeros make estimators and pickles smaller."""

import pickle
import warnings

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning, NotFittedError

from skreg import MLPClassifier, MLPRegressor

pytestmark = pytest.mark.usefixtures("unconverged")
X, labels = load_digits(return_X_y=True)
X = X / 16
COMMON = {
    "hidden_layer_sizes": (60, 40),
    "l1": 3e-3,
    "max_iter": 40,
    "learning_rate_init": 3e-3,
    "random_state": 0,
}
TARGETS = {
    "binary": (MLPClassifier, labels % 2),
    "multiclass": (MLPClassifier, labels),
    "strings": (MLPClassifier, np.array([f"digit {label}" for label in labels])),
    "multilabel": (MLPClassifier, np.stack([labels % 2, labels > 4], axis=1).astype(int)),
    "regression": (MLPRegressor, labels / 3.0),
    "several outputs": (MLPRegressor, np.stack([labels / 3.0, X[:, 20] * 3], axis=1)),
}


@pytest.fixture(scope="module")
def fitted():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return {
            name: Estimator(**COMMON, warm_start=True).fit(X, y) for name, (Estimator, y) in TARGETS.items()
        }


@pytest.mark.parametrize("name", TARGETS)
def test_compressed_estimators_predict_the_same(name, fitted):
    model = fitted[name]
    before = pickle.dumps(model)
    smaller = model.compress()
    assert pickle.dumps(model) == before  # unchanged
    saved = smaller.compression_
    assert smaller.hidden_layer_sizes == saved.units_after[1:-1]
    assert tuple(len(b) for b in smaller.intercepts_) == saved.units_after[1:]
    assert saved.units_before == (64, 60, 40, model.n_outputs_)
    assert sum(saved.units_after) < 0.85 * sum(saved.units_before)
    assert saved.n_parameters_after == sum(part.size for part in smaller.coefs_ + smaller.intercepts_)
    assert smaller.n_features_in_ == 64
    if isinstance(model, MLPClassifier):
        np.testing.assert_array_equal(smaller.predict(X), model.predict(X))
        np.testing.assert_allclose(smaller.predict_proba(X), model.predict_proba(X), atol=1e-5)
    else:
        np.testing.assert_allclose(smaller.predict(X), model.predict(X), atol=1e-5)


@pytest.mark.parametrize("name", TARGETS)
def test_training_goes_on_after_compression(name, fitted):
    y = TARGETS[name][1]
    smaller = fitted[name].compress()
    cost = smaller.loss_
    smaller.partial_fit(X, y)  # continues with the optimiser's moments
    assert smaller.loss_ < 1.1 * cost
    assert smaller.fit(X, y).loss_ < 1.05 * cost
    assert clone(smaller).fit(X, y).hidden_layer_sizes == smaller.hidden_layer_sizes


def test_compressing_twice_changes_nothing(fitted):
    once = fitted["multiclass"].compress()
    assert once.compress().hidden_layer_sizes == once.hidden_layer_sizes


def test_pickles_of_sparse_networks_are_small_and_come_back_bit_by_bit():
    model = MLPClassifier(
        (300, 100),
        l1=5e-4,
        learning_rate_init=2e-3,
        max_iter=150,
        tol=0,
        n_iter_no_change=np.inf,
        random_state=0,
    ).fit(X, labels)
    zeros = np.mean(np.concatenate([W.ravel() for W in model.coefs_]) == 0)
    assert zeros > 0.9
    dense = sum(W.nbytes for W in model.coefs_)
    for estimator in (model, model.compress()):
        pickled = pickle.dumps(estimator)
        assert len(pickled) <= 0.35 * dense
        again = pickle.loads(pickled)
        for ours, theirs in zip(again.coefs_, estimator.coefs_, strict=True):
            assert ours.tobytes() == theirs.tobytes()
            assert ours.flags.c_contiguous
        assert again.predict_proba(X).tobytes() == estimator.predict_proba(X).tobytes()


def test_only_fitted_estimators_can_be_compressed():
    with pytest.raises(NotFittedError):
        MLPClassifier().compress()
