"""Removal of hidden units that do nothing, without a change of what the network computes."""

import numpy as np

from skreg.functions.activations import activation_of, per_layer


def live_units(coefs, intercepts, activation):
    """Which units are needed, and the intercepts that take over what the others contribute.

    A unit without outgoing weights contributes nothing. One without incoming weights is the
    constant a(b), which its outgoing weights add to the next intercepts. Removing units may leave others
    without weights, and so on. At least one unit of each layer stays.

    Parameters
    ----------
    coefs, intercepts : lists of ndarray
    activation : str or sequence of str

    Returns
    -------
    kept : list of ndarray of int
        Units of each layer, inputs and outputs included, that stay.
    intercepts : list of ndarray, in float64
        Of all units.
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
    """The dead, less the first where no other unit is alive."""
    if (dead == alive).all() and dead.any():
        dead = dead.copy()
        dead[np.argmax(dead)] = False
    return dead


def select(kept, coefs, intercepts, layout):
    """New θ of the kept units alone."""
    return layout.pack(
        [W[np.ix_(*kept[layer : layer + 2])] for layer, W in enumerate(coefs)],
        [b[units] for b, units in zip(intercepts, kept[1:], strict=True)],
        coefs[0].dtype,
    )
