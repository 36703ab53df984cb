import numpy as np
import pytest
from sklearn.datasets import load_iris

from skreg.preprocessing import PeriodicEncoder, SmoothClipScaler

X = SmoothClipScaler().fit_transform(load_iris().data)


@pytest.mark.parametrize("n_frequencies", [1, 5])
def test_cosines_of_its_frequencies_and_phases(n_frequencies):
    encoder = PeriodicEncoder(n_frequencies=n_frequencies, random_state=0).fit(X)
    Z = encoder.transform(X).reshape(len(X), 4, n_frequencies)
    for j in range(4):
        for t in range(n_frequencies):
            angle = 2 * np.pi * (encoder.frequencies_[j, t] * X[:, j].astype(float) + encoder.phases_[j, t])
            np.testing.assert_allclose(Z[:, j, t], np.cos(angle), atol=1e-6)
    assert np.abs(Z).max() <= 1 + 1e-6


def test_a_period_later_it_is_the_same():
    encoder = PeriodicEncoder(n_frequencies=3, random_state=0).fit(X[:, :1])
    for t, frequency in enumerate(encoder.frequencies_[0]):
        for turns in (1, -7, 1000):
            later = X[:, :1].astype(float) + turns / frequency
            np.testing.assert_allclose(
                encoder.transform(later)[:, t], encoder.transform(X[:, :1])[:, t], atol=1e-5
            )


def test_frequencies_and_phases_are_drawn_as_promised():
    encoder = PeriodicEncoder(n_frequencies=5000, frequency_scale=0.3, random_state=0).fit(X)
    assert encoder.frequencies_.shape == encoder.phases_.shape == (4, 5000)
    np.testing.assert_allclose(encoder.frequencies_.mean(), 0, atol=0.01)
    np.testing.assert_allclose(encoder.frequencies_.std(), 0.3, rtol=0.02)
    assert encoder.phases_.min() >= 0
    assert encoder.phases_.max() < 1
    np.testing.assert_allclose(encoder.phases_.mean(), 0.5, atol=0.01)


def test_its_kernel_is_gaussian():
    """The mean product of cosines is a Gaussian kernel (Rahimi & Recht 2007)."""
    scale = 0.4
    encoder = PeriodicEncoder(n_frequencies=20_000, frequency_scale=scale, random_state=0)
    x = np.linspace(-1, 1, 9)[:, None]
    Z = encoder.fit_transform(x).astype(float)
    kernel = 2 * Z @ Z.T / 20_000
    np.testing.assert_allclose(kernel, np.exp(-2 * (np.pi * scale * (x - x.T)) ** 2), atol=0.03)


def test_the_seed_decides():
    once, twice = (PeriodicEncoder(random_state=3).fit_transform(X) for _ in range(2))
    np.testing.assert_array_equal(once, twice)
    assert not np.array_equal(once, PeriodicEncoder(random_state=4).fit_transform(X))


def test_x_can_be_kept():
    encoder = PeriodicEncoder(n_frequencies=2, keep_input=True, random_state=0).fit(X)
    Z = encoder.transform(X)
    np.testing.assert_array_equal(Z[:, :4], X)
    np.testing.assert_array_equal(Z[:, 4:], encoder.set_params(keep_input=False).fit_transform(X))


def test_names():
    encoder = PeriodicEncoder(n_frequencies=2, keep_input=True).fit(X[:, :2])
    names = encoder.get_feature_names_out(["age", "sex"])
    assert names.tolist() == ["age", "sex", "age_cos0", "age_cos1", "sex_cos0", "sex_cos1"]


@pytest.mark.parametrize("keep_input", [False, True])
def test_the_largest_numbers(keep_input):
    largest = np.finfo(np.float64).max
    encoder = PeriodicEncoder(frequency_scale=1e10, keep_input=keep_input, random_state=0).fit(X[:, :1])
    assert np.isfinite(encoder.transform([[largest], [-largest], [1e300], [0]])).all()
