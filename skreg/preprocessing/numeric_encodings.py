"""Encodings of numeric columns that have a name.

To add one, write a function that makes its transformer from the parameters of a ``TableEncoder``, and an
entry in ``NUMERIC_ENCODINGS``, with its name in ``NumericEncodingName``; tests follow, and ask for a
line in the docstring of ``TableEncoder``. The transformer is given finite floats.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sklearn.base import clone
from sklearn.pipeline import make_pipeline

from skreg.preprocessing.periodic import PeriodicEncoder
from skreg.preprocessing.piecewise_linear import PiecewiseLinearEncoder
from skreg.preprocessing.smooth_clip import SmoothClipScaler


@dataclass(frozen=True)
class NumericEncoding:
    """An encoding of numeric columns.

    Parameters
    ----------
    make : callable
        An unfitted transformer from the parameters of a ``TableEncoder``.
    needs_y : bool, default=False
        Whether it learns from y.
    takes_sparse : bool, default=False
        Whether it may be asked for with sparse X, which is scaled only.
    """

    make: Callable
    needs_y: bool = False
    takes_sparse: bool = False


def _smooth_clip(parameters):
    return SmoothClipScaler()


def _piecewise_linear(parameters, **options):
    return PiecewiseLinearEncoder(n_bins=parameters.n_bins, **options)


def _piecewise_linear_tree(parameters):
    return _piecewise_linear(parameters, strategy="tree")


def _piecewise_linear_and_linear(parameters, **options):
    return make_pipeline(SmoothClipScaler(), _piecewise_linear(parameters, keep_input=True, **options))


def _piecewise_linear_tree_and_linear(parameters):
    return _piecewise_linear_and_linear(parameters, strategy="tree")


def _periodic(parameters, keep_input=False):
    encoder = PeriodicEncoder(
        n_frequencies=parameters.n_frequencies,
        frequency_scale=parameters.frequency_scale,
        keep_input=keep_input,
        random_state=parameters.random_state,
    )
    return make_pipeline(SmoothClipScaler(), encoder)


def _periodic_and_linear(parameters):
    return _periodic(parameters, keep_input=True)


NumericEncodingName: TypeAlias = Literal[
    "smooth_clip",
    "piecewise_linear",
    "piecewise_linear_tree",
    "piecewise_linear_and_linear",
    "piecewise_linear_tree_and_linear",
    "periodic",
    "periodic_and_linear",
]
NUMERIC_ENCODINGS: dict[NumericEncodingName, NumericEncoding] = {
    "smooth_clip": NumericEncoding(_smooth_clip, takes_sparse=True),
    "piecewise_linear": NumericEncoding(_piecewise_linear),
    "piecewise_linear_tree": NumericEncoding(_piecewise_linear_tree, needs_y=True),
    "piecewise_linear_and_linear": NumericEncoding(_piecewise_linear_and_linear),
    "piecewise_linear_tree_and_linear": NumericEncoding(_piecewise_linear_tree_and_linear, needs_y=True),
    "periodic": NumericEncoding(_periodic),
    "periodic_and_linear": NumericEncoding(_periodic_and_linear),
}
SPARSE_ENCODINGS = [name for name, encoding in NUMERIC_ENCODINGS.items() if encoding.takes_sparse]


def transformer_of(choice, parameters):
    """An unfitted transformer: of a name, or a copy of one that was given."""
    if isinstance(choice, str):
        return NUMERIC_ENCODINGS[choice].make(parameters)
    return clone(choice)
