"""The portfolio: an ordered list of configurations, each of which improves most on those before it.

A configuration is a dict of parameters for a Pipeline of two steps: ``encoder``, a `TableEncoder`, and
``mlp``, a network. There is one list for classes and one for numbers. ``python -m
benchmarks.studies.portfolio --write`` writes both to the file ``portfolio.json`` in this folder. The idea
comes from Feurer et al. (2022), "Auto-sklearn 2.0", and from Salinas & Erickson (2024), "TabRepo", arXiv
2311.02971.
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
    """The default configurations for "classes" or for "numbers", in order."""
    return [dict(entry) for entry in _entries()[kind]]


def whole(entry, network):
    """All parameters of a configuration, except those that the network's class does not have."""
    known = inspect.signature(network).parameters
    parameters = {**SHARED, **entry}
    return {
        name: value
        for name, value in parameters.items()
        if not name.startswith("mlp__") or name.removeprefix("mlp__") in known
    }
