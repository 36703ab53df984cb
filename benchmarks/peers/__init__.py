"""The peers, in one file each with the same function.

``trainer(case, X, y, n_threads)`` does all preparation and returns ``train(n_epochs)``. That function trains
a new network from `initial_layers` (or equal ones), waits for the end, and returns a `Trained`. To add a
peer, write its file here and add its name to ``PEERS``.
"""

from importlib import import_module, util
from typing import NamedTuple


class Peer(NamedTuple):
    """A peer's name in tables, the packages that it needs, and what it cannot do."""

    label: str
    packages: tuple
    has_dropout: bool = True


class Trained(NamedTuple):
    """The result of a peer: layers [(W, b), …] of NumPy arrays, the number of epochs, and their losses.

    Like scikit-learn, all peers record the mean training loss of each epoch.
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
    """Names of the peers whose packages are installed."""
    return [
        name
        for name, peer in PEERS.items()
        if all(util.find_spec(package) is not None for package in peer.packages)
    ]


def trainer(name, case, X, y, n_threads):
    """Prepared training of the peer called `name`."""
    return import_module(f"benchmarks.peers.{name}").trainer(case, X, y, n_threads)
