"""Encoding of numbers, categories and gaps by TableEncoder."""

import pickle
import subprocess
import sys
import tracemalloc

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
import sklearn
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, MaxAbsScaler, StandardScaler

from skreg.preprocessing import SmoothClipScaler, TableEncoder
from skreg.preprocessing.blocks import row_blocks
from skreg.preprocessing.missing import fill_evenly, weighted_median
from skreg.preprocessing.numeric_encodings import NUMERIC_ENCODINGS

rng = np.random.default_rng(0)
N = 60
FRAME = pd.DataFrame(
    {
        "age": np.where(np.arange(N) % 7 == 3, np.nan, rng.normal(40, 10, N)),
        "fare": rng.gamma(2, 10, N),
        "sex": rng.choice(["female", "male"], N),
        "deck": rng.choice(["A", "B", None], N),
    }
)
y = rng.integers(0, 2, N)


def names(encoder):
    return encoder.get_feature_names_out().tolist()


def test_numbers_come_first_then_gaps_then_categories():
    encoder = TableEncoder().fit(FRAME)
    Z = encoder.transform(FRAME)
    assert names(encoder) == [
        *("age", "fare", "age_missing", "sex_female", "sex_male", "deck_A", "deck_B", "deck_missing"),
    ]
    assert Z.dtype == np.float32
    assert Z.flags.c_contiguous
    assert encoder.is_categorical_.tolist() == [False, False, True, True]
    np.testing.assert_array_equal(Z[:, 2], FRAME["age"].isna())
    np.testing.assert_array_equal(Z[:, 3], FRAME["sex"] == "female")
    np.testing.assert_array_equal(Z[:, 7], FRAME["deck"].isna())
    np.testing.assert_allclose(Z[FRAME["age"].isna(), 0], 0, atol=1e-6)


@pytest.mark.parametrize("name", NUMERIC_ENCODINGS)
def test_each_encoding_is_that_of_its_transformer(name):
    X = rng.normal(size=(N, 3))
    encoder = TableEncoder(numeric=name, n_bins=4, n_frequencies=3, random_state=0)
    expected = NUMERIC_ENCODINGS[name].make(encoder)
    np.testing.assert_array_equal(encoder.fit_transform(X, y), expected.fit(X, y).transform(X))
    assert names(encoder) == expected.get_feature_names_out(["x0", "x1", "x2"]).tolist()


@pytest.mark.parametrize("name", NUMERIC_ENCODINGS)
def test_each_encoding_is_told_in_the_docstring(name):
    assert f'- "{name}": ' in TableEncoder.__doc__


def test_an_own_transformer_is_copied_and_never_changes_what_it_is_given():
    X = rng.normal(size=(N, 3))
    before, given = X.copy(), StandardScaler(copy=False)
    Z = TableEncoder(numeric=given).fit_transform(X)
    np.testing.assert_allclose(Z, StandardScaler().fit_transform(X), rtol=1e-6)
    TableEncoder(numeric=make_pipeline(given, given)).fit_transform(X)
    np.testing.assert_array_equal(X, before)
    assert not hasattr(given, "mean_")


def test_scikit_learns_output_configuration_is_for_the_outside_only():
    with sklearn.config_context(transform_output="pandas"):
        Z = TableEncoder(numeric="periodic", n_frequencies=2, random_state=0).fit_transform(FRAME)
    assert isinstance(Z, pd.DataFrame)
    assert Z.index.equals(FRAME.index)


def test_the_filling_does_not_narrow_the_quartiles():
    column = rng.normal(size=1000)
    with_gaps = np.where(rng.random(1000) < 0.6, np.nan, column)
    whole = SmoothClipScaler().fit(with_gaps[~np.isnan(with_gaps), None])
    encoder = TableEncoder().fit(with_gaps[:, None])
    np.testing.assert_allclose(
        encoder.transform(column[:, None])[:, 0], whole.transform(column[:, None])[:, 0], atol=0.02
    )
    np.testing.assert_allclose(encoder.transform([[np.nan]]), [[0, 1]], atol=1e-6)


def test_gaps_that_only_come_later_are_the_median():
    X = np.c_[[1.0, 2.0, 3.0, 10.0, 5.0], [0.0, 1.0, 1.0, 0.0, 1.0]]
    encoder = TableEncoder().fit(X)
    np.testing.assert_array_equal(encoder.transform([[np.nan, 1]]), encoder.transform([[3.0, 1]]))


def test_what_is_constant_or_wholly_missing_is_left_out():
    X = pd.DataFrame(
        {
            "same": 5.0,
            "none": np.nan,
            "gap": np.where(np.arange(N) < 9, np.nan, 1.0),
            "varies": np.arange(N, dtype=float),
            "one": "a",
            "nothing": None,
            "a_or_none": np.where(np.arange(N) < 9, None, "a"),
        }
    )
    encoder = TableEncoder().fit(X)
    assert names(encoder) == ["varies", "gap_missing", "a_or_none_a", "a_or_none_missing"]
    assert encoder.transform(X).shape == (N, 4)
    assert encoder.transform(X.assign(none=1.0, same=7.0, one="b")).shape == (N, 4)


def test_only_gaps_vary():
    X = np.c_[np.where(np.arange(N) < 9, np.nan, 1.0)]
    np.testing.assert_array_equal(TableEncoder().fit_transform(X), np.isnan(X))


def test_categories_that_fit_has_not_seen_are_zeros():
    X = pd.DataFrame({"c": ["a", "b"] * 5})
    encoder = TableEncoder().fit(X)
    np.testing.assert_array_equal(
        encoder.transform(pd.DataFrame({"c": ["b", "z", None]})), [[0, 1], [0, 0], [0, 0]]
    )


@pytest.mark.parametrize("parameters", [{"max_categories": 3}, {"min_frequency": 4}, {"min_frequency": 0.12}])
def test_rare_categories_share_a_column_with_the_unseen(parameters):
    X = pd.DataFrame({"c": ["a"] * 20 + ["b"] * 10 + ["c", "d", "e"]})
    encoder = TableEncoder(**parameters).fit(X)
    assert names(encoder) == ["c_a", "c_b", "c_infrequent_sklearn"]
    later = pd.DataFrame({"c": ["a", "d", "z", None]})
    np.testing.assert_array_equal(encoder.transform(later), [[1, 0, 0], [0, 0, 1], [0, 0, 1], [0, 0, 1]])


def test_many_categories_get_at_most_128_columns():
    X = pd.DataFrame({"c": rng.integers(0, 300, 2000).astype(str)})
    assert TableEncoder().fit_transform(X).shape == (2000, 128)
    assert TableEncoder(max_categories=None).fit_transform(X).shape[1] == X["c"].nunique()


@pytest.mark.parametrize(
    "choice", [["b"], [1], [-1], [False, True], np.array([1]), np.array(["b"]), pd.Index(["b"])], ids=str
)
def test_categorical_features_are_chosen_by_name_index_or_mask(choice):
    X = pd.DataFrame({"a": [1, 2, 3, 4], "b": [10, 20, 10, 20]})
    encoder = TableEncoder(categorical_features=choice).fit(X)
    assert names(encoder) == ["a", "b_10", "b_20"]
    assert names(encoder.set_params(categorical_features=None).fit(X)) == ["a", "b"]
    assert names(encoder.set_params(categorical_features=[]).fit(X)) == ["a", "b"]


def test_names_occur_once():
    X = pd.DataFrame({"a": [1.0, np.nan, 3.0], "a_missing": [1.0, 2.0, 4.0], "b": ["missing", None, "c"]})
    assert names(TableEncoder().fit(X)) == [
        *("a", "a_missing", "a_missing_2", "b_c", "b_missing", "b_missing_2"),
    ]


def test_weights_of_zero_are_no_samples_and_weights_of_ones_no_weights():
    X = FRAME.copy()
    X.loc[50:, "sex"] = "other"
    X.loc[50:, "fare"] = np.nan
    weights = np.where(np.arange(N) < 50, 1.0, 0.0)
    weighted, first = TableEncoder().fit(X, sample_weight=weights), TableEncoder().fit(X[:50])
    np.testing.assert_array_equal(weighted.transform(X), first.transform(X))
    assert names(weighted) == names(first)
    ones = TableEncoder().fit(X, sample_weight=np.ones(N))
    np.testing.assert_array_equal(ones.transform(X), TableEncoder().fit(X).transform(X))


def test_a_weight_of_two_counts_as_two_numbers():
    column, weights = np.array([3.0, 1.0, np.nan, 2.0, 7.0]), np.array([2.0, 1.0, 5.0, 1.0, 2.0])
    for power in range(3):
        repeated = np.repeat(column, (weights * 2**power).astype(int))
        assert weighted_median(column, weights * 2.0**power) == np.nanmedian(repeated)
    assert weighted_median(np.array([4.0]), np.array([0.3])) == 4.0


@pytest.mark.parametrize("n_gaps", [1, 2, 5, 40])
@pytest.mark.parametrize("n_present", [1, 2, 5, 8])
def test_filled_gaps_keep_the_median(n_gaps, n_present):
    column = np.r_[rng.normal(size=n_present), np.full(n_gaps, np.nan)]
    median = np.nanmedian(column)
    fill_evenly(column)
    np.testing.assert_allclose(np.median(column), median, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("make", [sp.csr_array, sp.csc_array, sp.csr_matrix])
def test_sparse_stays_sparse(make):
    X = make(sp.random(N, 5, 0.3, random_state=0, data_rvs=lambda n: rng.normal(size=n)))
    before = X.copy()
    encoder = TableEncoder().fit(X)
    Z = encoder.transform(X)
    assert type(Z) is type(X)
    assert Z.dtype == np.float32
    assert Z.nnz == X.nnz
    np.testing.assert_allclose(Z.toarray(), MaxAbsScaler().fit_transform(X).toarray(), rtol=1e-6)
    np.testing.assert_array_equal(X.toarray(), before.toarray())
    assert names(encoder) == [f"x{column}" for column in range(5)]
    weights = np.where(np.arange(N) < 30, 1.0, 0.0)
    np.testing.assert_array_equal(
        encoder.fit(X, sample_weight=weights).transform(X).toarray(),
        clone(encoder).fit(X[:30]).transform(X).toarray(),
    )


def test_clone_pickle_and_a_pipeline():
    pipeline = make_pipeline(
        TableEncoder(numeric="periodic_and_linear", random_state=0), LogisticRegression()
    )
    pipeline = clone(pipeline).fit(FRAME, y)
    copy = pickle.loads(pickle.dumps(pipeline))
    np.testing.assert_array_equal(copy.predict_proba(FRAME), pipeline.predict_proba(FRAME))


def test_rows_are_encoded_in_blocks_and_a_row_has_the_same_bits_alone():
    X = rng.normal(size=(40_000, 70)).astype(np.float32)
    X[::9, 3] = np.nan
    assert len(row_blocks(40_000, 71)) > 2
    encoder = TableEncoder(numeric=FunctionTransformer(feature_names_out="one-to-one")).fit(X)
    Z = encoder.transform(X)
    np.testing.assert_array_equal(Z[:, 4:70], X[:, 4:])
    np.testing.assert_array_equal(Z[::9], encoder.transform(X[::9]))


@pytest.mark.parametrize(("share", "limit"), [(0, 1.0), (0.01, 1.75)])
def test_memory(share, limit):
    X = rng.random((200_000, 30), dtype=np.float32)
    X[rng.random(X.shape) < share] = np.nan
    encoder, before = TableEncoder(), X.copy()
    tracemalloc.start()
    encoder.fit(X)
    of_fit = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    start = tracemalloc.get_traced_memory()[0]
    Z = encoder.transform(X)
    of_transform = tracemalloc.get_traced_memory()[1] - start
    tracemalloc.stop()
    assert of_fit < limit * X.nbytes
    assert of_transform < Z.nbytes + 16e6
    np.testing.assert_array_equal(X, before)


def test_nothing_of_numba_is_imported():
    code = (
        "import sys, numpy as np; from skreg.preprocessing import TableEncoder;"
        "TableEncoder().fit_transform(np.eye(5));"
        "print([name for name in ('numba', 'polars') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
