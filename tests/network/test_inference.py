"""Predictions in blocks, in reused memory."""

import pickle
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.exceptions import NotFittedError

from skreg import MLPClassifier, MLPRegressor
from skreg.functions.activations import ACTIVATIONS
from skreg.network import scratch
from skreg.network.in_place import ACTIVATIONS_IN_PLACE, combine
from skreg.network.inference import expected, raw_outputs

pytestmark = pytest.mark.usefixtures("unconverged")
X, y = load_digits(return_X_y=True)
X = X / 16
FLOATS = [np.float32, np.float64]


def network(units, seed=0, dtype=np.float32):
    """Weights and intercepts."""
    rng = np.random.default_rng(seed)
    coefs = [rng.normal(size=shape).astype(dtype) for shape in pairwise(units)]
    return coefs, [rng.normal(size=n).astype(dtype) for n in units[1:]]


def naive(X, coefs, intercepts, activation):
    """The same predictions, layer by layer in double precision."""
    h = X.astype(np.float64)
    for layer, (W, b) in enumerate(zip(coefs, intercepts, strict=True)):
        h = h @ W.astype(np.float64) + b
        if layer < len(coefs) - 1:
            h = ACTIVATIONS[activation].value(h)
    return h


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("n_rows", [1, 3, 511, 512, 513, 1300])
def test_blocks_are_the_network(n_rows, activation, dtype):
    coefs, intercepts = network((20, 30, 70, 3))
    samples = np.random.default_rng(1).normal(size=(n_rows, 20)).astype(dtype) / 5
    z = raw_outputs(samples, coefs, intercepts, activation)
    assert z.dtype == dtype
    tolerance = 1e-4 if dtype == np.float32 else 1e-12
    reference = naive(samples, coefs, intercepts, activation)
    np.testing.assert_allclose(z, reference, rtol=tolerance, atol=tolerance * np.abs(reference).max())


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", ACTIVATIONS_IN_PLACE)
def test_in_place_an_activation_is_the_same(name, dtype):
    z = np.random.default_rng(0).normal(size=(300, 70)).astype(dtype)
    z[5, 3] = np.nan
    value = ACTIVATIONS[name].value(z.copy())
    ACTIVATIONS_IN_PLACE[name](z)
    np.testing.assert_array_equal(z, value)


@pytest.mark.parametrize("shape", [(1, 1), (1, 9000), (7, 5), (100, 100), (82, 100), (513, 3)])
def test_combining_with_a_row_is_broadcasting(shape):
    z, row = np.random.default_rng(0).normal(size=shape), np.random.default_rng(1).normal(size=shape[1])
    total = z + row
    combine(np.add, z, row)
    np.testing.assert_array_equal(z, total)


@pytest.mark.parametrize("dtype", FLOATS)
def test_layouts_of_samples_change_nothing(dtype):
    coefs, intercepts = network((64, 300, 10))
    samples = np.tile(X, (2, 1)).astype(dtype)
    z = raw_outputs(samples, coefs, intercepts, "relu")
    for other in (np.asfortranarray(samples), np.repeat(samples, 2, axis=1)[:, ::2], sp.csr_array(samples)):
        tolerance = 1e-4 if dtype == np.float32 else 1e-11
        np.testing.assert_allclose(
            raw_outputs(other, coefs, intercepts, "relu"), z, rtol=tolerance, atol=tolerance
        )


@pytest.mark.parametrize("dtype", FLOATS)
def test_equal_blocks_give_equal_bits(dtype):
    """A row gives the same bits in any block of equal size. BLAS computes a single row differently."""
    coefs, intercepts = network((64, 200, 100, 10))
    block = X[:512].astype(dtype)
    z = raw_outputs(np.tile(block, (5, 1)), coefs, intercepts, "relu")
    np.testing.assert_array_equal(z, np.tile(raw_outputs(block, coefs, intercepts, "relu"), (5, 1)))
    alone = np.vstack([raw_outputs(block[[i]], coefs, intercepts, "relu") for i in range(20)])
    assert np.abs(alone - z[:20]).max() <= 8 * np.finfo(dtype).eps * np.abs(z).max()


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("units", [(64, 10), (64, 130, 10), (64, 1100, 1000, 10)], ids=str)
def test_changed_weights_show_at_the_next_prediction(units, dtype):
    net = MLPClassifier(units[1:-1], max_iter=1, random_state=0).fit(X[:200], y[:200])
    samples = X[:50].astype(dtype)

    def check():
        reference = naive(samples, net.coefs_, net.intercepts_, "relu")
        np.testing.assert_allclose(net.decision_function(samples), reference, rtol=1e-3, atol=1e-3)
        np.testing.assert_array_equal(net.decision_function(samples), net.decision_function(samples))

    check()
    net.coefs_[0][3, 5] += 100  # one weight, in place
    check()
    net.coefs_[0][:] = -net.coefs_[0]
    check()
    net.intercepts_[-1][0] += 7
    check()
    net.coefs_ = [2 * W for W in net.coefs_]
    check()
    net.coefs_[-1] = net.coefs_[-1].astype(np.float64) + 0.5
    check()
    net.partial_fit(X[:200], y[:200])
    check()


def test_predictions_leave_the_estimator_alone():
    net = MLPClassifier((300, 200), max_iter=1, random_state=0).fit(X, y)
    before, stored = dict(vars(net)), pickle.dumps(net)
    for samples in (X, X.astype(np.float32), sp.csr_array(X)):
        net.predict_proba(samples)
    assert vars(net).keys() == before.keys()
    assert all(vars(net)[name] is value for name, value in before.items())
    assert pickle.dumps(net) == stored


def test_weights_of_both_types_at_once():
    net = MLPClassifier((300,), dtype="float64", max_iter=1, random_state=0).fit(X, y)
    single, double = (net.predict_proba(X.astype(dtype)) for dtype in FLOATS)
    np.testing.assert_allclose(single, double, atol=1e-5)
    np.testing.assert_array_equal(net.predict_proba(X.astype(np.float32)), single)


def test_many_threads_at_once():
    """Scratch memory belongs to one call."""
    nets = [
        MLPClassifier(hidden, max_iter=1, random_state=seed).fit(X, y)
        for seed, hidden in enumerate([(200, 100), (300,), (30, 20, 10)])
    ]
    samples = [np.tile(X, (3, 1)), X[:1], X[:100].astype(np.float32), sp.csr_array(X)]
    expected = [[net.predict_proba(part) for part in samples] for net in nets]

    def check(index):
        net, part = index % 3, index // 3 % 4
        np.testing.assert_array_equal(nets[net].predict_proba(samples[part]), expected[net][part])

    with ThreadPoolExecutor(8) as executor:
        list(executor.map(check, range(600)))
    assert len(scratch._kept) <= 4


def test_scratch_is_used_again_and_bounded():
    scratch._kept.clear()
    coefs, intercepts = network((64, 200, 10))
    for _ in range(2):
        raw_outputs(X, coefs, intercepts, "relu")
    (memory,) = scratch._kept
    kept = memory._memory
    raw_outputs(X, coefs, intercepts, "relu")
    assert scratch._kept[0]._memory is kept
    wide = network((64, 5000, 10))
    for _ in range(2):
        raw_outputs(np.tile(X, (6, 1)), *wide, "relu")
    assert scratch._kept[0]._memory.size <= 2**24


@pytest.mark.parametrize("width", [1024, 4096])
def test_wide_layers_take_little_memory(width):
    coefs, intercepts = network((4, width, width, 1), dtype=np.float64)
    samples = np.random.default_rng(0).normal(size=(2 * width, 4))
    scratch._kept.clear()
    tracemalloc.start()
    raw_outputs(samples, coefs, intercepts, "relu")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40e6


def test_an_error_in_between_does_no_harm():
    coefs, intercepts = network((64, 200, 10))
    z = raw_outputs(X, coefs, intercepts, "relu")
    with pytest.raises(ValueError, match="matmul"):
        raw_outputs(X[:, :60].copy(), coefs, intercepts, "relu")
    np.testing.assert_array_equal(raw_outputs(X, coefs, intercepts, "relu"), z)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("shape", [(1, 2), (17, 7), (5000, 7), (300, 100), (1, 20_000)], ids=str)
def test_shares_of_their_sum(shape, dtype):
    z = (100 * np.random.default_rng(0).normal(size=shape)).astype(dtype)
    share = np.exp(z.astype(np.float64) - z.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    found = expected(z, "log_loss")
    assert (found.dtype, found.flags.c_contiguous) == (dtype, True)
    np.testing.assert_allclose(found, share, rtol=1e-4 if dtype == np.float32 else 1e-12, atol=1e-30)


@pytest.mark.parametrize("Estimator", [MLPClassifier, MLPRegressor])
def test_what_is_not_fitted_predicts_nothing(Estimator):
    for net in (Estimator(), clone(Estimator(5, max_iter=1).fit(X, y))):
        with pytest.raises(NotFittedError, match="is not fitted yet"):
            net.predict(X)
