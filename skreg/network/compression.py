"""Removal of hidden units that do nothing, which does not change what the network computes."""

import numpy as np

from skreg.functions.activations import activation_of, per_layer


def live_units(coefs, intercepts, activation):
    """The units that are needed, and intercepts that absorb the contributions of the others.

    A unit without outgoing weights contributes nothing. A unit without incoming weights is the constant a(b),
    and its contribution is added to the next intercepts. Removing units may leave further units without
    weights, so this is repeated. At least one unit of each layer stays.

    Parameters
    ----------
    coefs, intercepts : lists of ndarray
    activation : str or sequence of str

    Returns
    -------
    kept : list of ndarray of int
        Units of each layer that stay, including inputs and outputs.
    intercepts : list of ndarray, in float64
        Intercepts of all units.
    """
    activate = [activation_of(name).value for name in per_layer(activation, len(coefs) - 1)]
    alive = [np.ones(n, dtype=bool) for n in (len(coefs[0]), *map(len, intercepts))]
    intercepts = [b.astype(np.float64) for b in intercepts]
    changes = True
    while changes:
        changes = False
        for layer in range(1, len(coefs)):
            incoming = (coefs[layer - 1][alive[layer - 1]] != 0).any(axis=0)
            outgoing = (coefs[layer][:, alive[layer + 1]] != 0).any(axis=1)
            dead = _all_but_one(alive[layer] & ~(incoming & outgoing), alive[layer])
            if dead.any():
                constants = activate[layer - 1](intercepts[layer - 1][dead])
                intercepts[layer] += constants @ coefs[layer][dead]
                alive[layer] &= ~dead
                changes = True
    return [np.flatnonzero(units) for units in alive], intercepts


def _all_but_one(dead, alive):
    """The dead units, except the first one if all units are dead."""
    if (dead == alive).all() and dead.any():
        dead = dead.copy()
        dead[np.argmax(dead)] = False
    return dead


def select(kept, coefs, intercepts, layout):
    """A new θ for the kept units."""
    return layout.pack(
        [W[np.ix_(*kept[layer : layer + 2])] for layer, W in enumerate(coefs)],
        [b[units] for b, units in zip(intercepts, kept[1:], strict=True)],
        coefs[0].dtype,
    )
