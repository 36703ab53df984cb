"""A network: its layers (the maps from one row of units to the next), loss and regularisation."""

from dataclasses import dataclass, field

import numpy as np

from skreg.records.record import fields

UNIT = np.uint32  # type of listed units: unsigned, so that numba need not test for negative indices
LAYER = fields(
    n_in=np.int64,
    n_out=np.int64,
    weights=np.int64,  # start of W in θ: (n_in, n_out), row by row
    intercepts=np.int64,  # start of b in θ: (n_out,)
    units_before=np.int64,  # number of units before the inputs of this layer
    activation=np.int64,  # address of the activation's loop, for a hidden layer
    is_dropped=np.int64,  # whether inputs of W may be dropped
)
CHUNK = fields(
    start=np.int64,  # first place in θ
    stop=np.int64,  # last place in θ, exclusive
    layer=np.int64,  # -1 for intercepts
)
LEVEL = fields(  # of one dropout on the inputs of one layer
    threshold=np.uint64,  # for comparison with 64 random bits
    scale=np.float64,
)
NETWORK = fields(  # arrays of `Network` are addresses
    layers=np.int64,
    n_layers=np.int64,
    chunks=np.int64,
    n_chunks=np.int64,
    n_parameters=np.int64,
    inputs=np.int64,  # columns of X that are inputs
    n_inputs=np.int64,  # number of these columns, or 0 for all columns
    loss_parameter=np.float64,
    levels=np.int64,  # layer by layer, for each dropout in use
    strengths=np.int64,  # layer by layer, for each penalty in use
    per_weight=np.int64,  # likewise, but divided by the minibatch's total weight
    key_0=np.uint64,
    key_1=np.uint64,
)


@dataclass(frozen=True)
class Network:
    """The network that is trained.

    The kernels read a record of its numbers, and they are compiled for its functions.

    Attributes
    ----------
    layers : record array of `LAYER`, of shape (n_layers,)
    chunks : record array of `CHUNK`, of shape (n_chunks,)
    levels : record array of `LEVEL`, of shape (n_layers, n_dropouts)
    activations : list of str or Activation
        Activations of the hidden layers.
    loss : str or Loss
    loss_parameter : float
        Parameter of the loss.
    penalties : tuple of Penalty
        Penalties in use.
    dropouts : tuple of str
        Names of the dropouts in use.
    strengths, per_weight : ndarray of shape (n_layers, n_penalties)
        Absolute strengths, and strengths that the total weight divides.
    key_0, key_1 : int
        Key of the masks.
    inputs : ndarray of UNIT, of shape (n_inputs,)
        Columns of X that are inputs. Empty if all columns are.
    """

    layers: np.ndarray
    chunks: np.ndarray
    activations: list
    loss: object
    loss_parameter: float = 0.0
    penalties: tuple = ()
    strengths: np.ndarray = None
    per_weight: np.ndarray = None
    dropouts: tuple = ()
    levels: np.ndarray = None
    key_0: int = 0
    key_1: int = 0
    inputs: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=UNIT))

    @property
    def n_layers(self):
        """Number of weight matrices."""
        return len(self.layers)

    @property
    def n_chunks(self):
        """Number of pieces of θ that are updated at a time."""
        return len(self.chunks)

    @property
    def n_parameters(self):
        """Size of θ."""
        return self.chunks["stop"][-1]

    @property
    def n_inputs(self):
        """Number of listed inputs."""
        return len(self.inputs)
