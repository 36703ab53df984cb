import numpy as np
import pytest

from skreg.functions import optimisers


@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_step_settles_at_the_accumulated_rate(nesterov):
    velocity = 0.0
    for _ in range(500):
        velocity, step = optimisers.momentum_step(0.9, nesterov, 0.01, velocity)
    np.testing.assert_allclose(step, 0.01 / (1 - 0.9), rtol=1e-12)


def test_adam_step_has_the_bias_corrections_folded_in():
    rate, beta_1, beta_2, gradient = 0.1, 0.9, 0.999, 3.0
    step = optimisers.step_size(optimisers.ADAM, rate, beta_1, beta_2, 1)
    new, *_ = optimisers.update(
        optimisers.ADAM, 1.0, gradient, 0.0, 0.0, step, 0.0, 0.0, False, 1 - beta_1, 1 - beta_2, 1e-12
    )
    np.testing.assert_allclose(new, 1.0 - rate, rtol=1e-6)  # the first step has length `rate`
