"""Dropouts: random factors of inputs and hidden units, which each update draws anew.

The factors have the mean 1, so that prediction uses the weights as they are (inverted dropout).

To add one, write its two expressions and an entry in ``DROPOUTS``, and add the hyperparameter of its rate.

References
----------
Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov (2014), "Dropout: a simple way to prevent neural
networks from overfitting".
"""

from collections.abc import Callable
from typing import NamedTuple


class Dropout(NamedTuple):
    """One kind of dropout.

    Attributes
    ----------
    formula : str
        Formula of the factor.
    level : callable
        Maps a rate in [0, 1) to a threshold and a scale. The threshold for random bits is an int below 2**64.
    factor : callable
        Maps 64 random bits, the threshold and the scale to the factor.
    hidden : str
        Hyperparameter with the rate of hidden units: one rate for all layers, or one for each.
    inputs : str or None
        Hyperparameter with the rate of inputs.
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
