"""A team of threads that run the same kernel, as one member sees it."""

from dataclasses import dataclass

import numpy as np

from skreg.records.record import fields, record
from skreg.records.sizes import PANEL_BYTES

# A member's own counters: barriers that it has passed, claims by all members before this stage, sleeps.
BARRIERS, CLAIMS, SLEEPS = range(3)
N_OWN = 3
CANCELLED = 2**62  # more arrivals than any barrier waits for


TEAM = fields(
    rank=np.int64,
    n_members=np.int64,
    arrivals=np.int64,  # counter at barriers, which all members share
    claims=np.int64,  # counter of tiles, which all members share
    own=np.int64,  # this member's counters
    panel=np.int64,  # this member's scratch memory in products
    alone=np.int64,  # the same member as a team of its own
)


@dataclass
class Team:
    """One member's view of the threads that run a kernel together."""

    rank: int
    n_members: int
    arrivals: np.ndarray  # of int64, (1,) or longer; the first number is the counter
    claims: np.ndarray  # the same
    own: np.ndarray  # of int64, (N_OWN,) or longer
    panel: np.ndarray  # of uint8, (PANEL_BYTES,) or longer
    alone: object = 0  # record of shape (1,), or 0 for a team of one

    def __post_init__(self):
        if self.n_members > 1:
            self.alone = Team(0, 1, self.arrivals, self.claims, self.own, self.panel).record
        self.record = record(TEAM, self)


def team_of_one():
    """A team with a single member."""
    counters = np.zeros(N_OWN, dtype=np.int64)
    return Team(0, 1, counters, counters, counters, np.empty(PANEL_BYTES, dtype=np.uint8))
