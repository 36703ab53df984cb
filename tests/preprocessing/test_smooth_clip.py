"""Laws of SmoothClipScaler, and laws that all three encoders share."""

import pickle
import tracemalloc

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from processes import run
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.exceptions import NotFittedError
from sklearn.utils.estimator_checks import parametrize_with_checks

from skreg.preprocessing import PeriodicEncoder, PiecewiseLinearEncoder, SmoothClipScaler

ENCODERS = [
    SmoothClipScaler(),
    PiecewiseLinearEncoder(),
    PiecewiseLinearEncoder(n_bins=4, strategy="tree", keep_input=True),
    PeriodicEncoder(random_state=0),
    PeriodicEncoder(n_frequencies=3, keep_input=True, random_state=0),
]
X, y = load_iris(return_X_y=True)
every_encoder = pytest.mark.parametrize("encoder", ENCODERS, ids=repr)


def encoded(numbers, limit=3.0, **fit):
    column = np.asarray(numbers, dtype=np.float64)[:, None]
    return SmoothClipScaler(limit=limit).fit(column, **fit).transform(column)[:, 0]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@parametrize_with_checks(ENCODERS)
def test_scikit_learn_checks(estimator, check):
    check(estimator)


@given(
    hnp.arrays(np.float64, st.integers(1, 40), elements=st.floats(-1e300, 1e300)),
    st.floats(0.01, 100),
)
def test_within_the_limit_and_in_the_order_of_x(x, limit):
    z = encoded(x, limit)
    assert np.all(np.abs(z) <= np.float32(limit))
    assert np.all(np.diff(z[np.argsort(x)]) >= 0)


def test_odd_around_the_median():
    x = load_breast_cancer().data[:, 13]
    scaler = SmoothClipScaler().fit(x[:, None])
    median, distances = np.median(x), np.array([[0], [0.5], [3.0], [1e3], [1e300]])
    np.testing.assert_allclose(scaler.center_, median)
    above, below = scaler.transform(median + distances), scaler.transform(median - distances)
    np.testing.assert_array_equal(above, -below)
    assert above[0] == 0


def test_quartiles_lie_one_apart_before_they_are_bent():
    x = load_breast_cancer().data[:, 13]
    quartiles = np.quantile(x, [0.25, 0.75], method="averaged_inverted_cdf")[:, None]
    z = SmoothClipScaler(limit=1e6).fit(x[:, None]).transform(quartiles)
    np.testing.assert_allclose(z[1] - z[0], 1, rtol=1e-6)


@pytest.mark.parametrize(
    ("numbers", "scale"),
    [([0] * 9 + [8], 4), ([-1] + [0] * 9 + [7], 4), ([5] * 10, 1), ([5], 1), ([1, 2, 3, 4], 2)],
)
def test_where_quartiles_are_equal_half_the_range_and_else_1(numbers, scale):
    column = np.array(numbers, dtype=float)[:, None]
    assert SmoothClipScaler().fit(column).scale_ == [scale]


def test_a_constant_column_becomes_0():
    np.testing.assert_array_equal(encoded([1e300] * 5), np.zeros(5))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_largest_numbers(dtype):
    largest = np.finfo(dtype).max
    ordinary = np.linspace(-1, 1, 21, dtype=dtype)[:, None]
    scaler = SmoothClipScaler().fit(ordinary)
    extreme = np.array([[-largest], [largest], [1e30]], dtype)
    np.testing.assert_array_equal(scaler.transform(extreme)[:, 0], [-3, 3, 3])
    z = SmoothClipScaler().fit_transform(ordinary * largest)
    np.testing.assert_allclose(z, -z[::-1], atol=1e-6)
    assert np.all(np.diff(z[:, 0]) > 0)


def test_float32_with_a_large_offset_is_computed_in_float64():
    narrow = (2.0**24 - np.arange(41)).astype(np.float32)[:, None]
    scaler = SmoothClipScaler()
    np.testing.assert_array_equal(
        scaler.fit_transform(narrow), scaler.fit_transform(narrow.astype(np.float64))
    )
    assert len(np.unique(scaler.fit_transform(narrow))) == 41


@given(st.lists(st.tuples(st.integers(-20, 20), st.integers(0, 4)), min_size=1, max_size=30))
@pytest.mark.parametrize("factor", [1, 0.1, 1e-8])
def test_a_weight_is_a_number_of_rows(factor, rows):
    numbers, weights = np.array(rows, dtype=float).T
    if not weights.any():
        weights[0] = 1
    repeated = np.repeat(numbers, weights.astype(int))[:, None]
    weighted = SmoothClipScaler().fit(numbers[:, None], sample_weight=factor * weights)
    unweighted = SmoothClipScaler().fit(repeated)
    assert (weighted.center_, weighted.scale_) == (unweighted.center_, unweighted.scale_)


# laws of all encoders


@every_encoder
def test_float32_in_and_out_with_names(encoder):
    encoder = clone(encoder).fit(X, y)
    names = encoder.get_feature_names_out(["a", "b", "c", "d"])
    Z = encoder.transform(X)
    assert Z.dtype == np.float32
    assert Z.shape == (len(X), len(names))
    assert len(set(names)) == len(names)
    assert encoder.n_features_in_ == 4
    np.testing.assert_array_equal(encoder.fit_transform(X, y), Z)


@pytest.mark.parametrize("library", ["pandas", "polars"])
@every_encoder
def test_frames(encoder, library):
    module = pytest.importorskip(library)
    frame = module.DataFrame({name: X[:, j] for j, name in enumerate("abcd")})
    encoder = clone(encoder).fit(frame, y)
    Z = encoder.transform(frame)
    assert encoder.feature_names_in_.tolist() == list("abcd")
    framed = encoder.set_output(transform=library).transform(frame)
    assert list(framed.columns) == list(encoder.get_feature_names_out())
    assert framed.columns[0].startswith("a")
    np.testing.assert_array_equal(framed.to_numpy(), Z)
    assert framed.to_numpy().dtype == np.float32


@every_encoder
def test_a_row_has_the_same_bits_alone_and_in_any_block(encoder):
    rng = np.random.default_rng(0)
    many = rng.normal(scale=[1, 10, 100, 1000], size=(2000, 4))
    encoder = clone(encoder).fit(many, many[:, 0] > 0)
    Z = encoder.transform(many)
    np.testing.assert_array_equal(Z, np.concatenate([encoder.transform(many[[i]]) for i in range(2000)]))
    np.testing.assert_array_equal(Z[1:8], encoder.transform(many[1:8]))
    np.testing.assert_array_equal(Z[::-3], encoder.transform(many[::-3]))


_LAYOUTS = {
    "C": np.ascontiguousarray,
    "Fortran": np.asfortranarray,
    "reversed": lambda A: np.ascontiguousarray(A[::-1])[::-1],
    "strided": lambda A: np.repeat(A, 2, axis=1)[:, ::2],
    "list": lambda A: A.tolist(),
}


@every_encoder
@settings(deadline=None)
@given(
    st.sampled_from(["float64", "float32", "float16", "longdouble", "int64", "int8", "uint16", "bool", "O"]),
    st.sampled_from(sorted(_LAYOUTS)),
    st.integers(1, 5),
    st.integers(2, 60),
)
def test_any_type_and_layout(encoder, dtype, layout, n_columns, n_rows):
    rng = np.random.default_rng(n_rows)
    numbers = rng.integers(0, 100, (n_rows, n_columns)).astype(dtype)
    target = rng.integers(0, 3, n_rows)
    plain = clone(encoder).fit(numbers.astype(np.float64), target)
    given_as = _LAYOUTS[layout](numbers)
    if isinstance(given_as, np.ndarray):
        given_as.flags.writeable = False
    Z = clone(encoder).fit(given_as, target).transform(given_as)
    np.testing.assert_array_equal(Z, plain.transform(numbers.astype(np.float64)))


@every_encoder
def test_x_is_not_changed(encoder):
    numbers = X.copy()
    clone(encoder).fit(numbers, y).transform(numbers)
    np.testing.assert_array_equal(numbers, X)


@every_encoder
def test_pickle_and_clone(encoder):
    encoder = clone(encoder).fit(X, y)
    again = pickle.loads(pickle.dumps(encoder))
    np.testing.assert_array_equal(again.transform(X), encoder.transform(X))
    assert again.get_params() == clone(encoder).get_params() == encoder.get_params()


@every_encoder
@pytest.mark.parametrize("dtype", ["float32", "float64", "int32"])
def test_hardly_any_memory_besides_the_result(encoder, dtype):
    many = np.random.default_rng(0).integers(-1000, 1000, (50_000, 4)).astype(dtype)
    encoder = clone(encoder).fit(many[:1000], many[:1000, 0])
    tracemalloc.start()
    result = encoder.transform(many)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < result.nbytes + 1e6


def with_value(value):
    numbers = X.copy()
    numbers[7, 2] = value
    return numbers


BAD_X = [
    (with_value(np.nan), ValueError, "NaN", "column 2", "TableEncoder", "SimpleImputer"),
    (with_value(np.inf), ValueError, "infinity", "column 2"),
    (with_value(-np.inf).astype(np.float32), ValueError, "infinity", "column 2"),
    (X.astype(np.longdouble) * np.longdouble(1e307) * 1000, ValueError, "infinity"),
    (sp.csr_array(X), TypeError, "Sparse", "dense"),
    (X + 1j, ValueError, "Complex"),
    (X.astype(str), ValueError, "numeric"),
    (np.full(X.shape, "red", dtype=object), ValueError, "could not convert"),
    (np.arange(150).astype("M8[D]")[:, None], ValueError, "real numbers", "datetime64"),
    (X[:, 0], ValueError, "2D"),
    (X[:0], ValueError, "0 sample"),
    (X[:, :0], ValueError, "0 feature"),
]


@every_encoder
@pytest.mark.parametrize(("bad", "error", "words"), [(bad, error, words) for bad, error, *words in BAD_X])
def test_bad_x(encoder, bad, error, words):
    with pytest.raises(error) as raised:
        clone(encoder).fit(bad, y[: bad.shape[0]])
    assert all(word in str(raised.value) for word in words)
    if bad.shape != X.shape:
        return
    encoder = clone(encoder).fit(X, y)
    with pytest.raises(error) as raised:
        encoder.transform(bad)
    assert all(word in str(raised.value) for word in words)


@every_encoder
def test_missing_values_and_categories_of_frames(encoder):
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"a": X[:, 0], "b": pd.array([1, None] * 75, dtype="Int64")})
    with pytest.raises(ValueError, match=r"NaN, in column 'b'.*TableEncoder"):
        clone(encoder).fit(frame, y)
    frame["b"] = pd.Categorical(["red", "green"] * 75)
    with pytest.raises(ValueError, match=r"real numbers only.*categories.*TableEncoder"):
        clone(encoder).fit(frame, y)


@every_encoder
def test_other_columns_and_not_fitted(encoder):
    with pytest.raises(NotFittedError):
        clone(encoder).transform(X)
    with pytest.raises(NotFittedError):
        clone(encoder).get_feature_names_out()
    with pytest.raises(ValueError, match="3 features"):
        clone(encoder).fit(X, y).transform(X[:, :3])


BAD_PARAMETERS = [
    (SmoothClipScaler, "limit", 0, "(0.0, 1e+30]", "Got 0"),
    (SmoothClipScaler, "limit", -1.0, "Got -1.0"),
    (SmoothClipScaler, "limit", np.nan, "nan"),
    (SmoothClipScaler, "limit", np.inf, "inf"),
    (SmoothClipScaler, "limit", "3", "Got '3'"),
    (PiecewiseLinearEncoder, "n_bins", 1, "[2, inf)", "Got 1"),
    (PiecewiseLinearEncoder, "n_bins", 4.0, "int", "Got 4.0"),
    (PiecewiseLinearEncoder, "strategy", "uniform", "quantile", "tree", "'uniform'"),
    (PiecewiseLinearEncoder, "strategy", ["tree"], "['tree']"),
    (PeriodicEncoder, "n_frequencies", 0, "[1, inf)", "Got 0"),
    (PeriodicEncoder, "frequency_scale", 0.0, "(0.0, inf)", "Got 0.0"),
    (PeriodicEncoder, "frequency_scale", np.inf, "inf"),
    (PeriodicEncoder, "keep_input", "yes", "bool", "'yes'"),
    (PiecewiseLinearEncoder, "keep_input", 2, "bool", "Got 2"),
    (PeriodicEncoder, "random_state", "zero", "'zero'"),
]


@pytest.mark.parametrize(
    ("encoder", "name", "value", "words"),
    [(e, name, value, words) for e, name, value, *words in BAD_PARAMETERS],
)
def test_bad_parameters(encoder, name, value, words):
    with pytest.raises(ValueError, match=f"'{name}' parameter of {encoder.__name__}") as raised:
        encoder(**{name: value}).fit(X, y)
    assert all(word in str(raised.value) for word in words)
    with pytest.raises(TypeError, match="positional"):
        encoder(value)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (-np.ones(150), ["Negative", "sample_weight"]),
        (np.zeros(150), ["non-zero"]),
        (np.full(150, np.nan), ["NaN", "sample_weight"]),
        (np.full(150, np.inf), ["infinity", "sample_weight"]),
        (np.full(150, 1e308), ["finite sum", "1e+308"]),
        (np.ones(3), ["sample_weight", "(3,)"]),
    ],
)
@pytest.mark.parametrize("encoder", ENCODERS[:3], ids=repr)
def test_bad_weights(encoder, weights, words):
    with pytest.raises(ValueError, match=r".") as raised:
        clone(encoder).fit(X, y, sample_weight=weights)
    assert all(word in str(raised.value) for word in words)


def test_numba_is_not_imported():
    run(
        """
import sys
import numpy as np
from skreg.preprocessing import PeriodicEncoder, PiecewiseLinearEncoder, SmoothClipScaler
X = np.arange(40.0).reshape(20, 2)
for encoder in (PeriodicEncoder(), PiecewiseLinearEncoder(strategy="tree"), SmoothClipScaler()):
    encoder.fit_transform(X, X[:, 0])
assert not {"numba", "llvmlite"} & set(sys.modules)
"""
    )
