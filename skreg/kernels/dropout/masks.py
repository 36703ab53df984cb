"""Masks: the factors of dropout on a run of units, or on a single unit.

values: (n,), a run of units. slopes: (n,), their derivatives, or (0,) where there are none.
"""

import numpy as np

from skreg.compile.jit import expression, inlined, jit
from skreg.kernels.dropout.counters import random_bits
from skreg.kernels.views import level_at

_KEYS = 0x9E3779B97F4A7C15  # multiplied by the place of a dropout, it gives each dropout its own key


def _mask(dropout, place, n_dropouts):
    """Code that multiplies a run of units by the factors of one dropout."""
    factor_of, own_key = expression(dropout.factor), np.uint64(place * _KEYS % 2**64)

    @jit
    def mask(network, layer, counter, values, slopes):
        level = level_at(network.levels, layer * n_dropouts + place)
        threshold, scale = level.threshold, values.dtype.type(level.scale)
        key_0, key_1 = network.key_0 ^ own_key, network.key_1
        for j in range(values.size):
            bits = random_bits(key_0, key_1, counter + np.uint64(j))
            factor = values.dtype.type(factor_of(bits, threshold, scale))
            values[j] *= factor
            if slopes.size > 0:
                slopes[j] *= factor

    return mask


def make_drop(dropouts):
    """Code that multiplies some inputs of a layer, and their derivatives, by the factors of all dropouts."""
    *others, last = [_mask(dropout, place, len(dropouts)) for place, dropout in enumerate(dropouts)]
    before = _in_turn(others)

    def drop(network, layer, counter, values, slopes):
        before(network, layer, counter, values, slopes)
        last(network, layer, counter, values, slopes)

    return drop


def _in_turn(masks):
    """Code that applies some masks one after the other."""
    if not masks:
        return inlined(lambda network, layer, counter, values, slopes: None)
    *others, last = masks
    before = _in_turn(others)

    @jit
    def apply(network, layer, counter, values, slopes):
        before(network, layer, counter, values, slopes)
        last(network, layer, counter, values, slopes)

    return apply


def make_unit_factor(dropouts, place=0):
    """A function of network, layer, counter and zero that returns the factor of one input, in zero's type."""
    if place == len(dropouts):
        return inlined(lambda network, layer, counter, zero: zero + np.int8(1))
    n_dropouts, factor_of = len(dropouts), expression(dropouts[place].factor)
    own_key = np.uint64(place * _KEYS % 2**64)
    others = make_unit_factor(dropouts, place + 1)

    @jit
    def unit_factor(network, layer, counter, zero):
        level = level_at(network.levels, layer * n_dropouts + place)
        bits = random_bits(network.key_0 ^ own_key, network.key_1, counter)
        factor = factor_of(bits, level.threshold, type(zero)(level.scale))
        return factor * others(network, layer, counter, zero)

    return unit_factor
