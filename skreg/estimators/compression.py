"""Removal of the dead units of a fitted estimator, and a record of the savings."""

from typing import NamedTuple

from sklearn.base import clone

from skreg.network.compression import live_units, select
from skreg.records.layout import Layout


class Compression(NamedTuple):
    """Units of each layer, including inputs and outputs, and number of parameters, before and after."""

    units_before: tuple[int, ...]
    units_after: tuple[int, ...]
    n_parameters_before: int
    n_parameters_after: int


def compressed(estimator):
    """The compressed copy of an estimator, see ``BaseMLP.compress``."""
    coefs, intercepts = estimator.coefs_, estimator.intercepts_
    kept, folded_intercepts = live_units(coefs, intercepts, estimator._trained_with["activation"])
    before = Layout((len(coefs[0]), *map(len, intercepts)))
    after = Layout(tuple(len(units) for units in kept))
    smaller = clone(estimator)
    parameters = estimator.get_params(deep=False)
    vars(smaller).update({name: value for name, value in vars(estimator).items() if name not in parameters})
    smaller.loss_curve_ = list(estimator.loss_curve_)  # copied, because `partial_fit` extends it in place
    smaller.hidden_layer_sizes = after.units[1:-1]
    smaller.coefs_, smaller.intercepts_ = after.views(select(kept, coefs, folded_intercepts, after))
    smaller.compression_ = Compression(before.units, after.units, before.n_parameters, after.n_parameters)
    memory = getattr(estimator, "_optimiser_memory", None)
    if memory is not None:
        moments = tuple(select(kept, *before.views(moment), after) for moment in memory.all_moments)
        smaller._optimiser_memory = memory._replace(moments=moments, clocks=memory.clocks.copy())
    return smaller
