"""The same random_state gives the same bits, in threads, processes and any order."""

import joblib
import numpy as np
import pytest
from cross_validation.tiny import TINY
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_wine
from sklearn.model_selection import GridSearchCV, ShuffleSplit

from skreg import MLPClassifierCV, MLPRegressorCV

X, y = load_wine(return_X_y=True)


def model(**parameters):
    return MLPClassifierCV(portfolio=TINY, random_state=0, **parameters)


def assert_same_bits(one, other):
    np.testing.assert_array_equal(one.predict_proba(X), other.predict_proba(X))
    np.testing.assert_array_equal(one.weights_, other.weights_)
    assert one.validation_score_ == other.validation_score_
    assert one.best_params_ == other.best_params_


@pytest.mark.parametrize("backend", ["threading", "loky"])
def test_side_by_side(backend):
    with joblib.parallel_config(backend):
        assert_same_bits(model(n_jobs=2).fit(X, y), model(n_jobs=1).fit(X, y))


def test_a_second_fit_and_a_clone():
    one = model().fit(X, y)
    before = clone(one).fit(X, y)
    assert_same_bits(one.fit(X, y), before)


def test_labels_of_any_kind_and_data_of_any_layout():
    plain = model().fit(X, y)
    named = model().fit(np.asfortranarray(X).tolist(), np.array(["x", "y", "z"], dtype=object)[y])
    np.testing.assert_array_equal(named.predict_proba(X), plain.predict_proba(X))
    assert list(named.classes_) == ["x", "y", "z"]
    np.testing.assert_array_equal(named.predict(X), named.classes_[plain.predict(X)])


def test_other_seeds_give_other_networks():
    assert (
        model().set_params(random_state=1).fit(X, y).predict_proba(X) != model().fit(X, y).predict_proba(X)
    ).any()


def test_below_a_grid_search_over_n_candidates():
    search = GridSearchCV(model(), {"n_candidates": [1, 3]}, cv=ShuffleSplit(1, random_state=0)).fit(X, y)
    assert_same_bits(search.best_estimator_, model(**search.best_params_).fit(X, y))
    assert len(search.best_estimator_.candidates_["params"]) == search.best_params_["n_candidates"]


def test_weights_of_ones_and_of_twos_are_no_weights():
    X, y = load_diabetes(return_X_y=True)
    plain = MLPRegressorCV(portfolio=TINY[:1], random_state=0).fit(X, y)
    for weight in (np.ones(len(X)), np.full(len(X), 2.0), 2.0):
        weighted = MLPRegressorCV(portfolio=TINY[:1], random_state=0).fit(X, y, sample_weight=weight)
        np.testing.assert_array_equal(weighted.predict(X), plain.predict(X))


def test_rows_of_weight_zero_are_as_if_they_were_not_there():
    kept = np.random.default_rng(0).random(len(X)) > 0.3
    weighted = model().fit(X, y, sample_weight=kept.astype(float))
    np.testing.assert_allclose(
        weighted.predict_proba(X), model().fit(X[kept], y[kept]).predict_proba(X), atol=1e-4
    )
