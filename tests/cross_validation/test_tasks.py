"""The kinds of y: losses, means and units."""

import numpy as np
import pytest
from sklearn.metrics import log_loss, mean_squared_error

from skreg.cross_validation.tasks import Classes, Labels, Numbers

rng = np.random.default_rng(0)
N = 50
label = rng.integers(3, size=N)
indicator = rng.integers(2, size=(N, 2))
number = rng.normal(5, 3, size=N)
weight = rng.integers(1, 4, size=N)
repeated = np.repeat(np.arange(N), weight)
probability = rng.dirichlet(np.ones(3), size=N)
several = rng.random((N, 2))
TASKS = {
    "classes": (Classes(label), probability),
    "labels": (Labels(indicator), several),
    "numbers": (Numbers(number, None), rng.normal(size=(N, 1))),
    "several numbers": (Numbers(np.stack([number, -number], axis=1), None), rng.normal(size=(N, 2))),
}
all_tasks = pytest.mark.parametrize(("task", "prediction"), TASKS.values(), ids=TASKS)


@all_tasks
def test_a_weight_of_three_is_a_row_that_is_there_three_times(task, prediction):
    weighted = task.loss(prediction, task.y, weight)
    assert weighted == pytest.approx(task.loss(prediction[repeated], task.y[repeated], None))


def test_losses_are_those_of_scikit_learn():
    assert Classes(label).loss(probability, label, weight) == pytest.approx(
        log_loss(label, probability, sample_weight=weight)
    )
    of_labels = [log_loss(indicator[:, i], several[:, i], sample_weight=weight) for i in range(2)]
    assert Labels(indicator).loss(several, indicator, weight) == pytest.approx(sum(of_labels))
    task, scaled = Numbers(number, weight), rng.normal(size=(N, 1))
    in_units = mean_squared_error(number, task.decoded(scaled), sample_weight=weight)
    assert task.loss(scaled, task.y, weight) == pytest.approx(in_units / task.scale[0] ** 2)


def test_targets_are_scaled_by_weighted_rows():
    task = Numbers(number, weight)
    assert np.average(task.y, weights=weight) == pytest.approx(0, abs=1e-12)
    assert np.average(task.y**2, weights=weight) == pytest.approx(1)
    np.testing.assert_allclose(task.decoded(task.y[:, None]), number)
    np.testing.assert_allclose(Numbers(number[repeated], None).y, task.y[repeated])


@all_tasks
def test_a_fitted_ensemble_keeps_no_rows(task, prediction):
    kept = task.without_rows()
    assert len(kept.y) == len(kept.given) == 0
    assert kept.y.base is None
    np.testing.assert_array_equal(kept.decoded(prediction), task.decoded(prediction))
    assert len(task.y) == N


@all_tasks
def test_a_constant_prediction_is_one(task, prediction):
    constant = task.constant(N)
    assert constant.shape == prediction.shape
    assert np.isfinite(task.loss(constant, task.y, None))
