import numpy as np
import pytest

from skreg.functions import activations
from skreg.functions.activations import ACTIVATIONS

z = np.linspace(-12, 12, 2001) + 1e-3  # off the kink of relu


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_derivative_against_central_differences(name):
    code, h = ACTIVATIONS[name].code, 1e-6
    numeric = (activations.value(code, z + h) - activations.value(code, z - h)) / (2 * h)
    analytic = activations.derivative(code, z, activations.value(code, z))
    np.testing.assert_allclose(analytic, numeric, atol=1e-8)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_nan_is_seen_and_extremes_stay_finite(name):
    code = ACTIVATIONS[name].code
    assert np.isnan(activations.value(code, np.array([np.nan], dtype=np.float32)))
    assert np.isfinite(activations.value(code, np.float32([-3e38, 3e38]))).all()
