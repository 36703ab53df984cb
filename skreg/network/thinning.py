"""Memory for the thinned network of a minibatch, in the form the kernels take."""

import numpy as np

from skreg.kernels.arguments import UNIT, Thinned


def thinned(layout, network, dtype):
    """Kernel argument: outputs are the network's, weights and intercepts begin where the network's do."""
    layers = np.zeros_like(network.layers)
    for name in ("weights", "intercepts", "activation"):
        layers[name] = network.layers[name]
    layers["n_out"][-1] = layout.units[-1]
    n_units = sum(layout.units)
    return Thinned(
        layers=layers.view(np.recarray),
        units=np.concatenate([np.arange(n, dtype=UNIT) for n in layout.units]),
        factors=np.ones(n_units, dtype=dtype),
        positions=np.empty(n_units, dtype=np.int64),
        parameters=np.empty(layout.n_parameters, dtype=dtype),
    )
