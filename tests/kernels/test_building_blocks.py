import numba
import numpy as np
import pytest

from skreg.compile.jit import entry_point, jit


def _scaled(x, factor):
    return factor * x


scaled = jit(_scaled)
sum_of_scaled = entry_point(lambda x: scaled(x, 2) + scaled(x, 0.5))

pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")


def test_work_inside_entry_points_for_several_types():
    assert sum_of_scaled(np.float32(3)) == 7.5
    assert sum_of_scaled(3) == 7.5


nothing = jit(lambda: 1)
first = jit(lambda x: x[0, 0])


@pytest.mark.parametrize(
    ("block", "arguments"), [(scaled, (3.0, 2.0)), (nothing, ()), (first, (np.ones((3, 2)),))]
)
def test_cannot_be_called_from_python(block, arguments):
    with pytest.raises(KeyError, match="runs only inside an entry point"):
        block(*arguments)
