import numpy as np
import pytest
from scipy.special import expit, xlogy

from skreg.functions import losses
from skreg.functions.losses import LOSSES


@pytest.mark.parametrize("name", LOSSES)
def test_derivative_against_central_differences(name):
    loss = LOSSES[name]
    z, h = np.linspace(-6, 6, 301), 1e-6
    for y in (0.0, 1.0) if not loss.regression else (0.0, 0.7, 3.0):
        numeric = (losses.value(loss.code, z + h, y) - losses.value(loss.code, z - h, y)) / (2 * h)
        if losses.couples_outputs(loss.code):  # the normaliser's share, exp(z), enters beside the plain slope
            numeric = numeric + np.exp(z)
        np.testing.assert_allclose(losses.derivative(loss.code, z, y), numeric, atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("name", LOSSES)
def test_derivative_vanishes_at_the_expectation(name):
    code = LOSSES[name].code
    z = np.linspace(-5, 3, 50)
    np.testing.assert_allclose(losses.derivative(code, z, losses.inverse_link(code, z)), 0, atol=1e-14)


def test_values_against_textbook_formulas():
    z = np.linspace(-8, 8, 101)
    for y in (0.0, 1.0):
        p = expit(z)
        expected = -xlogy(y, p) - xlogy(1 - y, 1 - p)
        np.testing.assert_allclose(losses.value(losses.BINARY_LOG_LOSS, z, y), expected, rtol=1e-10)
    for y in (0.0, 2.0):
        expected = xlogy(y, y / np.exp(z)) - y + np.exp(z)
        np.testing.assert_allclose(losses.value(losses.POISSON, z, y), expected, rtol=1e-10, atol=1e-12)


def test_binary_log_loss_is_exact_far_out():
    z = np.array([-800.0, 800.0])
    np.testing.assert_array_equal(losses.value(losses.BINARY_LOG_LOSS, z, np.array([1.0, 0.0])), 800)
    np.testing.assert_allclose(losses.inverse_link(losses.BINARY_LOG_LOSS, -30.0), expit(-30), rtol=1e-12)
