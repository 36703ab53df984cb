"""Columns of every type in pandas and polars, in fit and in transform."""

from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skreg.preprocessing import TableEncoder

CATEGORIES = {
    "str": pd.Series(["a", "b", None, "a"]),
    "object": pd.Series(["a", "b", None, "a"], dtype=object),
    "object with NaN": pd.Series(["a", "b", np.nan, "a"], dtype=object),
    "object with NA": pd.Series(["a", "b", pd.NA, "a"], dtype=object),
    "string": pd.Series(["a", "b", pd.NA, "a"], dtype="string"),
    "pyarrow": pd.Series(["a", "b", None, "a"], dtype="string[pyarrow]"),
    "category": pd.Series(["a", "b", None, "a"], dtype=pd.CategoricalDtype(["b", "z", "a"])),
    "ordered": pd.Series(["a", "b", None, "a"], dtype=pd.CategoricalDtype(["b", "a"], ordered=True)),
    "polars String": pl.Series(["a", "b", None, "a"]),
    "polars Categorical": pl.Series(["a", "b", None, "a"], dtype=pl.Categorical),
    "polars Enum": pl.Series(["a", "b", None, "a"], dtype=pl.Enum(["z", "b", "a"])),
}
TRUTH = {
    "object": pd.Series([True, False, None, True], dtype=object),
    "boolean": pd.Series([True, False, pd.NA, True], dtype="boolean"),
    "category": pd.Series([True, False, None, True], dtype="category"),
    "text": pd.Series(["True", "False", None, "True"]),
    "polars": pl.Series([True, False, None, True]),
    "pyarrow": pd.Series([True, False, None, True], dtype="bool[pyarrow]"),
}
NUMBERS = {
    "float64": pd.Series([1.0, 2.0, np.nan, 4.0]),
    "float32": pd.Series([1.0, 2.0, np.nan, 4.0], dtype="float32"),
    "Int64": pd.Series([1, 2, pd.NA, 4], dtype="Int64"),
    "UInt8": pd.Series([1, 2, pd.NA, 4], dtype="UInt8"),
    "Float64": pd.Series([1, 2, pd.NA, 4], dtype="Float64"),
    "Float32": pd.Series([1, 2, pd.NA, 4], dtype="Float32"),
    "pyarrow": pd.Series([1, 2, None, 4], dtype="int64[pyarrow]"),
    "objects": pd.Series([1, 2, None, 4], dtype=object),
    "objects with NA": pd.Series([1, 2.0, pd.NA, np.int8(4)], dtype=object),
    "decimals": pd.Series([Decimal(1), Decimal("2.0"), None, Decimal(4)]),
    "sparse": pd.Series(pd.arrays.SparseArray([1.0, 2.0, np.nan, 4.0])),
    "polars Int64": pl.Series([1, 2, None, 4]),
    "polars UInt8": pl.Series([1, 2, None, 4], dtype=pl.UInt8),
    "polars Float32": pl.Series([1, 2, None, 4], dtype=pl.Float32),
    "polars NaN": pl.Series([1.0, 2.0, float("nan"), 4.0]),
    "polars Decimal": pl.Series([Decimal(1), Decimal("2.0"), None, Decimal(4)]),
}
KINDS = {"categories": CATEGORIES, "truth": TRUTH, "numbers": NUMBERS}


def frame(column):
    return (pl if isinstance(column, pl.Series) else pd).DataFrame({"c": column})


@pytest.mark.parametrize(
    ("kind", "of_fit"), [(kind, case) for kind, cases in KINDS.items() for case in cases]
)
def test_types_may_differ_between_fit_and_prediction(kind, of_fit):
    columns = KINDS[kind]
    encoder = TableEncoder().fit(frame(columns[of_fit]))
    expected = TableEncoder().fit(frame(next(iter(columns.values())))).transform(frame(columns[of_fit]))
    for later in columns.values():
        Z = encoder.transform(frame(later))
        np.testing.assert_array_equal(Z, expected)
    named = encoder.get_feature_names_out().tolist()
    assert (
        named
        == {
            "categories": ["c_a", "c_b", "c_missing"],
            "truth": ["c_False", "c_True", "c_missing"],
            "numbers": ["c", "c_missing"],
        }[kind]
    )


@pytest.mark.parametrize("case", NUMBERS)
def test_numbers_that_are_listed_as_categories(case):
    encoder = TableEncoder(categorical_features=["c"]).fit(frame(NUMBERS[case]))
    assert encoder.get_feature_names_out().tolist() == ["c_1", "c_2", "c_4", "c_missing"]
    for later in NUMBERS.values():
        np.testing.assert_array_equal(encoder.transform(frame(later)), np.eye(4)[[0, 1, 3, 2]])


def test_bool_without_gaps():
    encoder = TableEncoder().fit(pd.DataFrame({"c": [True, False, True]}))
    assert encoder.get_feature_names_out().tolist() == ["c_False", "c_True"]
    np.testing.assert_array_equal(encoder.transform(pl.DataFrame({"c": [True, None]})), [[0, 1], [0, 0]])
    as_number = TableEncoder(categorical_features=None).fit(pd.DataFrame({"c": [True, False, True]}))
    assert as_number.transform(pl.DataFrame({"c": [True, False]})).shape == (2, 1)


def test_mixed_types_are_categories_and_equal_texts_are_one():
    column = pd.Series([1, "1", 1.0, "b", None, 2.5, ("x", 1), b"c"], dtype=object)
    encoder = TableEncoder().fit(frame(column))
    assert encoder.get_feature_names_out().tolist() == [
        *("c_('x', 1)", "c_1", "c_2.5", "c_b", "c_b'c'", "c_missing"),
    ]


@pytest.mark.parametrize("values", [[True, 1, 0, False], [1, True, False, 0], [0, 1, True, False]], ids=str)
def test_truth_values_are_no_numbers(values):
    encoder = TableEncoder().fit(pd.DataFrame({"c": pd.Series(values, dtype=object)}))
    assert encoder.get_feature_names_out().tolist() == ["c_0", "c_1", "c_False", "c_True"]
    later = pd.DataFrame({"c": pd.Series([0, 1, False, True], dtype=object)})
    np.testing.assert_array_equal(encoder.transform(later), np.eye(4))


def test_intervals_are_categories():
    column = pd.cut(pd.Series(np.arange(12.0)), 3)
    assert TableEncoder().fit_transform(frame(column)).shape == (12, 3)
    assert TableEncoder().fit_transform(frame(column.astype(object))).shape == (12, 3)


@pytest.mark.parametrize(
    ("X", "expected"),
    [
        ([[1, "a"], [2, "b"]], ["x0", "x1_a", "x1_b"]),
        (np.array([[1, "a"], [2, "b"]], dtype=object), ["x0", "x1_a", "x1_b"]),
        (np.array([["a", "x"], ["b", "x"]]), ["x0_a", "x0_b"]),
        (np.array([[True], [False]]), ["x0_False", "x0_True"]),
        (np.array([[1], [200]], dtype=np.uint8), ["x0"]),
        (np.array([[1], [2]], dtype=np.float16), ["x0"]),
        (np.array([[1, None], [2, 3]], dtype=object), ["x0", "x1_missing"]),
        ([[None, "a"], [2, None]], ["x0_missing", "x1_a", "x1_missing"]),
    ],
    ids=str,
)
def test_arrays_and_lists(X, expected):
    encoder = TableEncoder().fit(X)
    assert encoder.get_feature_names_out().tolist() == expected
    assert encoder.transform(X).shape == (2, len(expected))
    assert not hasattr(encoder, "feature_names_in_")


def test_columns_without_names():
    X = pd.DataFrame([[1.0, "a"], [2.0, "b"]])  # like a file without a header
    encoder = TableEncoder().fit(X)
    assert encoder.get_feature_names_out().tolist() == ["x0", "x1_a", "x1_b"]
    assert encoder.get_feature_names_out(["p", "q"]).tolist() == ["p", "q_a", "q_b"]


@pytest.mark.parametrize("library", [pd, pl])
def test_frames_are_not_changed_and_come_out_on_request(library):
    X = library.DataFrame({"n": [1.0, None, 3.0], "c": ["a", "b", "a"]})
    before = X.clone() if library is pl else X.copy()
    encoder = TableEncoder().set_output(transform=library.__name__)
    Z = encoder.fit_transform(X)
    assert isinstance(Z, library.DataFrame)
    assert list(Z.columns) == ["n", "n_missing", "c_a", "c_b"]
    assert X.equals(before)
    assert encoder.feature_names_in_.tolist() == ["n", "c"]
    assert encoder.n_features_in_ == 2


@pytest.mark.parametrize("library", [pd, pl])
def test_rows_of_weight_zero(library):
    X = library.DataFrame({"n": [1.0, 2.0, 3.0, 9.0], "c": ["a", "b", "a", "z"]})
    encoder = TableEncoder().fit(X, sample_weight=[1, 1, 1, 0])
    assert encoder.get_feature_names_out().tolist() == ["n", "c_a", "c_b"]


def test_large_integers_and_time_stamps_keep_their_digits():
    X = pd.DataFrame({"seconds": 1_700_000_000 + np.arange(50)})
    assert len(np.unique(TableEncoder().fit_transform(X))) == 50


@pytest.mark.parametrize("dtype", ["float32", "float64", "int16", "Int8", "Float32"])
def test_a_frame_is_what_its_array_is(dtype):
    X = np.random.default_rng(0).integers(-99, 99, (40, 3))
    of_frame = TableEncoder().fit_transform(pd.DataFrame(X).astype(dtype))
    np.testing.assert_array_equal(of_frame, TableEncoder().fit_transform(X))


COLUMNS = st.one_of(
    *(
        st.lists(st.none() | values, min_size=12, max_size=12)
        for values in (
            st.floats(-1e6, 1e6),
            st.integers(-9, 9),
            st.booleans(),
            st.sampled_from(["a", "b", "missing", ""]),
            st.sampled_from(["a", 1, 2.5, True]),
        )
    )
)


@settings(max_examples=40, deadline=None)
@given(st.lists(COLUMNS, min_size=1, max_size=4), st.sampled_from(["smooth_clip", "piecewise_linear"]))
def test_any_frame_of_small_columns(columns, numeric):
    X = pd.DataFrame({f"c{place}": pd.Series(values, dtype=object) for place, values in enumerate(columns)})
    X["varies"] = np.arange(12.0)
    encoder = TableEncoder(numeric=numeric)
    Z = encoder.fit_transform(X)
    assert Z.shape == (12, len(set(encoder.get_feature_names_out())))
    assert np.abs(Z).max() <= 3
    np.testing.assert_array_equal(encoder.transform(X[::-1])[::-1], Z)
    np.testing.assert_array_equal(encoder.transform(X[3:4]), Z[3:4])
