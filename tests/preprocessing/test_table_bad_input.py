"""Bad input of every kind gives a message that names the column, its content and a remedy."""

import datetime
import re

import numpy as np
import pandas as pd
import polars as pl
import pytest
import scipy.sparse as sp

from skreg.preprocessing import TableEncoder

N = 80
numbers = np.arange(float(N))
days = pd.date_range("2024-01-01", periods=N)
texts = [f"customer {number}" for number in range(N)]


def frame(values):
    return pd.DataFrame({"a": numbers, "b": values})


def with_infinity(values):
    return np.where(np.arange(N) == 3, np.inf, values)


# (X, words of the message)
BAD_TABLES = {
    "dates": (frame(days), "'b'", "datetime64", "Drop it", "year"),
    "dates with a zone": (frame(days.tz_localize("UTC")), "'b'", "datetime64", "UTC"),
    "time differences": (frame(days - days[0]), "'b'", "timedelta64", "Drop it"),
    "periods": (frame(days.to_period("D")), "'b'", "period[D]", "Drop it"),
    "date objects": (frame([day.date() for day in days]), "'b'", "dates or times"),
    "time objects": (frame([datetime.time(number % 24) for number in range(N)]), "'b'", "dates or times"),
    "dates of polars": (pl.DataFrame({"a": numbers, "b": pl.Series(days.to_numpy())}), "'b'", "Datetime"),
    "dates of NumPy": (days.to_numpy()[:, None], "Column 0", "datetime64", "Drop it"),
    "text": (frame(texts), "'b'", "80 different texts in 80 rows", "'customer 0'", "categorical_features"),
    "text with gaps": (frame([*texts[:60], *[None] * 20]), "'b'", "60 different texts in 60 rows"),
    "text of polars": (
        pl.DataFrame({"a": numbers, "b": texts}),
        "'b'",
        "80 different texts",
        "TargetEncoder",
    ),
    "numbers as text": (frame([f"{number}.5" for number in range(N)]), "'b'", "pd.to_numeric"),
    "dates as text": (frame(days.strftime("%Y-%m-%d")), "'b'", "dates stored as text", "pd.to_datetime"),
    "times as text": (frame(days.strftime("%Y-%m-%dT%H:%M:%SZ")), "'b'", "dates stored as text"),
    "dates and other text": (frame([*days.strftime("%Y-%m-%d")[1:], "never"]), "'b'", "TargetEncoder"),
    "lists": (frame([[1]] * N), "'b'", "(list)"),
    "lists of polars": (pl.DataFrame({"b": [[1], [2]]}), "'b'", "(list)"),
    "long text": (frame([text * 99 for text in texts]), "'b'", "'customer 0c"),
    "lazy": (pl.DataFrame({"a": numbers}).lazy(), "LazyFrame", "X.collect()"),
    "infinity": (frame(with_infinity(numbers)), "'b'", "infinity"),
    "minus infinity": (frame(-with_infinity(numbers)), "'b'", "infinity"),
    "infinity in an array": (np.c_[numbers, with_infinity(numbers)], "column 1", "infinity"),
    "infinity in float32": (frame(with_infinity(numbers).astype(np.float32)), "'b'", "infinity"),
    "infinity in polars": (pl.DataFrame({"b": with_infinity(numbers)}), "'b'", "infinity"),
    "one name twice": (frame(numbers).set_axis(["a", "a"], axis=1), "'a'", "more than once"),
    "constants": (frame(numbers)[:1], "n_samples=1", "2 columns", "constant"),
    "all missing": (pd.DataFrame({"a": [None] * 5, "b": [np.nan] * 5}), "n_samples=5", "constant"),
    "no rows": (frame(numbers)[:0], "0 sample(s)"),
    "no columns": (frame(numbers)[[]], "0 feature(s)"),
    "no rows of polars": (pl.DataFrame({"a": []}), "0 sample(s)"),
    "one dimension": (numbers, "Expected 2D array"),
    "a series": (pd.Series(numbers), "2-dimensional"),
    "complex": (frame(numbers * 1j), "'b'", "Complex data not supported"),
    "a sparse matrix with NaN": (sp.csr_array([[1.0, np.nan]]), "NaN"),
}


@pytest.mark.parametrize("case", BAD_TABLES)
def test_bad_tables(case):
    X, *words = BAD_TABLES[case]
    with pytest.raises(ValueError, match=re.escape(words[0])) as error:
        TableEncoder().fit(X)
    for word in words:
        assert word in str(error.value)


BAD_PARAMETERS = [
    ("numeric", "splines", "'periodic'", "'splines'"),
    ("numeric", 3, "'smooth_clip'", "Got 3"),
    ("n_bins", 0, "[1, inf)", "Got 0"),
    ("n_frequencies", 1.5, "[1, inf)", "Got 1.5"),
    ("frequency_scale", 0.0, "(0.0, inf)", "Got 0.0"),
    ("max_categories", 1, "[2, inf)", "Got 1"),
    ("min_frequency", 1.5, "(0.0, 1.0)", "Got 1.5"),
    ("random_state", "zero", "RandomState", "'zero'"),
    ("categorical_features", "all", "'from_dtype'", "'all'"),
    ("categorical_features", 1, "'from_dtype'", "Got 1"),
    ("categorical_features", ["c"], "unknown names ['c']", "['a', 'b']"),
    ("categorical_features", [2], "[-2, 1]", "got [2]"),
    ("categorical_features", [True], "2 columns", "[True]"),
    ("categorical_features", [0.5], "indices", "[0.5]"),
    ("categorical_features", [[0], [1]], "indices", "[[0], [1]]"),
]


@pytest.mark.parametrize(
    ("name", "value", "words"), [(name, value, words) for name, value, *words in BAD_PARAMETERS]
)
def test_bad_parameters(name, value, words):
    with pytest.raises(ValueError, match=re.escape(words[0])) as error:
        TableEncoder(**{name: value}).fit(frame(numbers), numbers)
    for word in words:
        assert word in str(error.value)


def test_names_of_columns_that_have_none():
    with pytest.raises(ValueError, match="the columns of X have no names"):
        TableEncoder(categorical_features=["a"]).fit(np.c_[numbers, numbers])


@pytest.mark.parametrize("choice", [None, ["a"]])
@pytest.mark.parametrize(
    ("values", "words"),
    [
        (texts, "must hold numbers, got 'customer 0'"),
        (days, "must hold numbers, got values of type datetime64"),
        (days.date, "must hold numbers, got datetime.date(2024, 1, 1)"),
    ],
)
def test_columns_that_are_said_to_be_numbers(choice, values, words):
    with pytest.raises(ValueError, match="'b'") as error:
        TableEncoder(categorical_features=choice).fit(frame(values))
    assert words in str(error.value)


def test_what_is_listed_as_categories_is_taken_as_it_is():
    Z = TableEncoder(categorical_features=["b"]).fit_transform(frame(texts))
    assert Z.shape == (N, 1 + N)
    assert TableEncoder().fit_transform(frame(pd.Categorical(texts))).shape == (N, 1 + N)


def test_few_samples_and_few_texts_are_categories():
    assert TableEncoder().fit_transform(frame(texts)[:49]).shape == (49, 50)
    sixty = [f"city {min(number, 59)}" for number in range(N)]  # three quarters of 80
    assert TableEncoder().fit_transform(frame(sixty)).shape == (N, 61)


BAD_LATER = {
    "text for numbers": (frame(numbers).astype({"a": object}).replace(3.0, "x"), "'a'", "got 'x'"),
    "dates for numbers": (pd.DataFrame({"a": days, "b": numbers}), "'a'", "datetime64"),
    "infinity": (pd.DataFrame({"a": with_infinity(numbers), "b": numbers}), "'a'", "infinity"),
    "another order": (frame(numbers)[["b", "a"]], "order"),
    "other names": (frame(numbers).set_axis(["a", "c"], axis=1), "feature names", "c"),
    "fewer columns": (frame(numbers)[["a"]], "feature"),
    "lists": (frame([[1]] * N), "'b'", "list"),
    "sparse": (sp.csr_array(np.ones((2, 2))), "X must be dense"),
    "no rows": (frame(numbers)[:0], "0 sample(s)"),
}


@pytest.mark.parametrize("case", BAD_LATER)
def test_bad_tables_after_fit(case):
    X, *words = BAD_LATER[case]
    encoder = TableEncoder().fit(frame(["x", "y"] * (N // 2)))
    with pytest.raises(ValueError, match=re.escape(words[0])) as error:
        encoder.transform(X)
    for word in words:
        assert word in str(error.value)


@pytest.mark.parametrize("numeric", ["piecewise_linear", "periodic"])
def test_sparse_has_one_encoding(numeric):
    with pytest.raises(ValueError, match="smooth_clip.*" + numeric):
        TableEncoder(numeric=numeric).fit(sp.csr_array(np.eye(3)))
    with pytest.raises(ValueError, match="for a sparse X, which has no categories"):
        TableEncoder(categorical_features=[0]).fit(sp.csr_array(np.eye(3)))


def test_bins_of_a_tree_need_y():
    with pytest.raises(ValueError, match="requires y"):
        TableEncoder(numeric="piecewise_linear_tree").fit(frame(numbers))


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([1.0], "inconsistent|shape"),
        (-np.ones(N), "negative|Negative"),
        (np.zeros(N), "non-zero"),
        (np.full(N, np.nan), "NaN"),
    ],
)
def test_bad_weights(weights, words):
    with pytest.raises(ValueError, match=words):
        TableEncoder().fit(frame(numbers), sample_weight=weights)


def test_a_target_of_another_length():
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        TableEncoder().fit(frame(numbers), numbers[:3])


def test_a_failed_fit_leaves_what_was_fitted():
    encoder = TableEncoder().fit(frame(numbers))
    before = encoder.transform(frame(numbers))
    with pytest.raises(ValueError, match="dates"):
        encoder.fit(frame(days))
    np.testing.assert_array_equal(encoder.transform(frame(numbers)), before)
