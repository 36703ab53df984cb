"""Tables and targets of every kind, as users have them."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
import sklearn
from cross_validation.tiny import TINY
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_validate

from skreg import MLPClassifierCV, MLPRegressorCV

rng = np.random.default_rng(0)
X, y = load_wine(return_X_y=True)
X_diabetes, y_diabetes = load_diabetes(return_X_y=True)
FRAME = pd.DataFrame(X[:, :4], columns=["alcohol", "acid", "ash", "alkali"])
FRAME["shop"] = rng.choice(["old town", "harbour", "station"], len(FRAME))
FRAME["open"] = rng.random(len(FRAME)) > 0.5
FRAME["nothing"] = np.nan
FRAME.loc[::6, ["acid", "ash"]] = np.nan
FRAME.loc[::7, "shop"] = None


def classifier(**parameters):
    return MLPClassifierCV(portfolio=TINY, random_state=0, **parameters)


def regressor(**parameters):
    return MLPRegressorCV(portfolio=TINY, random_state=0, **parameters)


LABELS = {
    "integers": y,
    "strings": np.array(["red", "white", "sparkling"])[y],
    "objects": np.array(["red", "white", "sparkling"], dtype=object)[y],
    "floats": y + 0.0,
    "bool": y > 0,
    "one class": np.full(len(y), "red"),
    "list": (y > 0).tolist(),
    "Series": pd.Series(y, index=rng.permutation(len(y))),
    "categories": pd.Series(y).map({0: "red", 1: "white", 2: "sparkling"}).astype("category"),
    "nullable": pd.Series(np.array(["red", "white", "sparkling"])[y], dtype="string"),
}


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_labels(labels):
    model = classifier(n_candidates=1).fit(FRAME, labels)
    given = np.asarray(labels)
    np.testing.assert_array_equal(model.classes_, np.unique(given))
    probability, predicted = model.predict_proba(FRAME), model.predict(FRAME)
    np.testing.assert_allclose(probability.sum(axis=1), 1)
    np.testing.assert_array_equal(predicted, model.classes_[probability.argmax(axis=1)])
    np.testing.assert_allclose(model.predict_log_proba(FRAME), np.log(probability))
    assert model.score(FRAME, given) == np.mean(predicted == given) > 0.75


@pytest.mark.parametrize("off", [0, -1])
@pytest.mark.parametrize("form", [np.array, sp.csr_array])
def test_several_labels(form, off):
    Y = np.stack([y == 0, y > 0, y == 2], axis=1)
    given = form(np.where(Y, 1, off)) if off == 0 else np.where(Y, 1, off)
    model = classifier().fit(X, given)
    np.testing.assert_array_equal(model.predict(X), (model.predict_proba(X) > 0.5).astype(int))
    assert model.score(X, given) > 0.8
    np.testing.assert_array_equal(model.classes_, [0, 1, 2])


@pytest.mark.parametrize("scoring", ["roc_auc", "accuracy", "f1_macro", "loss", "neg_log_loss"])
def test_scorers_of_classes(scoring):
    several = scoring if scoring != "neg_log_loss" else "average_precision"
    model = classifier(scoring=several, n_candidates=1).fit(X, np.stack([y == 0, y > 0], axis=1).astype(int))
    assert np.isfinite(model.validation_score_)
    model = classifier(scoring=scoring).fit(X, np.array(["no", "yes"])[(y > 0).astype(int)])
    if scoring in ("loss", "neg_log_loss"):
        assert model.validation_score_ == pytest.approx(classifier().fit(X, y > 0).validation_score_)


def test_scores_are_those_that_scikit_learn_gives_the_networks_of_the_fold():
    for scoring in ("accuracy", "neg_log_loss"):
        model = classifier(scoring=scoring, cv=[(np.arange(0, 178, 2), np.arange(1, 178, 2))]).fit(X, y)
        model.weights_ *= np.tile([2, 0], len(model.weights_) // 2)  # not those of all rows
        scorer = sklearn.metrics.get_scorer(scoring)
        assert scorer(model, X[1::2], y[1::2]) == pytest.approx(model.validation_score_)
    for scoring in ("r2", "neg_mean_absolute_error"):
        model = regressor(scoring=scoring, cv=[(np.arange(0, 442, 2), np.arange(1, 442, 2))])
        model.fit(X_diabetes, y_diabetes)
        model.weights_ *= np.tile([2, 0], len(model.weights_) // 2)
        scorer = sklearn.metrics.get_scorer(scoring)
        assert scorer(model, X_diabetes[1::2], y_diabetes[1::2]) == pytest.approx(model.validation_score_)


@pytest.mark.parametrize("factor", [1e-200, 1.0, 1e200])
def test_predictions_are_in_the_units_of_y_and_within_its_range(factor):
    model = regressor(n_candidates=1).fit(X_diabetes, factor * y_diabetes)
    prediction = model.predict(10 * X_diabetes)
    assert prediction.min() >= factor * y_diabetes.min() * (1 - 1e-9)
    assert prediction.max() <= factor * y_diabetes.max() * (1 + 1e-9)
    np.testing.assert_allclose(
        prediction / factor,
        regressor(n_candidates=1).fit(X_diabetes, y_diabetes).predict(10 * X_diabetes),
        rtol=1e-5,
    )


def test_several_targets_of_different_size():
    Y = np.stack([y_diabetes, -1000 * y_diabetes, np.full(442, 3.0)], axis=1)
    model = regressor().fit(X_diabetes, Y)
    prediction = model.predict(X_diabetes)
    assert prediction.shape == (442, 3)
    np.testing.assert_allclose(prediction[:, 2], 3)
    assert np.corrcoef(prediction[:, 0], -prediction[:, 1])[0, 1] > 0.98
    assert model.score(X_diabetes, Y[:, :]) > 0.5


@pytest.mark.parametrize("value", [0.0, 0.1, -7e30])
def test_a_constant_target(value):
    model = regressor().fit(X_diabetes, np.full(442, value))
    np.testing.assert_allclose(model.predict(X_diabetes), value, rtol=1e-12)


@pytest.mark.parametrize("estimator", [classifier, regressor])
def test_predictions_have_the_type_of_x(estimator):
    model = estimator(n_candidates=1).fit(X, y)
    predict = model.predict_proba if estimator is classifier else model.predict
    double = predict(X)
    single = predict(X.astype(np.float32))
    assert (double.dtype, single.dtype) == (np.float64, np.float32)
    np.testing.assert_allclose(single, double, atol=1e-3)
    assert predict(X.astype(int)).dtype == predict(X.tolist()).dtype == np.float64


@pytest.mark.parametrize("estimator", [classifier, regressor])
@pytest.mark.parametrize(
    "limit", ["skreg.cross_validation.base._ROWS_AT_A_TIME", "skreg.preprocessing.blocks._NUMBERS"]
)
def test_a_row_is_predicted_alone_as_among_others(estimator, limit, monkeypatch):
    model = estimator().fit(FRAME, y)
    predict = model.predict_proba if estimator is classifier else model.predict
    whole = predict(FRAME)
    monkeypatch.setattr(limit, 7)
    np.testing.assert_allclose(predict(FRAME), whole, rtol=1e-9)
    np.testing.assert_allclose(predict(FRAME[5:6]), whole[5:6], rtol=1e-9)
    np.testing.assert_allclose(predict(FRAME[::-1]), whole[::-1], rtol=1e-9)


@pytest.mark.parametrize(("numeric", "share"), [("smooth_clip", 1), ("periodic", 10)])
def test_a_candidate_of_many_encoded_columns_trains_on_fewer_rows(numeric, share, monkeypatch):
    monkeypatch.setattr("skreg.cross_validation.budget.MOST_ENCODED", 300)
    entry = {"encoder__numeric": numeric, "encoder__n_frequencies": 10, "mlp__max_iter": 2}
    weight = np.linspace(1, 2, len(y))
    model = MLPClassifierCV(portfolio=[entry], cv=2, random_state=0).fit(X, y, sample_weight=weight)
    for member, n_rows in zip(model.estimators_, [len(y) // 2, len(y) // 2, len(y)], strict=True):
        assert member["mlp"].t_ == member["mlp"].n_iter_ * (n_rows // share)
    assert model.score(X, y) > 1 / 3


def test_a_prediction_is_the_weighted_mean_of_the_members():
    model = regressor().fit(X_diabetes, y_diabetes)
    lowest, highest = (y_diabetes.min(), y_diabetes.max())
    total = 0
    for member, weight in zip(model.estimators_, model.weights_, strict=True):
        scaled = member["mlp"].predict(member["encoder"].transform(X_diabetes).astype(float))
        total += weight * np.clip(scaled * y_diabetes.std() + y_diabetes.mean(), lowest, highest)
    np.testing.assert_allclose(model.predict(X_diabetes), total)


def test_polars_and_pandas_say_the_same():
    polars = pytest.importorskip("polars")
    frame = polars.from_pandas(FRAME)
    labels = np.array(["red", "white", "sparkling"])[y]
    model = classifier().fit(frame, polars.Series(labels))
    np.testing.assert_array_equal(
        model.predict_proba(frame), classifier().fit(FRAME, labels).predict_proba(FRAME)
    )
    np.testing.assert_array_equal(model.predict(FRAME), model.predict(frame))
    assert list(model.feature_names_in_) == list(FRAME.columns)
    predicted = regressor(n_candidates=1).fit(frame, polars.Series(y + 0.5)).predict(frame)
    np.testing.assert_array_equal(predicted, regressor(n_candidates=1).fit(FRAME, y + 0.5).predict(FRAME))


@pytest.mark.parametrize("form", [sp.csr_array, sp.csc_matrix, sp.coo_array])
def test_sparse(form):
    wide = np.where(np.median(X, axis=0) < X, X, 0)
    same = [{**TINY[0], "encoder__numeric": name} for name in ("periodic", "smooth_clip", "piecewise_linear")]
    model = MLPClassifierCV(portfolio=same, random_state=0).fit(form(wide), y)
    assert len(model.candidates_["params"]) == 1  # the columns are only scaled, whatever the encoding
    assert model.score(form(wide), y) > 0.9
    single = form(wide.astype(np.float32))
    assert model.predict_proba(single).dtype == np.float32
    assert (regressor(n_candidates=2).fit(single, y).predict(single).dtype) == np.float32


def test_what_appears_only_at_prediction():
    train = FRAME[["alcohol", "shop"]].dropna()
    model = classifier().fit(train, y[train.index])
    new = pd.DataFrame({"alcohol": [np.nan, 13.0, np.nan], "shop": ["airport", None, "harbour"]})
    assert np.isfinite(model.predict_proba(new)).all()
    objects = pd.DataFrame({"alcohol": [None, 13.0], "shop": [pd.NA, "airport"]})
    np.testing.assert_allclose(model.predict_proba(objects[:1]).sum(axis=1), 1)


@pytest.mark.parametrize("n_rows", [2, 3, 6, 30])
def test_few_rows(n_rows):
    rows = np.r_[0, 70, 150, 1, 71, 151, 2:26][:n_rows]
    model = classifier().fit(FRAME.iloc[rows], y[rows])
    np.testing.assert_allclose(model.predict_proba(FRAME).sum(axis=1), 1)
    assert model.weights_.sum() == pytest.approx(1)
    assert np.isfinite(regressor().fit(X_diabetes[:n_rows], y_diabetes[:n_rows]).predict(X_diabetes)).all()


def test_all_rows_decide_what_a_column_is():
    frame = pd.DataFrame({"size": X[:, 0], "code": pd.Series(range(len(y)), dtype=object)})
    frame.loc[3, "code"] = "unknown"  # one fold lacks this category
    frame["code"] = frame["code"].where(frame.index < 60, "other")
    model = classifier(cv=[(np.arange(4, 178), np.arange(4)), (np.arange(150), np.arange(150, 178))]).fit(
        frame, y
    )
    assert model.best_params_["encoder__categorical_features"] == ["code"]
    assert all(member["encoder"].is_categorical_.tolist() == [False, True] for member in model.estimators_)
    chosen = classifier(categorical_features=[False, True], n_candidates=1).fit(frame.to_numpy(), y)
    assert chosen.best_params_["encoder__categorical_features"] == [1]
    assert classifier(n_candidates=1).fit(X, y).best_params_["encoder__categorical_features"] is None


def test_one_row_of_each_class():
    model = classifier().fit(X[:9], np.arange(9))
    assert np.isnan(model.validation_score_)
    assert model.best_params_ == model.candidates_["params"][0]
    assert model.predict_proba(X).shape == (178, 9)


def test_two_columns_two_hundred_levels_and_a_rare_class():
    n_rows = 600
    level = rng.integers(200, size=n_rows)
    frame = pd.DataFrame({"street": [f"street {i}" for i in level], "size": rng.normal(size=n_rows)})
    labels = np.where(level < 100, "north", "south").astype(object)
    labels[3] = "west"
    long = [{**TINY[0], "mlp__max_iter": 60, "mlp__hidden_layer_sizes": [64], "encoder__max_categories": 200}]
    model = MLPClassifierCV(portfolio=long, random_state=0).fit(frame, labels)
    assert model.score(frame, labels) > 0.9
    assert list(model.classes_) == ["north", "south", "west"]


def test_class_weight_is_a_weight_of_rows():
    weight = {0: 1.0, 1: 5.0, 2: 1.0}
    weighted = classifier(class_weight=weight, n_candidates=1).fit(X, y)
    of_rows = np.array([1.0, 5.0, 1.0])[y]
    by_rows = classifier(n_candidates=1).fit(X, y, sample_weight=of_rows)
    np.testing.assert_array_equal(weighted.predict_proba(X), by_rows.predict_proba(X))
    named = np.array(["a", "b", "c"])[y]
    by_names = classifier(class_weight=dict(zip("abc", weight.values(), strict=True)), n_candidates=1).fit(
        X, named
    )
    np.testing.assert_array_equal(by_names.predict_proba(X), by_rows.predict_proba(X))


def test_balanced_weights_find_more_of_a_rare_class():
    X, y = load_breast_cancer(return_X_y=True)
    kept = np.flatnonzero((y == 1) | (rng.random(len(y)) < 0.1))
    X, y = X[kept][:, [4, 8]], y[kept]
    plain, balanced = classifier().fit(X, y), classifier(class_weight="balanced").fit(X, y)
    assert (balanced.predict(X) == 0).sum() > (plain.predict(X) == 0).sum()


def test_weights_decide_what_is_predicted():
    weight = np.where(y_diabetes > 200, 50.0, 1.0)
    weighted = regressor().fit(X_diabetes, y_diabetes, sample_weight=weight)
    assert (
        weighted.predict(X_diabetes).mean()
        > regressor().fit(X_diabetes, y_diabetes).predict(X_diabetes).mean() + 20
    )


@sklearn.config_context(enable_metadata_routing=True)
def test_weights_and_groups_are_routed_through_a_search():
    groups, weight = np.arange(len(y)) % 6, rng.random(len(y))
    model = classifier(n_candidates=1).set_fit_request(sample_weight=True, groups=True)
    model.set_score_request(sample_weight=False)
    params = {"groups": groups, "sample_weight": weight}
    search = GridSearchCV(model, {"n_candidates": [1]}, cv=GroupKFold(3)).fit(X, y, **params)
    alone = clone(model).fit(X, y, **params)
    np.testing.assert_array_equal(search.predict_proba(X), alone.predict_proba(X))
    scores = cross_validate(model, X, y, cv=GroupKFold(3), params=params)["test_score"]
    assert (scores > 0.7).all()


@sklearn.config_context(transform_output="pandas")
def test_other_configurations_of_scikit_learn():
    model = classifier().fit(FRAME, y)
    with sklearn.config_context(transform_output="default"):
        plain = classifier().fit(FRAME, y)
    np.testing.assert_array_equal(model.predict_proba(FRAME), plain.predict_proba(FRAME))


def test_x_and_y_stay_as_they_are():
    frame, labels = FRAME.copy(), y.copy()
    classifier().fit(FRAME, y).predict(FRAME)
    pd.testing.assert_frame_equal(FRAME, frame)
    np.testing.assert_array_equal(y, labels)
