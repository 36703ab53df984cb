"""Access to the objects at the addresses that records hold."""

import numpy as np

from skreg.compile.jit import inlined
from skreg.compile.memory import numbers, record_reader
from skreg.records.network import CHUNK, LAYER, LEVEL, NETWORK, UNIT
from skreg.records.team import TEAM
from skreg.records.workspace import WORKSPACE

layer_at = record_reader(LAYER)
chunk_at = record_reader(CHUNK)
level_at = record_reader(LEVEL)
network_at = record_reader(NETWORK)
workspace_at = record_reader(WORKSPACE)
team_at = record_reader(TEAM)

SINGLE, DOUBLE, INTEGER, LISTED = np.float32(0), np.float64(0), np.int64(0), UNIT(0)  # types of memory


@inlined
def doubles(address, n):
    """The first n double-precision numbers at an address: (n,)."""
    return numbers(address, 0, n, DOUBLE)


@inlined
def integers(address, n):
    """The first n integers at an address: (n,)."""
    return numbers(address, 0, n, INTEGER)


@inlined
def units(address, n):
    """The first n entries of a list of units: (n,)."""
    return numbers(address, 0, n, LISTED)
