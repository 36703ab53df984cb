"""Candidates are parameters of an ordinary pipeline, which rebuilds them and can continue the search."""

import numpy as np
import pandas as pd
import pytest
from cross_validation.tiny import TINY
from sklearn.compose import TransformedTargetRegressor
from sklearn.datasets import load_diabetes, load_iris, load_wine
from sklearn.model_selection import GridSearchCV, KFold, ShuffleSplit
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from skreg import MLPClassifier, MLPClassifierCV, MLPRegressor, MLPRegressorCV
from skreg.cross_validation.budget import KEPT_SHARE, LEAST_KEPT
from skreg.cross_validation.portfolio import portfolio, whole
from skreg.preprocessing import TableEncoder

X, y = load_wine(return_X_y=True)
X_diabetes, y_diabetes = load_diabetes(return_X_y=True)
pytestmark = pytest.mark.usefixtures("unconverged")


def built(parameters, network):
    return Pipeline([("encoder", TableEncoder()), ("mlp", network())]).set_params(**parameters)


def assert_same_network(one, other):
    for a, b in zip(one["mlp"].coefs_, other["mlp"].coefs_, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("place", range(len(TINY)))
def test_each_candidate_built_anew_has_the_bits_of_its_members(place):
    folds = list(KFold(3, shuffle=True, random_state=0).split(X))
    model = MLPClassifierCV(portfolio=TINY, cv=folds, random_state=0).fit(X, y)
    of_one = model.candidates_["params"][place]
    alone = MLPClassifierCV(portfolio=[of_one], cv=folds).fit(X, y)  # its parameters include the seeds
    assert alone.best_params_ == of_one
    parts = [*(train for train, _ in folds), np.arange(len(X))]
    for member, train in zip(alone.estimators_, parts, strict=True):
        assert_same_network(built(of_one, MLPClassifier).fit(X[train], y[train]), member)


def test_the_best_candidate_is_a_member_of_the_ensemble_it_came_from():
    folds = [(np.arange(0, len(X), 2), np.arange(1, len(X), 2))]
    model = MLPClassifierCV(portfolio=TINY, cv=folds, random_state=0).fit(X, y)
    best = np.argmax(model.candidates_["validation_score"])
    assert model.best_params_ == model.candidates_["params"][best]
    anew = built(model.best_params_, MLPClassifier).fit(X[::2], y[::2])
    used = np.flatnonzero(model.candidates_["weight"])
    assert_same_network(anew, model.estimators_[list(used).index(best)])


def test_more_than_a_hundred_classes_are_classes_for_encoders_too():
    many_rows = np.random.default_rng(0).uniform(size=(1_000, 1))
    many_classes = (many_rows[:, 0] * 120).astype(int) * 7 % 120  # their order tells nothing
    splitter = ShuffleSplit(1, test_size=0.2, random_state=0)
    model = MLPClassifierCV(portfolio=TINY[1:2], cv=splitter, random_state=0).fit(many_rows, many_classes)
    (member, _), ((train, _),) = model.estimators_, splitter.split(many_rows)
    as_names = TableEncoder(numeric="piecewise_linear_tree").fit(
        many_rows[train], many_classes[train].astype(str)
    )
    as_amounts = TableEncoder(numeric="piecewise_linear_tree").fit(many_rows[train], many_classes[train])
    encoded = member["encoder"].transform(many_rows)
    np.testing.assert_array_equal(encoded, as_names.transform(many_rows))
    assert not np.array_equal(encoded, as_amounts.transform(many_rows))


def test_candidates_with_the_largest_weights_go_on_to_all_folds():
    portfolio = [{**entry, "mlp__l2": l2} for l2 in (0, 0.01, 0.1, 1) for entry in TINY]
    folds = list(KFold(3, shuffle=True, random_state=0).split(X_diabetes))
    on_first, on_all = (
        MLPRegressorCV(portfolio=portfolio, cv=cv, random_state=0).fit(X_diabetes, y_diabetes).candidates_
        for cv in (folds[:1], folds)
    )
    order = np.lexsort((-on_first["validation_score"], -on_first["weight"]))
    kept = order[: max(LEAST_KEPT, round(KEPT_SHARE * len(portfolio)))]
    np.testing.assert_array_equal(np.flatnonzero(on_all["n_folds"] == 3), np.sort(kept))
    best = np.argsort(-on_first["validation_score"])[: len(kept)]
    assert set(best) != set(kept)  # the best ones resemble each other


def test_only_the_epochs_of_our_own_portfolio_fall_with_the_number_of_rows(monkeypatch):
    monkeypatch.setattr("skreg.cross_validation.budget.MOST_ROWS_FOR_ALL_EPOCHS", 20)
    epochs = [
        MLPClassifierCV(n_candidates=1, portfolio=own).fit(X, y).best_params_["mlp__max_iter"]
        for own in (TINY, None)
    ]
    assert epochs == [8, round(64 * np.sqrt(20 / 142))]


def test_a_regressor_built_anew_scales_y():
    folds = [(np.arange(0, 442, 2), np.arange(1, 442, 2))]
    model = MLPRegressorCV(portfolio=TINY[:1], cv=folds, random_state=0).fit(X_diabetes, y_diabetes)
    scaled = (y_diabetes - y_diabetes.mean()) / y_diabetes.std()
    anew = built(model.best_params_, MLPRegressor).fit(X_diabetes[::2], scaled[::2])
    assert_same_network(anew, model.estimators_[0])
    pipeline = TransformedTargetRegressor(
        built(model.best_params_, MLPRegressor), transformer=StandardScaler()
    )
    pipeline.fit(X_diabetes[::2], y_diabetes[::2])
    own, its = pipeline.predict(X_diabetes), model.predict(X_diabetes)
    assert np.corrcoef(own, its)[0, 1] > 0.98
    assert abs(own - its).mean() < 0.2 * y_diabetes.std()


def test_a_grid_search_goes_on_with_the_best():
    model = MLPClassifierCV(portfolio=TINY, random_state=0).fit(X, y)
    pipeline = built(model.best_params_, MLPClassifier)
    search = GridSearchCV(pipeline, {"mlp__max_iter": [1, 40], "encoder__n_bins": [4, 8]}, cv=3).fit(X, y)
    assert search.best_params_["mlp__max_iter"] == 40
    assert search.best_score_ > 0.9


def test_the_table_of_candidates():
    model = MLPClassifierCV(portfolio=TINY, random_state=0).fit(X, y)
    table = pd.DataFrame(model.candidates_)
    np.testing.assert_array_equal(np.sort(table.n_folds), [1, 5, 5])
    assert table.weight.sum() == pytest.approx(1)
    assert (table.weight[table.n_folds == 1] == 0).all()
    assert (table.seconds > 0).all()
    assert table.error.isna().all()
    assert model.weights_.sum() == pytest.approx(1)
    assert len(model.estimators_) == len(model.weights_) == 5 * (table.weight > 0).sum()
    assert model.validation_score_ >= table.validation_score[table.n_folds == 5].max()


def test_a_candidate_that_fails_is_out():
    diverges = {
        **TINY[0],
        "mlp__solver": "sgd",
        "mlp__learning_rate_init": 1e30,
        "mlp__activation": "identity",
    }
    with np.errstate(all="ignore"):
        model = MLPClassifierCV(portfolio=[diverges, TINY[0]], random_state=0).fit(X, y)
    table = model.candidates_
    assert "non-finite" in table["error"][0]
    assert table["error"][1] is None
    assert np.isnan(table["validation_score"][0])
    np.testing.assert_array_equal(table["weight"], [0, 1])
    assert model.best_params_ == table["params"][1]


@pytest.mark.parametrize(("kind", "network"), [("classes", MLPClassifier), ("numbers", MLPRegressor)])
def test_the_portfolio_holds_parameters_that_exist(kind, network):
    entries = portfolio(kind)
    assert len({repr(entry) for entry in entries}) == len(entries) > 1
    for entry in entries:
        for _, step in built(whole(entry, network), network).steps:
            step._validate_params()


def test_one_portfolio_serves_both_and_changes_nothing_of_it():
    entries = [{**TINY[0], "mlp__label_smoothing": 0.1, "mlp__delta": 2.0}]
    before = repr(entries)
    MLPClassifierCV(portfolio=entries, random_state=0).fit(X, y)
    MLPRegressorCV(portfolio=entries, random_state=0).fit(X_diabetes, y_diabetes)
    assert repr(entries) == before


def test_the_portfolio_that_comes_with_skreg():
    X, y = load_iris(return_X_y=True)
    model = MLPClassifierCV(n_candidates=1, random_state=0).fit(X, y)
    assert len(model.candidates_["params"]) == 1
    assert len(model.estimators_) == 5
    assert (
        model.candidates_["params"][0].items()
        >= {"mlp__solver": "adamw", "mlp__learning_rate": "cosine"}.items()
    )
