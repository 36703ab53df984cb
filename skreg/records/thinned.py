"""Memory for the thinned network of a minibatch, in the form the kernels take."""

from dataclasses import dataclass

import numpy as np

from skreg.records.network import UNIT
from skreg.records.record import address, fields

DROPPED = -1  # position of a unit that is not listed
THINNED = fields(  # addresses of the arrays of `Thinned`
    network=np.int64,
    units=np.int64,
    factors=np.int64,
    positions=np.int64,
    parameters=np.int64,
)


@dataclass(frozen=True)
class Thinned:
    """A network of those units only that a minibatch keeps, and which they are.

    `units` and `factors` list the kept units of each layer, from the place on where those of the full
    network's layer begin (its ``units_before``). There are `n_units` in the full network, inputs and outputs
    included.
    """

    units: np.ndarray  # (n_units,) of UNIT
    factors: np.ndarray  # (n_units,) in θ's type, of their outgoing weights: 1 / keep probability
    positions: np.ndarray  # (n_units,), of each unit of the full network in its layer's list, or `DROPPED`
    parameters: np.ndarray  # (n_parameters,): its θ
    layers: np.ndarray  # (n_layers,) of LAYER
    network: np.ndarray  # (1,): its record


def thinned(layout, network, linked, dtype):
    """Memory for a thinned network: outputs are the network's, weights and intercepts begin where its do.

    Parameters
    ----------
    layout : Layout
    network : Network
    linked : record array of `NETWORK`, of shape (1,)
        The network's record, with the addresses of its code.
    dtype : dtype
        Of θ.
    """
    layers = np.zeros_like(network.layers)
    for name in ("weights", "intercepts", "activation"):
        layers[name] = network.layers[name]
    layers["n_out"][-1] = layout.units[-1]
    n_units = sum(layout.units)
    units = np.concatenate([np.arange(n, dtype=UNIT) for n in layout.units])
    own = linked.copy()
    own["layers"], own["inputs"] = address(layers), address(units)
    return Thinned(
        units=units,
        factors=np.ones(n_units, dtype=dtype),
        positions=np.empty(n_units, dtype=np.int64),
        parameters=np.empty(layout.n_parameters, dtype=dtype),
        layers=layers,
        network=own,
    )
