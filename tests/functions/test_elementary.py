"""Elementary functions against SciPy, and their float32 approximations against the exact functions."""

import math

import numpy as np
import pytest
from scipy.special import expit

from skreg.functions import elementary
from skreg.functions.elementary import SINGLE

x = np.concatenate([np.linspace(-87, 88, 200_001), np.linspace(-1, 1, 20_001), [0.0]])
NAMES = [exact.__name__ for exact in SINGLE]
ABSOLUTE = {"tanh": 2.4e-7, "normal_cdf": 1.8e-7, "normal_density": 1e-7}


def test_exact_functions():
    np.testing.assert_allclose(elementary.logistic(x), expit(x), rtol=1e-14)
    np.testing.assert_allclose(elementary.softplus(x), np.logaddexp(0, x), rtol=1e-14)
    far = np.array([-1e308, 1e308])
    with np.errstate(over="raise", invalid="raise"):
        np.testing.assert_array_equal(elementary.logistic(far), [0, 1])
        np.testing.assert_array_equal(elementary.softplus(far), [0, 1e308])


@pytest.fixture(scope="module", params=[True, False], ids=["compiled", "NumPy"])
def single(request):
    """Approximations, as kernels run them and as plain expressions."""
    if not request.param:
        return {exact.__name__: approximation for exact, approximation in SINGLE.items()}
    import numba

    import skreg.kernels.elementary  # noqa: F401  lets numba know them

    def compiled(exact):
        @numba.njit(fastmath={"contract", "reassoc", "nsz", "arcp", "afn"})
        def values(x):
            of_all = np.empty_like(x)
            for i in range(x.size):
                of_all[i] = exact(x[i])
            return of_all

        return values

    return {exact.__name__: compiled(exact) for exact in SINGLE}


@pytest.mark.parametrize("name", NAMES)
def test_single_precision(name, single):
    exact = getattr(elementary, name)(x.astype(np.float32).astype(float))
    with np.errstate(over="ignore"):
        approximate = single[name](x.astype(np.float32))
    assert approximate.dtype == np.float32
    np.testing.assert_allclose(approximate, exact, rtol=4e-7, atol=ABSOLUTE.get(name, 1.2e-38))


@pytest.mark.parametrize("name", NAMES)
def test_nan_is_seen_and_extremes_have_their_limits(name, single):
    with np.errstate(over="ignore", invalid="ignore"):
        assert np.isnan(single[name](np.array([np.nan], dtype=np.float32)))
        low, high = single[name](np.array([-3e38, 3e38], dtype=np.float32))
    limits = {
        "exp": (0, np.inf),
        "tanh": (-1, 1),
        "logistic": (0, 1),
        "softplus": (0, np.float32(3e38)),
        "negative_part": (np.float32(-3e38), 0),
        "normal_cdf": (0, 1),
        "normal_density": (0, 0),
    }[name]
    np.testing.assert_allclose((low, high), limits, atol=2.4e-7)


def test_double_precision_stays_exact():
    """Kernels in float64 call libm."""
    import numba

    import skreg.kernels.elementary  # noqa: F401

    exp, normal_cdf = elementary.exp, elementary.normal_cdf

    @numba.njit
    def both(x):
        return exp(x), normal_cdf(x)

    assert both(0.3) == (np.exp(0.3), 0.5 * math.erfc(-0.3 * 0.7071067811865476))
