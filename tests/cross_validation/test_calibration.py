"""The temperature is optimal, and never increases the loss of the rows on which it is fitted."""

import numpy as np
import pytest
from scipy.special import softmax

from skreg.cross_validation.calibration import smoothed, temperature
from skreg.cross_validation.tasks import Classes, Labels

rng = np.random.default_rng(0)
label = rng.integers(3, size=300)
LOGITS = np.eye(3)[label] + rng.normal(size=(300, 3))
indicator = rng.integers(2, size=(300, 4))
LOG_ODDS = 2 * indicator - 1 + rng.normal(size=(300, 4))
WEIGHT = rng.random(300)


def log_loss(factor, logits=LOGITS):
    return Classes(label).loss(softmax(factor * logits, axis=1), label, None)


@pytest.mark.parametrize("true", [0.2, 1.0, 5.0])
def test_the_factor_at_which_the_loss_has_no_slope(true):
    factor = temperature(lambda factor: log_loss(factor, LOGITS / true))
    step = 1e-3 * factor
    slope = log_loss(factor + step, LOGITS / true) - log_loss(factor - step, LOGITS / true)
    curvature = log_loss(factor + step, LOGITS / true) + log_loss(factor - step, LOGITS / true)
    curvature -= 2 * log_loss(factor, LOGITS / true)
    assert curvature > 0
    assert abs(slope) < 0.05 * curvature  # the optimum is within a fraction of the step


def test_logits_that_are_scaled_need_a_factor_that_is_scaled():
    one, ten = temperature(log_loss), temperature(lambda factor: log_loss(factor, 10 * LOGITS))
    assert one / ten == pytest.approx(10, rel=1e-3)


@pytest.mark.parametrize("weight", [None, WEIGHT], ids=["no weights", "weights"])
@pytest.mark.parametrize("scale", [0.1, 1, 10])
@pytest.mark.parametrize(("task", "raw"), [(Classes(label), LOGITS), (Labels(indicator), LOG_ODDS)])
def test_calibrated_probabilities_lose_no_more_than_others(task, raw, scale, weight):
    raw = scale * raw
    calibration = task.calibration(raw, task.y, weight)
    plain = task.loss(task.prediction(raw), task.y, weight)
    calibrated = task.loss(task.prediction(raw, calibration["factor"]), task.y, weight)
    assert calibrated <= plain + 1e-9
    assert task.loss(task.prediction(raw, **calibration), task.y, weight) < calibrated + 0.02


def test_rows_of_weight_two_count_as_two_rows():
    twice = rng.integers(1, 3, size=300)
    repeated = np.repeat(np.arange(300), twice)
    task = Classes(label)
    weighted = task.calibration(LOGITS, label, twice)["factor"]
    assert weighted == pytest.approx(task.calibration(LOGITS[repeated], label[repeated], None)["factor"])


def test_smoothed_probabilities_are_probabilities_and_never_zero():
    probability = smoothed(np.eye(4), 0.25, n_rows=9)
    np.testing.assert_allclose(probability.sum(axis=1), 1)
    assert probability.min() == pytest.approx(0.025)


def test_a_class_that_was_not_trained_on_has_the_probability_of_smoothing():
    raw = np.array([[1.0, -np.inf, 2.0]] * 8)
    task = Classes(np.array([0, 1, 2, 0, 2, 2, 0, 2]))
    prediction = task.prediction(raw, **task.calibration(raw, task.y, None))
    np.testing.assert_allclose(prediction[:, 1], 1 / 27)
    np.testing.assert_allclose(prediction.sum(axis=1), 1)
