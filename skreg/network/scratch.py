"""Memory that is reused from call to call, because new memory pages cost more than the computation."""

import contextlib
import math

import numpy as np

_ALIGNMENT = 64  # bytes
_MOST_BYTES = 2**24  # that are kept after a call
_MOST_KEPT = 4  # for calls that run at the same time
_kept = []  # memory of finished calls; `pop` and `append` are atomic


class Scratch:
    """Hands out uninitialised arrays, which are valid until the call ends."""

    def __init__(self):
        self._memory = np.empty(0, dtype=np.uint8)
        self._n_used = 0

    def array(self, shape, dtype):
        """An array in the kept memory. If it does not fit, it gets new memory for this call."""
        n_bytes = math.prod(shape) * dtype.itemsize
        begin = self._n_used
        self._n_used += -(-n_bytes // _ALIGNMENT) * _ALIGNMENT
        if self._n_used > self._memory.size:
            return np.empty(shape, dtype)
        return self._memory[begin : begin + n_bytes].view(dtype).reshape(shape)

    def end_call(self):
        """Enlarge the kept memory to what this call needed."""
        n_bytes = min(self._n_used, _MOST_BYTES)
        if n_bytes > self._memory.size:
            self._memory = np.empty(n_bytes, dtype=np.uint8)
        self._n_used = 0


@contextlib.contextmanager
def scratch():
    """Scratch memory for one call, in any thread."""
    try:
        memory = _kept.pop()
    except IndexError:
        memory = Scratch()
    yield memory
    memory.end_call()
    if len(_kept) < _MOST_KEPT:
        _kept.append(memory)
