"""Encodings of numeric columns by name.

To add one, write a function that makes its transformer from the parameters of a ``TableEncoder``, and an
entry in ``NUMERIC_ENCODINGS``, and name it in ``NumericEncodingName``. The tests then cover it, and they
require a line in the docstring of ``TableEncoder``. The transformer receives finite floats.
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
        Makes an unfitted transformer from the parameters of a ``TableEncoder``.
    needs_y : bool, default=False
        Whether the transformer learns from y.
    takes_sparse : bool, default=False
        Whether it is allowed for a sparse X, which is only scaled.
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
    """An unfitted transformer, from its name or as a copy of a given transformer."""
    if isinstance(choice, str):
        return NUMERIC_ENCODINGS[choice].make(parameters)
    return clone(choice)
