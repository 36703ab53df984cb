"""Memory that calls use one after the other: fresh pages cost more than what is computed in them."""

import contextlib
import math

import numpy as np

_ALIGNMENT = 64  # bytes
_MOST_BYTES = 2**24  # kept of one call
_MOST_KEPT = 4  # of calls side by side
_kept = []  # of calls that are over; `pop` and `append` are atomic


class Scratch:
    """Hands out arrays of undefined content, which are valid until its call ends."""

    def __init__(self):
        self._memory = np.empty(0, dtype=np.uint8)
        self._n_used = 0

    def array(self, shape, dtype):
        """Array in the kept memory. If it does not fit, it gets memory of its own for this call."""
        n_bytes = math.prod(shape) * dtype.itemsize
        begin = self._n_used
        self._n_used += -(-n_bytes // _ALIGNMENT) * _ALIGNMENT
        if self._n_used > self._memory.size:
            return np.empty(shape, dtype)
        return self._memory[begin : begin + n_bytes].view(dtype).reshape(shape)

    def end_call(self):
        """Make room for as much as this call used."""
        n_bytes = min(self._n_used, _MOST_BYTES)
        if n_bytes > self._memory.size:
            self._memory = np.empty(n_bytes, dtype=np.uint8)
        self._n_used = 0


@contextlib.contextmanager
def scratch():
    """Scratch memory that belongs to one call, in whichever thread."""
    try:
        memory = _kept.pop()
    except IndexError:
        memory = Scratch()
    yield memory
    memory.end_call()
    if len(_kept) < _MOST_KEPT:
        _kept.append(memory)
