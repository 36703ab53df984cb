"""The peers: one file each, all with the same function.

``trainer(case, X, y, n_threads)`` prepares whatever is not training and returns
``train(n_epochs)``, which trains a new network from `initial_layers` (or equal ones), waits for the
end, and returns a `Trained`. To add a peer, write its file here and name it in ``PEERS``.
"""

from importlib import import_module, util
from typing import NamedTuple


class Peer(NamedTuple):
    """How a peer is called in tables, which packages it needs, what it cannot do."""

    label: str
    packages: tuple
    has_dropout: bool = True


class Trained(NamedTuple):
    """What a peer hands back: layers [(W, b), …] of NumPy arrays, the epochs that it ran, their losses.

    All of them record the mean training loss of each epoch, as scikit-learn does.
    """

    layers: list
    n_epochs: float
    losses: list


PEERS = {
    "skreg": Peer("skreg", ("skreg",)),
    "sklearn": Peer("scikit-learn", ("sklearn",), has_dropout=False),
    "skorch": Peer("skorch", ("skorch", "torch")),
    "torch": Peer("torch loop", ("torch",)),
    "torch_fused": Peer("torch loop (fused Adam)", ("torch",)),
    "keras": Peer("Keras (JAX)", ("keras", "jax")),
    "jax": Peer("JAX scan", ("jax",)),
}


def installed():
    """Names of the peers whose packages are there."""
    return [
        name
        for name, peer in PEERS.items()
        if all(util.find_spec(package) is not None for package in peer.packages)
    ]


def trainer(name, case, X, y, n_threads):
    """Prepared training of the peer called `name`."""
    return import_module(f"benchmarks.peers.{name}").trainer(case, X, y, n_threads)
