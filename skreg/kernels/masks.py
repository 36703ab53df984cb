"""Dropout masks from a counter-based generator: no state, any order, any thread.

Each (sample seen in training, unit) has a 64-bit counter of its own, and for a given key the
generator is a bijection of counters: no two masks can coincide. Survivors are scaled by 1/keep
(inverted dropout), so that prediction uses the weights as they are.

References
----------
Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov (2014), "Dropout: a simple way to
prevent neural networks from overfitting". Salmon, Moraes, Dror & Shaw (2011), "Parallel random
numbers: as easy as 1, 2, 3". Mixing after Steele, Lea & Flood (2014), "Fast splittable
pseudorandom number generators".
"""

import numpy as np

from skreg._jit import inlined, jit

_WEYL = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))


@jit
def random_bits(key_0, key_1, counter):
    """64 random bits; every step is invertible in `counter`."""
    x = (counter * _WEYL) ^ key_0
    x = (x ^ (x >> _SHIFTS[0])) * _FIRST
    x = x ^ key_1
    x = (x ^ (x >> _SHIFTS[1])) * _SECOND
    return x ^ (x >> _SHIFTS[2])


@inlined
def first_counter(network, sample, layer, unit):
    """Counter of one input of `layer` for the `sample`-th sample seen in training."""
    last = network.layers[-1]
    n_units = np.uint64(last.units_before + last.n_in + last.n_out)
    return np.uint64(sample) * n_units + np.uint64(network.layers[layer].units_before + unit)


@jit
def mask_factor(network, counter, drop_below, keep_scale):
    """0 for the dropped, `keep_scale` for survivors."""
    bits = random_bits(network.key_0, network.key_1, counter)
    zero = keep_scale - keep_scale  # of the same type
    return zero if bits < drop_below else keep_scale


@jit
def drop(network, layer, counter, values, slopes):
    """Zero or scale a run of inputs of `layer`, and their derivatives, in place."""
    drop_below = network.layers[layer].drop_below
    keep_scale = values.dtype.type(network.layers[layer].keep_scale)
    for j in range(values.size):
        factor = mask_factor(network, counter + np.uint64(j), drop_below, keep_scale)
        values[j] *= factor
        if slopes.size > 0:
            slopes[j] *= factor
