"""Masks have the right rate, are independent, and never coincide."""

import naive
import numpy as np
import pytest
from scipy.stats import chi2, norm

from skreg.compile.jit import entry_point, jit
from skreg.functions.dropouts import DROPOUTS
from skreg.kernels.dropout.counters import first_counter
from skreg.kernels.dropout.masks import make_drop
from skreg.records.layout import Layout
from skreg.records.network import NETWORK
from skreg.records.record import record
from skreg.records.regularisation import Regularisation, mask_key

UNITS = (40, 60, 50, 2)
KEY = mask_key(np.random.RandomState(0))
N_SAMPLES = 4000


_drop = jit(make_drop((DROPOUTS["bernoulli"],)))


@entry_point
def _draw(networks, n_samples_seen, layer, values):
    network = networks[0]
    for i in range(values.shape[0]):
        counter = first_counter(network, n_samples_seen + i, layer, 0)
        _drop(network, layer, counter, values[i], values[i, :0])


def kernel_masks(rates, n_rows, n_samples_seen=0, key=KEY):
    """Masks that the kernel draws, for each layer."""
    regularisation = Regularisation({}, {"bernoulli": rates}, mask_key=key)
    network = Layout(UNITS).network("relu", "squared_error", regularisation)
    records = record(NETWORK, network)
    masks = [np.ones((n_rows, UNITS[layer])) for layer in range(3)]
    for layer, values in enumerate(masks):
        _draw(records, n_samples_seen, layer, values)
    return masks


@pytest.fixture(scope="module")
def masks():
    return kernel_masks((0.2, 0.5, 0.3), N_SAMPLES)


def test_kernel_draws_what_the_oracle_draws(masks):
    expected = naive.masks(UNITS, (0.2, 0.5, 0.3), KEY, 0, N_SAMPLES)
    for mask, reference in zip(masks, expected, strict=True):
        np.testing.assert_array_equal(mask, reference)


def test_masks_do_not_depend_on_where_a_call_begins(masks):
    later = kernel_masks((0.2, 0.5, 0.3), N_SAMPLES - 1000, n_samples_seen=1000)
    for mask, reference in zip(later, masks, strict=True):
        np.testing.assert_array_equal(mask, reference[1000:])


@pytest.mark.parametrize(("layer", "rate"), [(0, 0.2), (1, 0.5), (2, 0.3)])
def test_rate_and_kept_mean(masks, layer, rate):
    mask = masks[layer]
    kept = mask > 0
    np.testing.assert_array_equal(np.unique(mask), [0, 1 / (1 - rate)])
    error = np.sqrt(rate * (1 - rate) / mask.size)
    assert abs(kept.mean() - (1 - rate)) < 4 * error
    assert abs(mask.mean() - 1) < 4 * error / (1 - rate)
    # the same for every unit and every sample, by the sum of squared deviations
    for axis in (0, 1):
        n = mask.shape[axis]
        z = (kept.sum(axis=axis) - n * (1 - rate)) / np.sqrt(n * rate * (1 - rate))
        p = chi2.sf((z**2).sum(), len(z))
        assert 1e-4 < p < 1 - 1e-4


def correlations(a, b):
    """Correlations, scaled so that independent masks give standard normal numbers."""
    a, b = a - a.mean(axis=0), b - b.mean(axis=0)
    return (a * b).sum(axis=0) / np.sqrt((a**2).sum(axis=0) * (b**2).sum(axis=0)) * np.sqrt(len(a))


def assert_standard_normal(z):
    z = np.ravel(z)
    assert np.abs(z).max() < norm.isf(1e-5 / len(z))
    assert 1e-4 < chi2.sf((z**2).sum(), len(z)) < 1 - 1e-4


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_units_samples_and_updates_are_independent(masks, layer):
    kept = (masks[layer] > 0).astype(float)
    for shift in (1, 2, 7):
        assert_standard_normal(correlations(kept[:, shift:], kept[:, :-shift]))  # units
    for shift in (1, 2, 32, 200):  # neighbours in a batch, and the same place in the next one
        assert_standard_normal(correlations(kept[shift:], kept[:-shift]))
    assert_standard_normal(correlations(kept[1:, 1:], kept[:-1, :-1]))


def test_layers_are_independent(masks):
    for a, b in ((0, 1), (1, 2), (0, 2)):
        width = min(masks[a].shape[1], masks[b].shape[1])
        assert_standard_normal(correlations((masks[a][:, :width] > 0) * 1.0, (masks[b][:, :width] > 0) * 1.0))


def test_seeds_are_independent():
    one = kernel_masks((0.5, 0.5, 0.5), 2000)
    for seed in range(1, 4):
        other = kernel_masks((0.5, 0.5, 0.5), 2000, key=mask_key(np.random.RandomState(seed)))
        for a, b in zip(one, other, strict=True):
            assert_standard_normal(correlations((a > 0) * 1.0, (b > 0) * 1.0))


def test_no_two_counters_give_the_same_bits():
    low = np.arange(10**6, dtype=np.uint64)
    counters = np.concatenate([low, low + np.uint64(2**63)])
    assert len(np.unique(naive.bits(*KEY, counters))) == len(counters)


def test_key_is_derived_without_drawing():
    random_state = np.random.RandomState(3)
    before = random_state.get_state()[1].copy()
    key = mask_key(random_state)
    np.testing.assert_array_equal(random_state.get_state()[1], before)
    random_state.random_sample()
    assert mask_key(random_state) != key
