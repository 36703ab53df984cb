"""Memory for the thinned network of a minibatch, in the form the kernels take."""

import numpy as np

from skreg.kernels.arguments import LAYER, UNIT, Thinned


def thinned(layout, network, dtype):
    """Kernel argument; empty where each sample has a thinned network of its own.

    Its outputs are the network's, and its weights and intercepts begin where the network's do.
    """
    if not network.thins_batches:
        units, n_parameters, layers = (), 0, np.zeros(0, dtype=LAYER)
    else:
        units, n_parameters, layers = layout.units, layout.n_parameters, np.zeros_like(network.layers)
        for name in ("weights", "intercepts"):
            layers[name] = network.layers[name]
        layers["n_out"][-1] = units[-1]
    return Thinned(
        layers=layers.view(np.recarray),
        units=np.concatenate([np.arange(n, dtype=UNIT) for n in (0, *units)]),
        factors=np.ones(sum(units), dtype=dtype),
        positions=np.empty(sum(units), dtype=np.int64),
        parameters=np.empty(n_parameters, dtype=dtype),
    )
