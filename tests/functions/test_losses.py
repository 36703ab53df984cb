import numpy as np
import pytest
from scipy.special import expit, xlogy

from skreg.functions.losses import LOSSES

CASES = [
    (name, parameter)
    for name, loss in LOSSES.items()
    for parameter in ((0.3, 0.8) if loss.parameter else (0.0,))
]


@pytest.mark.parametrize(("name", "parameter"), CASES)
def test_derivative_against_central_differences(name, parameter):
    loss = LOSSES[name]
    z, h = np.linspace(-6, 6, 301) + 1e-3, 1e-6  # avoids the kinks
    for y in (0.0, 1.0) if not loss.regression else (0.0, 0.7, 3.0):
        numeric = (loss.value(z + h, y, parameter) - loss.value(z - h, y, parameter)) / (2 * h)
        if loss.link.couples_outputs:  # the slope includes exp(z), the derivative of the normaliser
            numeric = numeric + np.exp(z)
        np.testing.assert_allclose(loss.derivative(z, y, parameter), numeric, atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize(("name", "parameter"), CASES)
def test_derivative_vanishes_at_the_expectation(name, parameter):
    loss = LOSSES[name]
    z = np.linspace(-5, 3, 50)
    np.testing.assert_allclose(loss.derivative(z, loss.link.inverse(z), parameter), 0, atol=1e-14)


def test_values_against_textbook_formulas():
    z = np.linspace(-8, 8, 101)
    for y in (0.0, 1.0):
        p = expit(z)
        expected = -xlogy(y, p) - xlogy(1 - y, 1 - p)
        np.testing.assert_allclose(LOSSES["binary_log_loss"].value(z, y, 0.0), expected, rtol=1e-10)
    for y in (0.0, 2.0):
        expected = xlogy(y, y / np.exp(z)) - y + np.exp(z)
        np.testing.assert_allclose(LOSSES["poisson"].value(z, y, 0.0), expected, rtol=1e-10, atol=1e-12)


def test_binary_log_loss_is_exact_far_out():
    loss = LOSSES["binary_log_loss"]
    z = np.array([-800.0, 800.0])
    np.testing.assert_array_equal(loss.value(z, np.array([1.0, 0.0]), 0.0), 800)
    np.testing.assert_allclose(loss.link.inverse(-30.0), expit(-30), rtol=1e-12)
