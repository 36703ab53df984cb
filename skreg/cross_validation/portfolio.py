"""The portfolio: configurations in the order in which they add most to the best of those before.

Each is a dict of parameters of a Pipeline of two steps: ``encoder``, a `TableEncoder`, and ``mlp``, a
network. There is a list for classes and one for numbers. Both are in the file ``portfolio.json`` beside this
one, which ``python -m benchmarks.studies.portfolio`` writes. The idea is that of Feurer et al. (2022),
"Auto-sklearn 2.0", and Salinas & Erickson (2024), "TabRepo", arXiv 2311.02971.
"""

import functools
import inspect
import json
from pathlib import Path

SHARED = {
    "mlp__solver": "adamw",
    "mlp__learning_rate": "cosine",
    "mlp__beta_2": 0.95,
    "mlp__alpha": 0.0,
}


@functools.cache
def _entries():
    return json.loads(Path(__file__).with_name("portfolio.json").read_text())


def portfolio(kind):
    """The configurations that come with skreg, best first, for "classes" or for "numbers"."""
    return [dict(entry) for entry in _entries()[kind]]


def whole(entry, network):
    """All parameters of a configuration, without those that the class of the network does not have."""
    known = inspect.signature(network).parameters
    parameters = {**SHARED, **entry}
    return {
        name: value
        for name, value in parameters.items()
        if not name.startswith("mlp__") or name.removeprefix("mlp__") in known
    }
