from types import SimpleNamespace

import numpy as np
import pytest

from skreg.estimators.hyperparameters import CLASSIFIER
from skreg.functions.optimisers import OPTIMISERS


def with_defaults(optimiser):
    """Constants of an optimiser for default hyperparameters."""
    return SimpleNamespace(
        **optimiser.constants(**{name: CLASSIFIER[name].default for name in optimiser.reads})
    )


@pytest.mark.parametrize("name", OPTIMISERS)
def test_it_finds_the_minimum_of_a_parabola(name):
    """It arrives within a few steps' distance, because some optimisers never rest at a constant rate."""
    optimiser, learning_rate = OPTIMISERS[name], 0.01
    c, w, state = with_defaults(optimiser), np.array([3.0, -2.0]), 0.0
    moments = tuple(np.zeros(2) for _ in optimiser.moments)
    for t in range(1, 2001):
        rate = optimiser.step_size(learning_rate, t, c)
        state, steady = optimiser.steady_step(state, learning_rate, c)
        displacement, moments, step = optimiser.update(w - 1, moments, rate, steady, c)
        assert len(moments) == len(optimiser.moments)
        assert np.all(step > 0)
        w = w + displacement
    np.testing.assert_allclose(w, 1, atol=10 * learning_rate)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_a_group_shares_one_step(name):
    """If the steps of weights differ, a group has its own step, and a direction that it multiplies."""
    optimiser = OPTIMISERS[name]
    c, gradient = with_defaults(optimiser), np.array([0.1, 2.0])
    zeros = tuple(np.zeros(2) for _ in optimiser.moments)
    displacement, moments, step = optimiser.update(gradient, zeros, 0.01, 0.01, c)
    if np.size(step) > 1 and np.ptp(step) > 0:
        shared = optimiser.group_step(tuple(moment.mean() for moment in moments), 0.01, c)
        assert np.size(shared) == 1
        assert step.min() <= shared <= step.max()
        np.testing.assert_allclose(displacement, -step * optimiser.direction(moments), rtol=1e-12)


@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_step_settles_at_the_accumulated_rate(nesterov):
    sgd = OPTIMISERS["sgd"]
    c = SimpleNamespace(**sgd.constants(momentum=0.9, nesterovs_momentum=nesterov))
    state = 0.0
    for _ in range(500):
        state, step = sgd.steady_step(state, 0.01, c)
    np.testing.assert_allclose(step, 0.01 / (1 - 0.9), rtol=1e-12)


def test_adam_step_has_the_bias_corrections_folded_in():
    adam, learning_rate = OPTIMISERS["adam"], 0.1
    c = SimpleNamespace(**adam.constants(beta_1=0.9, beta_2=0.999, epsilon=1e-12))
    rate = adam.step_size(learning_rate, 1, c)
    displacement, *_ = adam.update(3.0, (0.0, 0.0), rate, 0.0, c)
    np.testing.assert_allclose(
        displacement, -learning_rate, rtol=1e-6
    )  # the first step has length `learning_rate`
