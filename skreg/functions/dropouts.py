"""Dropouts: random factors of inputs and hidden units, drawn anew for each update.

Each has the mean 1, so that prediction uses the weights as they are (inverted dropout).

To add one, write its two expressions and an entry in ``DROPOUTS``, and the hyperparameter that is its rate.

References
----------
Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov (2014), "Dropout: a simple way to prevent neural
networks from overfitting".
"""

from collections.abc import Callable
from typing import NamedTuple


class Dropout(NamedTuple):
    """What the rest of the package needs to know of one dropout.

    Attributes
    ----------
    formula : str
    level : callable
        Of the rate in [0, 1): what the factor depends on. It is a threshold for random bits, an int below
        2**64, and a scale.
    factor : callable
        Of 64 random bits, the threshold and the scale.
    hidden : str
        The hyperparameter that is the rate of hidden units: one for all layers, or one for each.
    inputs : str or None
        The hyperparameter that is the rate of inputs.
    """

    formula: str
    level: Callable
    factor: Callable
    hidden: str
    inputs: str | None = None


def _bernoulli_level(rate):
    return int(rate * 2**64), 1 / (1 - rate)


def _bernoulli_factor(bits, threshold, scale):
    return scale * (bits >= threshold)


DROPOUTS = {
    "bernoulli": Dropout(
        "0 with the probability rate, else 1/(1 − rate)",
        _bernoulli_level,
        _bernoulli_factor,
        hidden="dropout",
        inputs="input_dropout",
    ),
}
