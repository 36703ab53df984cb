import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.compose import make_column_transformer
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.utils import get_tags

from skreg.preprocessing import PiecewiseLinearEncoder, SmoothClipScaler
from skreg.preprocessing.bins import STRATEGIES

X, y = load_breast_cancer(return_X_y=True)
every_strategy = pytest.mark.parametrize("strategy", STRATEGIES)
columns = hnp.arrays(np.float64, st.integers(1, 60), elements=st.floats(-1e6, 1e6))


def fitted(x, strategy="quantile", n_bins=4, target=None, **fit):
    target = np.arange(len(x)) % 3 if target is None else target
    return PiecewiseLinearEncoder(n_bins=n_bins, strategy=strategy).fit(
        np.reshape(x, (len(x), -1)), target, **fit
    )


@every_strategy
@settings(deadline=None)
@given(columns, st.integers(2, 20))
def test_ramps_rise_one_after_the_other(strategy, x, n_bins):
    x = np.sort(x)
    encoder = fitted(x, strategy, n_bins)
    ramps = encoder.transform(np.concatenate([[x[0] - 1], x, [x[-1] + 1]])[:, None])
    assert ramps.shape[1] <= n_bins
    assert ramps.min(initial=0) >= 0
    assert ramps.max(initial=0) <= 1
    assert np.all(np.diff(ramps, axis=0) >= 0)
    begun, ended = ramps[:, 1:] > 0, ramps[:, :-1] == 1
    assert np.all(ended | ~begun)  # only one of them is between 0 and 1
    assert np.all(ramps[0] == 0)
    assert np.all(ramps[-1] == 1)


@every_strategy
@settings(deadline=None)
@given(columns, st.integers(2, 20))
def test_x_can_be_rebuilt_from_its_ramps(strategy, x, n_bins):
    encoder = fitted(x, strategy, n_bins)
    edges = encoder.bin_edges_[0]
    rebuilt = edges[0] + encoder.transform(x[:, None]) @ np.diff(edges)
    np.testing.assert_allclose(rebuilt, x, rtol=1e-6, atol=1e-6 * np.abs(edges).max())


@every_strategy
def test_the_sum_of_ramps_is_strictly_increasing_within_the_range(strategy):
    x = X[:, 0]
    encoder = fitted(x, strategy, target=y)
    grid = np.linspace(x.min(), x.max(), 1000)
    assert np.all(np.diff(encoder.transform(grid[:, None]).sum(axis=1)) > 0)


def test_edges_are_quantiles():
    encoder = PiecewiseLinearEncoder(n_bins=10).fit(X)
    shares = np.linspace(0, 1, 11)
    for column, edges in zip(X.T, encoder.bin_edges_, strict=True):
        expected = np.unique(np.quantile(column, shares, method="averaged_inverted_cdf"))
        np.testing.assert_allclose(edges, expected, rtol=1e-14)


@every_strategy
@pytest.mark.parametrize("n_values", [2, 3, 16, 17])
def test_each_step_between_few_values_is_a_ramp(strategy, n_values):
    x = np.arange(200) % n_values * 10.0
    encoder = fitted(x, strategy, 16)
    np.testing.assert_array_equal(encoder.bin_edges_[0], np.unique(x))
    ramps = encoder.transform(x[:, None])
    np.testing.assert_array_equal(ramps, x[:, None] > np.arange(n_values - 1) * 10)


@every_strategy
def test_constant_columns_have_no_ramp(strategy):
    x = np.stack([np.ones(30), np.arange(30), np.full(30, -1e300)], axis=1)
    encoder = fitted(x, strategy, 4)
    n_ramps = [len(edges) - 1 for edges in encoder.bin_edges_]
    assert n_ramps[0] == n_ramps[2] == 0
    assert all(name.startswith("x1_ramp") for name in encoder.get_feature_names_out())
    assert encoder.transform(x).shape == (30, n_ramps[1])


@every_strategy
def test_nothing_but_constant_columns(strategy):
    x = np.ones((30, 2))
    encoder = fitted(x, strategy)
    assert encoder.transform(x).shape == (30, 0)
    assert encoder.get_feature_names_out().shape == (0,)
    beside = make_column_transformer((encoder, [0, 1]), (SmoothClipScaler(), [2]))
    assert beside.fit_transform(np.c_[x, np.arange(30)], np.arange(30) % 2).shape == (30, 1)


def test_names():
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"age": [1.0, 2, 3], "sex": [0, 1, 0], "site": [5, 5, 5]})
    names = PiecewiseLinearEncoder().fit(frame).get_feature_names_out()
    assert names.tolist() == ["age_ramp0", "age_ramp1", "sex_ramp0"]


@given(st.lists(st.tuples(st.integers(-20, 20), st.integers(0, 4)), min_size=1, max_size=60))
@pytest.mark.parametrize("factor", [1, 0.1, 1e-8])
def test_a_weight_is_a_number_of_rows(factor, rows):
    numbers, weights = np.array(rows, dtype=float).T
    if not weights.any():
        weights[0] = 1
    repeated = np.repeat(numbers, weights.astype(int))
    weighted = fitted(numbers, sample_weight=factor * weights)
    np.testing.assert_array_equal(weighted.bin_edges_[0], fitted(repeated).bin_edges_[0])


TARGETS = {
    "two classes": y,
    "booleans": y == 1,
    "strings": np.where(y, "benign", "malignant"),
    "objects": np.where(y, "benign", "malignant").astype(object),
    "labels": np.stack([y, X[:, 2] > 80, X[:, 3] > 500], axis=1).astype(int),
    "amounts": X[:, 3],
    "whole amounts": X[:, 3].astype(int),
    "several amounts": X[:, [3, 5]],
}


@pytest.mark.parametrize("target", TARGETS)
def test_weights_of_a_tree_are_numbers_of_rows(target):
    targets = TARGETS[target]
    weights = np.random.default_rng(0).integers(0, 4, len(X))
    weighted = fitted(X[:, :6], "tree", 8, targets, sample_weight=weights)
    repeated = fitted(X[:, :6].repeat(weights, axis=0), "tree", 8, targets.repeat(weights, axis=0))
    for edges, same in zip(weighted.bin_edges_, repeated.bin_edges_, strict=True):
        np.testing.assert_array_equal(edges, same)
    kept = fitted(X[weights > 0, :6], "tree", 8, targets[weights > 0])
    without = fitted(X[:, :6], "tree", 8, targets, sample_weight=weights > 0)
    for edges, same in zip(without.bin_edges_, kept.bin_edges_, strict=True):
        np.testing.assert_array_equal(edges, same)


@pytest.mark.parametrize("target", ["two classes", "strings", "whole amounts", "amounts"])
def test_the_tree_cuts_where_y_changes(target):
    x = np.arange(1000.0)
    kinds = {
        "two classes": x >= 700,
        "strings": np.where(x >= 700, "high", "low"),
        "whole amounts": (x >= 700) * 1000 + np.arange(1000) % 200,
        "amounts": (x >= 700) * 1e300,
    }
    edges = fitted(x, "tree", 2, kinds[target]).bin_edges_[0]
    np.testing.assert_array_equal(edges, [0, 699.5, 999])


def test_each_of_several_outputs_counts_alike():
    x = np.arange(1000.0)
    small, large = (x >= 200) * 1e-6, (x >= 600) * 1e6
    edges = fitted(x, "tree", 3, np.stack([small, large], axis=1)).bin_edges_[0]
    np.testing.assert_array_equal(edges, [0, 199.5, 599.5, 999])
    edges = fitted(x, "tree", 3, np.stack([small > 0, large > 0], axis=1)).bin_edges_[0]
    np.testing.assert_array_equal(edges, [0, 199.5, 599.5, 999])


def test_the_tree_sees_the_order_of_numbers_only():
    x, target = load_diabetes(return_X_y=True)
    plain = fitted(x, "tree", 8, target)
    far_off = fitted(1e9 + x, "tree", 8, target)  # beyond what float32 holds
    huge = fitted(1e300 * x, "tree", 8, target)
    for edges, shifted, scaled in zip(plain.bin_edges_, far_off.bin_edges_, huge.bin_edges_, strict=True):
        np.testing.assert_allclose(shifted - 1e9, edges, atol=1e-6)
        np.testing.assert_allclose(scaled / 1e300, edges)


def test_leaves_are_not_small():
    rng = np.random.default_rng(0)
    x = rng.normal(size=2000)
    for n_bins in (2, 10, 40):
        edges = fitted(x, "tree", n_bins, rng.normal(size=2000)).bin_edges_[0]
        assert np.histogram(x, edges)[0].min() >= 2000 / (4 * n_bins)


def test_y_that_says_nothing():
    edges = fitted(X[:, 0], "tree", target=np.zeros(len(X))).bin_edges_[0]
    np.testing.assert_array_equal(edges, [X[:, 0].min(), X[:, 0].max()])


flowers, kind = load_iris(return_X_y=True)
BAD_Y = [
    (None, ValueError, "strategy='tree'", "requires y"),
    (kind[:5], ValueError, "inconsistent numbers of samples"),
    (np.where(kind == 1, np.nan, 1.0), ValueError, "y contains NaN"),
    (np.where(kind == 1, np.inf, 1.0), ValueError, "y contains infinity"),
    (sp.csr_array(np.eye(3)[kind]), TypeError, "Sparse", "for y"),
    (np.array(["a", None, "b"] * 50, dtype=object), ValueError, "y must hold labels of one kind"),
    (np.zeros((150, 2, 2)), ValueError, "dim"),
    (kind + 1j, ValueError, "Complex"),
    (np.arange(150).astype("M8[D]"), ValueError, "y must hold classes or real numbers", "datetime64"),
]


@pytest.mark.parametrize(("bad", "error", "words"), [(bad, error, words) for bad, error, *words in BAD_Y])
def test_bad_y(bad, error, words):
    with pytest.raises(error) as raised:
        PiecewiseLinearEncoder(strategy="tree").fit(flowers, bad)
    assert all(word in str(raised.value) for word in words)


def test_quantiles_do_not_look_at_y():
    plain = PiecewiseLinearEncoder().fit(flowers)
    with_y = PiecewiseLinearEncoder().fit(flowers, np.full(3, np.nan))
    for edges, same in zip(plain.bin_edges_, with_y.bin_edges_, strict=True):
        np.testing.assert_array_equal(edges, same)


@every_strategy
def test_tags_and_documentation_of_each_strategy(strategy):
    encoder = PiecewiseLinearEncoder(strategy=strategy)
    assert get_tags(encoder).target_tags.required == (STRATEGIES[strategy].target is not None)
    assert f'"{strategy}": ' in PiecewiseLinearEncoder.__doc__
    assert not get_tags(PiecewiseLinearEncoder(strategy=["unknown"])).target_tags.required


@every_strategy
def test_the_largest_numbers(strategy):
    x = np.linspace(-1, 1, 50) * np.finfo(np.float64).max
    encoder = fitted(x, strategy, target=x > 0)
    ramps = encoder.transform(x[:, None])
    assert np.isfinite(ramps).all()
    assert np.all(np.diff(ramps, axis=0) >= 0)
    ordinary = fitted(np.arange(50.0), strategy).transform(x[:, None])
    np.testing.assert_array_equal(ordinary, np.repeat(x[:, None] > 0, ordinary.shape[1], axis=1))


def test_the_columns_themselves_may_come_out_in_front_of_their_ramps():
    scaled = SmoothClipScaler().fit_transform(X)
    encoder = PiecewiseLinearEncoder(keep_input=True).fit(scaled)
    encoded, ramps = encoder.transform(scaled), PiecewiseLinearEncoder().fit_transform(scaled)
    np.testing.assert_array_equal(encoded, np.concatenate([scaled, ramps], axis=1))
    names = encoder.get_feature_names_out()
    assert list(names[:2]) == ["x0", "x1"]
    assert names[X.shape[1]] == "x0_ramp0"
    assert len(names) == encoded.shape[1]
