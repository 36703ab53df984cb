"""Strengths of all regularisers of a network, and the key of its dropout masks."""

import hashlib
from typing import NamedTuple

import numpy as np


class Regularisation(NamedTuple):
    """One value per weight matrix (l1, l2, group_l1) or hidden layer (dropout)."""

    l1: np.ndarray
    l2: np.ndarray
    alpha: float
    dropout: np.ndarray
    input_dropout: float = 0.0
    mask_key: tuple = (0, 0)
    max_norm: float | None = None
    group_l1: np.ndarray | float = 0.0
    dropout_scope: str = "sample"

    @property
    def drops(self):
        """Whether any unit may be dropped."""
        return bool(np.any(self.dropout) or self.input_dropout)

    @property
    def thins_batches(self):
        """Whether a minibatch has one thinned network for all its samples."""
        return self.dropout_scope == "batch" and self.drops


def mask_key(random_state):
    """128-bit key of the masks, derived from the generator's state without drawing from it.

    A stream apart: dropout moves neither the initial weights nor the shuffles.
    """
    state = random_state.get_state(legacy=False)
    digest = hashlib.blake2b(b"".join(_bytes(state)), digest_size=16).digest()
    return tuple(np.frombuffer(digest, dtype="<u8").tolist())


def _bytes(state):
    """All numbers in the state of a bit generator, whichever it is."""
    for name in sorted(state):
        value = state[name]
        if isinstance(value, dict):
            yield from _bytes(value)
        else:
            yield value.tobytes() if isinstance(value, np.ndarray) else str(value).encode()
