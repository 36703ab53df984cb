"""Registration of the elementary functions of `skreg.functions`, ``np.where`` and ``np.clip`` with numba."""

import numpy as np

from skreg.compile.jit import by_type, of_numbers
from skreg.functions import elementary

for _exact, _single in elementary.SINGLE.items():
    by_type(_exact, _single, elementary.DOUBLE.get(_exact, _exact))


def _where(condition, x, y):
    return x if condition else y


def _clip(x, low, high):
    return np.minimum(np.maximum(x, low), high)


of_numbers(np.where, _where)
of_numbers(np.clip, _clip)
