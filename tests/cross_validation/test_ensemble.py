"""Weights of the ensemble, against brute force and against their guarantees."""

import itertools

import numpy as np
import pytest

from skreg.cross_validation.ensemble import greedy_weights

rng = np.random.default_rng(0)
y = rng.normal(size=60)
PREDICTIONS = [y + rng.normal(scale=scale, size=60) for scale in (0.5, 0.7, 0.9)]


def score(prediction):
    return -np.mean((prediction - y) ** 2)


def mean(weights, predictions=PREDICTIONS):
    return np.tensordot(weights, predictions, axes=1)


def best_of_all(n_steps):
    """Best score of any mean of at most this number of predictions, with repetitions."""
    counts = [c for c in itertools.product(range(n_steps + 1), repeat=3) if 1 <= sum(c) <= n_steps]
    return max(score(mean(np.array(c) / sum(c))) for c in counts)


@pytest.mark.parametrize("n_steps", [1, 2, 5, 12])
def test_nearly_the_best_of_all_means(n_steps):
    weights, reached = greedy_weights(PREDICTIONS, score, n_steps)
    best = best_of_all(n_steps)
    assert best * 1.02 <= reached <= best
    assert (weights >= 0).all()
    assert weights.sum() == pytest.approx(1)
    assert score(mean(weights)) == pytest.approx(reached)


def test_one_step_takes_the_best_prediction():
    weights, reached = greedy_weights(PREDICTIONS[::-1], score, 1)
    np.testing.assert_array_equal(weights, [0, 0, 1])
    assert reached == score(PREDICTIONS[0])


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("judge", ["squares", "largest", "steps"])
def test_never_worse_than_the_best_prediction(seed, judge):
    rng = np.random.default_rng(seed)
    y, predictions = rng.normal(size=9), list(rng.normal(size=(4, 9)))
    scores = {
        "squares": lambda prediction: -np.mean((prediction - y) ** 2),
        "largest": lambda prediction: -np.abs(prediction - y).max(),
        "steps": lambda prediction: np.mean((prediction > 0) == (y > 0)),  # not concave
    }
    weights, reached = greedy_weights(predictions, scores[judge], 25)
    assert reached >= max(map(scores[judge], predictions)) - 1e-12
    assert scores[judge](mean(weights, predictions)) == pytest.approx(reached)


def test_a_perfect_prediction_is_all_that_counts():
    weights, reached = greedy_weights([*PREDICTIONS, y], score, 25)
    np.testing.assert_array_equal(weights, [0, 0, 0, 1])
    assert reached == 0
