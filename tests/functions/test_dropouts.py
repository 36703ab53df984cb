import numpy as np
import pytest

from skreg.functions.dropouts import DROPOUTS

BITS = np.random.default_rng(0).integers(2**64, size=400_000, dtype=np.uint64)


@pytest.mark.parametrize("name", DROPOUTS)
@pytest.mark.parametrize("rate", [0.0, 0.2, 0.5, 0.9])
def test_the_mean_is_kept(name, rate):
    threshold, scale = DROPOUTS[name].level(rate)
    assert 0 <= threshold < 2**64
    factors = DROPOUTS[name].factor(BITS, np.uint64(threshold), scale)
    assert abs(factors.mean() - 1) <= 4 * factors.std() / np.sqrt(factors.size)
    if rate == 0:
        np.testing.assert_array_equal(factors, 1)
    else:
        assert factors.std() > 0.1
