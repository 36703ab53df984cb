"""Bad input of every kind gives an error that names the parameter, and keeps an earlier fit."""

import copy
import re

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from cross_validation.tiny import TINY
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_wine
from sklearn.model_selection import KFold, LeaveOneGroupOut, TimeSeriesSplit

from skreg import MLPClassifier, MLPClassifierCV, MLPRegressor, MLPRegressorCV

rng = np.random.default_rng(0)
X, y = load_wine(return_X_y=True)
rows = np.arange(len(X))
X_diabetes, y_diabetes = load_diabetes(return_X_y=True)
FRAME = pd.DataFrame(X).add_prefix("c")


def with_value(array, value):
    array = np.array(array, dtype=float)
    array.flat[4] = value
    return array


def failing_scorer(estimator, X, y):
    raise ValueError("of the scorer")


# parameters, words of the message
BAD_PARAMETERS = [
    ({"n_candidates": 0}, "'n_candidates'", "[1, inf)", "Got 0"),
    ({"n_candidates": 1.5}, "'n_candidates'", "[1, inf)", "Got 1.5"),
    ({"n_candidates": "all"}, "'n_candidates'", "Got 'all'"),
    ({"portfolio": []}, "portfolio", "at least one dict", "empty"),
    ({"portfolio": "best"}, "'portfolio'", "Got 'best'"),
    ({"portfolio": {"mlp__l2": 0.1}}, "'portfolio'", "Got {'mlp__l2': 0.1}"),
    ({"portfolio": [TINY[0], ["mlp__l2"]]}, "portfolio[1]", "dicts", "['mlp__l2']"),
    ({"portfolio": [{"l2": 0.1}]}, "portfolio[0]", "'encoder__…'", "'mlp__…'", "'l2'", "'mlp__l2'"),
    ({"portfolio": [{"mlp__droput": 0.1}]}, "portfolio[0]", "'mlp__droput'", "'mlp__dropout'"),
    ({"portfolio": [{"encoder__bins": 4}]}, "portfolio[0]", "'encoder__bins'", "'encoder__n_bins'"),
    ({"portfolio": [{3: 4}]}, "portfolio[0]", "got 3"),
    ({"portfolio": [{"mlp__dropout": 2.0}]}, "portfolio[0]", "'dropout'", "[0.0, 1.0)", "2.0"),
    ({"portfolio": [{"mlp__l2": [0.1]}]}, "portfolio[0]", "l2", "per weight matrix", "[0.1]"),
    ({"portfolio": [{"mlp__solver": "lbfgs", "mlp__dropout": 0.1}]}, "portfolio[0]", "dropout", "'lbfgs'"),
    ({"portfolio": [{"encoder__numeric": "fourier"}]}, "portfolio[0]", "'numeric'", "'fourier'"),
    ({"portfolio": [{"mlp__warm_start": True}]}, "portfolio[0]", "'mlp__warm_start'"),
    ({"portfolio": [{"mlp__class_weight": "balanced"}]}, "portfolio[0]", "class_weight of MLPClassifierCV"),
    ({"categorical_features": "names"}, "'categorical_features'", "'from_dtype'", "'names'"),
    ({"categorical_features": ["c99"]}, "categorical_features", "c99"),
    ({"categorical_features": [99]}, "categorical_features", "[99]"),
    ({"cv": "five"}, "'cv'", "Got 'five'"),
    ({"cv": 1}, "'cv'", "[2, inf)", "Got 1"),
    ({"cv": []}, "cv", "at least one pair", "[]"),
    ({"cv": [(rows, [])]}, "cv", "the validation part of fold 0 has none"),
    ({"cv": [([], rows)]}, "cv", "the training part of fold 0 has none"),
    ({"cv": [(rows, rows + 1)]}, "cv", "indices of the 178 rows"),
    ({"cv": [(rows - 1, rows)]}, "cv", "indices of the 178 rows"),
    ({"cv": [(rows / 2, rows)]}, "cv", "indices of the 178 rows"),
    ({"cv": TimeSeriesSplit(3)}, "cv", "training part of fold 0 lacks the classes [1, 2]", "TimeSeriesSplit"),
    ({"cv": LeaveOneGroupOut()}, "'groups'", "None"),
    ({"cv": 100}, "cv=100 cannot split these 178 rows", "n_splits=100"),
    ({"cv": 80}, "cv=80 cannot split these 178 rows", "each class"),
    ({"scoring": "sharpness"}, "scoring", "get_scorer_names", "'sharpness'"),
    ({"scoring": "roc_auc"}, "scoring='roc_auc'", "cannot score", "multi_class"),
    ({"scoring": failing_scorer}, "scoring=", "cannot score", "of the scorer"),
    ({"scoring": lambda *given: np.nan}, "scoring=", "cannot score", "nan"),
    ({"scoring": lambda *given: "good"}, "scoring", "one number", "'good'"),
    ({"class_weight": "even"}, "'class_weight'", "'balanced'", "'even'"),
    ({"class_weight": {"a": 1, 0: 1}}, "not in class_weight"),
    ({"class_weight": {0: -1.0, 1: 1.0, 2: 1.0}}, "class_weight", ">= 0", "-1.0"),
    ({"n_jobs": 1.5}, "'n_jobs'", "1.5"),
    ({"n_jobs": 0}, "'n_jobs'", "range (-inf, -1]", "range [1, inf)", "Got 0"),
    ({"random_state": "zero"}, "'random_state'", "'zero'"),
    ({"verbose": "loud"}, "'verbose'", "'loud'"),
]
BAD_DATA = [
    ("NaN in y", (X, with_value(y, np.nan)), "y contains NaN"),
    ("None in y", (X, [None, *y[1:]]), "y"),
    ("no label in y", (X, pd.Series(["a", "b"] * 89).mask(rows == 3)), "y contains NaN", "Drop rows"),
    ("numbers as classes", (X, rng.normal(size=len(X))), "Unknown label type: continuous"),
    ("two outputs", (X, np.stack([y, y + 1], axis=1)), "Multioutput target data is not supported"),
    ("no y", (X, None), "requires y to be passed"),
    ("lengths", (X, y[1:]), "inconsistent numbers of samples: [178, 177]"),
    ("no rows", (X[:0], y[:0]), "0 sample(s)"),
    ("no columns", (X[:, :0], y), "0 feature(s)"),
    ("1-D", (X[:, 0], y), "Expected 2D array, got 1D"),
    ("infinity", (with_value(X, np.inf), y), "X contains infinity"),
    ("complex", (X + 1j, y), "Complex data not supported"),
    ("constant columns", (np.ones((178, 2)), y), "no column to learn from"),
    ("dates", (FRAME.assign(day=pd.Timestamp("2020-02-02")), y), "'day' holds dates"),
    ("names", (FRAME.assign(name=[f"name {i}" for i in rows]), y), "'name' holds", "different texts"),
    ("sparse NaN", (sp.csr_array(with_value(X, np.nan)), y), "contains NaN"),
    ("weights", (X, y, -np.ones(178)), "Negative values in data passed to `sample_weight`"),
    ("NaN weights", (X, y, np.full(178, np.nan)), "sample_weight contains NaN"),
    ("no weight", (X, y, np.zeros(178)), "at least one non-zero number"),
    ("few weights", (X, y, np.ones(9)), "(9,), expected (178,)"),
    ("one group", (X, y, None, np.zeros(178)), "groups must hold at least two groups"),
    ("few groups", (X, y, None, np.zeros(9)), "inconsistent numbers of samples: [178, 178, 9]"),
    ("class of one group", (X, y, None, y), "cv must leave training rows of each class", "lacks the classes"),
]


@pytest.fixture(scope="module")
def fitted():
    return MLPClassifierCV(portfolio=TINY[:1], random_state=0).fit(FRAME, y)


def assert_raises_and_keeps(model, words, *given, **parameters):
    model = copy.deepcopy(model)
    before = dict(vars(model.set_params(**parameters)))
    with pytest.raises((ValueError, TypeError)) as raised:
        model.fit(*given)
    for word in words:
        assert word in str(raised.value)
    assert vars(model) == before
    model.predict(FRAME[:3])


@pytest.mark.parametrize(("parameters", "words"), [(case[0], case[1:]) for case in BAD_PARAMETERS])
def test_bad_parameters(fitted, parameters, words):
    assert_raises_and_keeps(fitted, words, FRAME, y, **parameters)


@pytest.mark.parametrize(
    ("given", "words"), [(*case[1:2], case[2:]) for case in BAD_DATA], ids=[case[0] for case in BAD_DATA]
)
def test_bad_data(fitted, given, words):
    assert_raises_and_keeps(fitted, words, *given)


@pytest.mark.parametrize("bad", [np.nan, np.inf, "a"])
def test_bad_numbers(bad):
    y = y_diabetes.astype(object)
    y[3] = bad
    with pytest.raises(ValueError, match="y contains|could not convert|y must"):
        MLPRegressorCV(portfolio=TINY[:1]).fit(X_diabetes, y if bad == "a" else y.astype(float))


def test_class_weight_of_labels_of_which_each_row_has_several():
    Y = np.stack([y == 0, y == 1], axis=1).astype(int)
    with pytest.raises(ValueError, match="class_weight is not supported for multilabel targets"):
        MLPClassifierCV(portfolio=TINY[:1], class_weight="balanced").fit(X, Y)


def test_a_splitter_that_ignores_groups_says_so():
    with pytest.warns(UserWarning, match="groups parameter is ignored by KFold"):
        MLPClassifierCV(portfolio=TINY[:1], cv=KFold(2, shuffle=True, random_state=0)).fit(X, y, groups=y)


PREDICT = [
    ("columns", FRAME.iloc[:, 1:], "feature names"),
    ("names", FRAME.rename(columns={"c0": "d0"}), "feature names"),
    ("order", FRAME[FRAME.columns[::-1]], "feature names"),
    ("1-D", X[0], "Expected 2D array, got 1D"),
    ("text", FRAME.assign(c0="a"), "'c0' must hold numbers"),
    ("infinity", FRAME.assign(c0=np.inf), "infinity"),
    ("no rows", FRAME[:0], "0 sample(s)"),
    ("sparse", sp.csr_array(X), "feature names|dense"),
]


@pytest.mark.parametrize(("name", "bad", "words"), PREDICT, ids=[case[0] for case in PREDICT])
@pytest.mark.filterwarnings("ignore:X does not have valid feature names")
def test_bad_tables_to_predict_for(fitted, name, bad, words):
    with pytest.raises(ValueError, match=words.replace("(", r"\(").replace(")", r"\)")):
        fitted.predict(bad)


def test_an_array_after_a_frame_gives_one_warning_about_names(fitted):
    with pytest.warns(UserWarning, match="valid feature names") as warned:
        probability = fitted.predict_proba(FRAME.to_numpy())
    (warning,) = warned
    assert "MLPClassifierCV was fitted with feature names" in str(warning.message)
    np.testing.assert_array_equal(probability, fitted.predict_proba(FRAME))


def test_other_widths_of_arrays():
    model = MLPRegressorCV(portfolio=TINY[:1]).fit(X_diabetes, y_diabetes)
    with pytest.raises(ValueError, match="X has 9 features, but MLPRegressorCV is expecting 10"):
        model.predict(X_diabetes[:, 1:])


def with_strings(X):
    """X as objects, with a string among the numbers of the first column."""
    X = X.astype(object)
    X[0, 0] = "red"
    return X


TABLES = {
    "NaN": (with_value(X, np.nan), [np.array, sp.csr_array, pd.DataFrame]),
    "strings (could not convert string to float: 'red')": (with_strings(X), [np.array, pd.DataFrame, list]),
}
FORMS = [(found, form(table)) for found, (table, forms) in TABLES.items() for form in forms]


@pytest.mark.parametrize("estimator", [MLPClassifier, MLPRegressor])
@pytest.mark.parametrize(("found", "table"), FORMS, ids=[f"{f[:3]}-{type(t).__name__}" for f, t in FORMS])
@pytest.mark.usefixtures("unconverged")
def test_one_network_says_what_to_do_about_a_table(estimator, found, table):
    net = estimator(5, max_iter=1).fit(X, y)
    for call in (lambda X: clone(net).fit(X, y), lambda X: net.partial_fit(X, y), net.predict):
        with pytest.raises(ValueError, match=re.escape(f"Input X contains {found}.")) as raised:
            call(table)
        assert f"{estimator.__name__}CV also takes missing values and strings" in str(raised.value)
        assert "TableEncoder" in str(raised.value)
        assert "HistGradientBoosting" not in str(raised.value)


@pytest.mark.parametrize("of_type", [np.array, sp.csr_array, lambda X: X.astype(object)])
def test_strings_in_y_are_not_said_to_be_in_x_of_another_type(of_type):
    with pytest.raises(ValueError, match="^y must hold real numbers, got strings .*'red'"):
        MLPRegressor().fit(of_type(X), with_strings(X)[:, 0])


def test_strings_in_y_are_not_said_to_be_in_x():
    with pytest.raises(ValueError, match="^y must hold real numbers, got strings .*'red'"):
        MLPRegressor().fit(X, with_strings(X)[:, 0])
