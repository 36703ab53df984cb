"""Predictions of thinned networks: their source, and the uncertainty that they show."""

import pickle

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from processes import execute
from sklearn.datasets import load_diabetes, load_digits
from sklearn.preprocessing import scale
from threadpoolctl import threadpool_limits

from skreg import MLPClassifier, MLPRegressor
from skreg.network.inference import raw_outputs
from skreg.network.sampling import draw_factors, thin

pytestmark = pytest.mark.usefixtures("unconverged")
digits, digit = load_digits(return_X_y=True)
digits = digits / 16
X, y = load_diabetes(return_X_y=True)
X, y = scale(X), scale(y)


@pytest.fixture(scope="module")
def net():
    return MLPRegressor(
        (50, 40), dropout=[0.3, 0.2], input_dropout=0.1, l2=1e-2, learning_rate_init=0.01,
        early_stopping=True, random_state=0,
    ).fit(X[:300], y[:300])  # fmt: skip


@pytest.mark.parametrize("rates", [[0.2, 0.5, 0.3], [0.0, 0.99, 0.99], [0.9, 0.0, 0.0]])
def test_a_thinned_network_is_the_whole_one_under_a_mask(net, rates):
    units = [10, 50, 40]
    factors = draw_factors(units, {"bernoulli": rates}, np.random.RandomState(0))
    h = X
    for layer, (W, b) in enumerate(zip(net.coefs_, net.intercepts_, strict=True)):
        h = (h * factors[layer]) @ W + b
        h = np.maximum(h, 0) if layer < 2 else h
    thinned = thin(net.coefs_, net.intercepts_, factors)
    np.testing.assert_allclose(raw_outputs(X, *thinned, "relu"), h, rtol=1e-5, atol=1e-6)
    assert thinned[0][1].size <= net.coefs_[1].size


def test_how_often_units_stay():
    factors = draw_factors([100_000, 100_000], {"bernoulli": [0.3, 0.0]}, np.random.RandomState(0))
    assert (factors[0] > 0).mean() == pytest.approx(0.7, abs=0.005)
    np.testing.assert_array_equal(factors[1], 1)


def test_shapes_and_reproducibility(net):
    samples = net.predict_samples(X, n_samples=7, random_state=1)
    assert samples.shape == (7, len(X), 1)
    np.testing.assert_array_equal(samples, net.predict_samples(X, n_samples=7, random_state=1))
    # a network is the same for all rows, and the first networks do not depend on the number of networks
    np.testing.assert_allclose(samples[:3, :9], net.predict_samples(X[:9], 3, random_state=1), rtol=1e-6)
    assert (samples[0] != net.predict_samples(X, 1, random_state=2)[0]).all()
    assert net.predict_samples(X.astype("float32"), 2).dtype == np.float32
    sparse = net.predict_samples(sp.csr_array(X), 7, random_state=1)
    np.testing.assert_allclose(sparse, samples, rtol=1e-5, atol=1e-6)
    two = MLPRegressor(20, dropout=0.2, max_iter=3).fit(X, np.stack([y, -y], axis=1))
    assert two.predict_samples(X, 4).shape == (4, len(X), 2)
    mean, std = two.predict(X, return_std=True)
    assert mean.shape == std.shape == (len(X), 2)


@pytest.mark.parametrize(("labels", "n_columns"), [(digit, 10), (digit > 4, 2), (np.eye(10)[digit], 10)])
def test_classifiers_give_probabilities(labels, n_columns):
    net = MLPClassifier(50, dropout=0.5, max_iter=20, learning_rate_init=0.01, random_state=0)
    samples = net.fit(digits, labels).predict_samples(digits, 30, random_state=0)
    assert samples.shape == (30, len(digits), n_columns)
    if labels.ndim == 1:
        np.testing.assert_allclose(samples.sum(axis=2), 1, rtol=1e-6)
    mean = samples.mean(axis=0)
    assert np.abs(mean - net.predict_proba(digits)).mean() < 0.05


def test_mean_and_spread_of_the_same_hundred(net):
    mean, std = net.predict(X, return_std=True)
    samples = net.predict_samples(X, 100, random_state=0)[:, :, 0]
    np.testing.assert_array_equal(mean, samples.mean(axis=0))
    np.testing.assert_array_equal(std, samples.std(axis=0))
    np.testing.assert_array_equal(net.predict(X), net.predict(X, return_std=False))


def test_same_bits_at_any_number_of_threads(net, monkeypatch):
    expected = net.predict_samples(X, 20, random_state=0)
    for n_threads in (1, 3, 8):
        monkeypatch.setattr(joblib, "cpu_count", lambda n_threads=n_threads: n_threads)
        with threadpool_limits(n_threads):
            np.testing.assert_array_equal(net.predict_samples(X, 20, random_state=0), expected)


def test_same_bits_in_a_process_of_one_core_without_numba(net, tmp_path):
    expected = net.predict_samples(X, 20, random_state=0)
    path = tmp_path / "net.pkl"
    path.write_bytes(pickle.dumps((net, X, expected)))
    code = f"""
import pickle, sys
import numpy as np
sys.modules["numba"] = None
net, X, expected = pickle.load(open({str(path)!r}, "rb"))
np.testing.assert_array_equal(net.predict_samples(X, 20, random_state=0), expected)
"""
    finished = execute("-c", code, LOKY_MAX_CPU_COUNT="1", OPENBLAS_NUM_THREADS="1")
    assert finished.returncode == 0, finished.stderr


def test_spread_grows_away_from_what_was_learned(net):
    """Also, the mean of the samples predicts no worse than the whole network."""
    mean, std = net.predict(X[300:], return_std=True)
    spreads = [net.predict(factor * X[300:], return_std=True)[1].mean() for factor in (1, 2, 4)]
    assert spreads == sorted(spreads)
    assert spreads[2] > 2 * spreads[0]
    assert (std > 0).all()
    error, plain_error = (np.mean((predicted - y[300:]) ** 2) for predicted in (mean, net.predict(X[300:])))
    assert error <= 1.02 * plain_error


def test_without_dropout_there_is_no_spread():
    net = MLPRegressor(10, max_iter=5, random_state=0).fit(X, y)
    with pytest.warns(UserWarning, match=r"got dropout=0.0 and input_dropout=0.0"):
        mean, std = net.predict(X, return_std=True)
    np.testing.assert_allclose(mean, net.predict(X), rtol=1e-6)
    np.testing.assert_allclose(std, 0, atol=1e-6)


@pytest.mark.parametrize("n_samples", [0, -3, 2.5, True, "10"])
def test_bad_number_of_samples(net, n_samples):
    with pytest.raises(ValueError, match=f"n_samples must be an int in the range.*{n_samples!r}"):
        net.predict_samples(X, n_samples)


def test_rates_that_were_changed_after_the_fit():
    net = MLPRegressor(10, max_iter=2, random_state=0).fit(X, y)
    for name, value in (("input_dropout", 1.5), ("dropout", 1.0), ("dropout", [0.1, 0.2])):
        changed = pickle.loads(pickle.dumps(net)).set_params(**{name: value})
        with pytest.raises(ValueError, match=f"^{name} must be"):
            changed.predict_samples(X)


def test_many_rows_pass_in_blocks(net):
    many = np.tile(X, (12, 1))
    mean, std = net.predict(many, return_std=True)
    samples = net.predict_samples(many, random_state=0)[:, :, 0]
    np.testing.assert_allclose(mean, samples.mean(axis=0), rtol=1e-6)
    np.testing.assert_allclose(std, samples.std(axis=0), rtol=1e-5)


def test_of_a_compressed_network():
    net = MLPClassifier((50,), l1=3e-3, dropout=0.2, early_stopping=True, random_state=0).fit(digits, digit)
    small = net.compress()
    assert small.coefs_[0].shape[1] < 50
    assert small.predict_samples(digits, 5, random_state=0).shape == (5, len(digits), 10)
