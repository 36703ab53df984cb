"""Strengths of all regularisers of a network, and the key of its dropout masks."""

import hashlib
from typing import NamedTuple

import numpy as np


class Regularisation(NamedTuple):
    """How strongly each penalty and each dropout acts on each weight matrix.

    Attributes
    ----------
    strengths : dict of str to array-like of shape (n_layers,)
        Strengths of each penalty, by name.
    rates : dict of str to array-like of shape (n_layers,)
        Rates of each dropout on the inputs of each matrix, by name.
    dropout_scope : {"sample", "batch"}
    mask_key : tuple of int
        Key of the masks, as two words of 64 bits.
    """

    strengths: dict
    rates: dict
    dropout_scope: str = "sample"
    mask_key: tuple = (0, 0)

    @property
    def is_dropped(self):
        """Whether any dropout acts on the inputs, for each weight matrix."""
        return [any(rates) for rates in zip(*self.rates.values(), strict=True)]

    @property
    def drops(self):
        """Whether any unit may be dropped."""
        return any(self.is_dropped)

    @property
    def thins_batches(self):
        """Whether all samples of a minibatch share one thinned network."""
        return self.dropout_scope == "batch" and self.drops


def mask_key(random_state):
    """128-bit key of the masks, derived from the generator's state without drawing from it.

    The masks therefore have a random stream of their own, and dropout changes neither the initial weights nor
    the shuffles.
    """
    state = random_state.get_state(legacy=False)
    digest = hashlib.blake2b(b"".join(_bytes(state)), digest_size=16).digest()
    return tuple(np.frombuffer(digest, dtype="<u8").tolist())


def _bytes(state):
    """All numbers in the state of any bit generator."""
    for name in sorted(state):
        value = state[name]
        if isinstance(value, dict):
            yield from _bytes(value)
        else:
            yield value.tobytes() if isinstance(value, np.ndarray) else str(value).encode()
