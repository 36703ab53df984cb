"""Random bits from a counter-based generator, which has no state and works in any order and any thread.

Each pair of a sample seen in training and a unit has its own 64-bit counter. For a given key the generator is
a bijection of the counters, so no two masks can coincide.

References
----------
Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3". Mixing after Steele,
Lea & Flood (2014), "Fast splittable pseudorandom number generators".
"""

import numpy as np

from skreg.compile.jit import inlined, jit
from skreg.kernels.views import layer_at

_WEYL = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))


@jit
def random_bits(key_0, key_1, counter):
    """64 random bits, by steps that are all invertible in `counter`."""
    x = (counter * _WEYL) ^ key_0
    x = (x ^ (x >> _SHIFTS[0])) * _FIRST
    x = x ^ key_1
    x = (x ^ (x >> _SHIFTS[1])) * _SECOND
    return x ^ (x >> _SHIFTS[2])


@inlined
def first_counter(network, sample, index, unit):
    """Counter of one input of a layer for the `sample`-th sample seen in training.

    It is ``sample · n_units + units_before + unit``, where n_units includes inputs and outputs.
    """
    last = layer_at(network.layers, network.n_layers - 1)
    n_units = np.uint64(last.units_before + last.n_in + last.n_out)
    before = layer_at(network.layers, index).units_before
    return np.uint64(sample) * n_units + np.uint64(before + unit)
