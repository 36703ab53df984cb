"""Memory for the thinned network of a minibatch, in the form that the kernels read."""

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
    """The network of the units that a minibatch keeps, with a list of these units.

    `units` and `factors` list the kept units of each layer. The list of a layer starts at the
    ``units_before`` of the full network. The full network has `n_units`, including inputs and outputs.
    """

    units: np.ndarray  # (n_units,) of UNIT
    factors: np.ndarray  # (n_units,) in θ's type: factors of the outgoing weights, 1 / keep probability
    positions: np.ndarray  # (n_units,): position of each full-network unit in its layer's list, or `DROPPED`
    parameters: np.ndarray  # (n_parameters,): θ of the thinned network
    layers: np.ndarray  # (n_layers,) of LAYER
    network: np.ndarray  # (1,): record of the thinned network


def thinned(layout, network, linked, dtype):
    """Memory for a thinned network, with the outputs and the places in θ of the full network.

    Parameters
    ----------
    layout : Layout
    network : Network
    linked : record array of `NETWORK`, of shape (1,)
        Record of the full network, with the addresses of its code.
    dtype : dtype
        Type of θ.
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
