"""Limit on the norms of the hidden units' incoming weights, after an update.

A column w of a layer's W: (n_in, n_out) becomes ``w · min(1, max_norm / ‖w‖)``. Sums and factors of the
columns ``left:right`` have the shape (right − left,).

References
----------
Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov (2014), "Dropout: a simple way to
prevent neural networks from overfitting", section 5.1.
"""

import numpy as np

from skreg.compile.jit import jit
from skreg.compile.memory import numbers
from skreg.kernels.team.barrier import barrier, own_tiles
from skreg.kernels.team.tiles import n_parts, part, smaller
from skreg.kernels.views import layer_at
from skreg.records.sizes import NORM_COLUMNS, SMALL_COPY, SUM_ROWS


@jit
def add_squares(top, bottom, left, right, layer, parameters, sums, zero):
    """Add the squares in rows ``top:bottom`` and columns ``left:right`` of W to the columns' `sums`."""
    for i in range(top, bottom):
        row = layer.weights + i * layer.n_out
        weights = numbers(parameters, row + left, row + right, zero)
        for j in range(weights.size):
            sums[j] += weights[j] * weights[j]


@jit
def square_norms(left, right, layer, parameters, sums, of_group, zero):
    """Write the squared norms of columns ``left:right`` of W to `sums`. `of_group` is scratch memory as long.

    Rows are summed in groups, and the group sums are added, so that rounding errors do not grow with n_in.
    """
    for j in range(sums.size):
        sums[j] = 0
    for top in range(0, layer.n_in, SUM_ROWS):
        for j in range(sums.size):
            of_group[j] = 0
        bottom = smaller(top + SUM_ROWS, layer.n_in)
        add_squares(top, bottom, left, right, layer, parameters, of_group, zero)
        for j in range(sums.size):
            sums[j] += of_group[j]


@jit
def limit_columns(left, right, layer, max_norm, parameters, scratch, zero):
    """Rescale columns ``left:right`` of W to a norm of at most `max_norm`. `scratch` has the length of θ."""
    factors = numbers(scratch, layer.intercepts + left, layer.intercepts + right, zero)
    of_group = numbers(scratch, layer.weights + left, layer.weights + right, zero)
    square_norms(left, right, layer, parameters, factors, of_group, zero)
    limit, one = factors.dtype.type(max_norm), factors.dtype.type(1)
    is_any_longer = False
    for j in range(factors.size):
        is_longer = factors[j] > limit * limit
        factors[j] = limit / np.sqrt(factors[j]) if is_longer else one
        is_any_longer |= is_longer
    if not is_any_longer:
        return
    for i in range(layer.n_in):
        row = layer.weights + i * layer.n_out
        weights = numbers(parameters, row + left, row + right, zero)
        for j in range(weights.size):
            weights[j] *= factors[j]


def limit_norms(max_norm, network, parameters, scratch, team, zero):
    """Rescale this member's share of the hidden layers' columns. Returns when all members have finished."""
    for index in range(network.n_layers - 1):
        layer = layer_at(network.layers, index)
        n = n_parts(layer.n_out, NORM_COLUMNS)
        first, last = own_tiles(n, network.n_parameters > SMALL_COPY, team)
        for columns in range(first, last):
            left, right = part(columns, n, layer.n_out)
            limit_columns(left, right, layer, max_norm, parameters, scratch, zero)
    barrier(team)
