import numpy as np
import pytest

from skreg.functions.activations import ACTIVATIONS

z = np.linspace(-12, 12, 2001) + 1e-3  # avoids the kink of relu


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_derivative_against_central_differences(name):
    activation, h = ACTIVATIONS[name], 1e-6
    numeric = (activation.value(z + h) - activation.value(z - h)) / (2 * h)
    analytic = activation.derivative(z, activation.value(z))
    np.testing.assert_allclose(analytic, numeric, atol=1e-8)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_nan_is_seen_and_extremes_stay_finite(name):
    value = ACTIVATIONS[name].value
    assert np.isnan(value(np.array([np.nan], dtype=np.float32)))
    assert np.isfinite(value(np.float32([-3e38, 3e38]))).all()
