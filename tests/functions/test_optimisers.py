from types import SimpleNamespace

import numpy as np
import pytest

from skreg.functions.optimisers import OPTIMISERS


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
