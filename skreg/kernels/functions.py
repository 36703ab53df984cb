"""Lets numba know the elementary functions of `skreg.functions`."""

from skreg.compile.jit import by_type
from skreg.functions import elementary

for _exact, _single in elementary.SINGLE.items():
    by_type(_exact, _single, elementary.DOUBLE.get(_exact, _exact))
