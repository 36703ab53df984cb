"""A team of threads that run the same kernel together, each on its own tiles.

Each member is a Python thread that has released the GIL. Members share out the tiles of a stage, and meet at
a barrier before the next stage. Unlike numba's ``prange``, this needs no thread pool. A pool would have to be
safe with ``fork``, with a second fit in the same process and with other OpenMP runtimes. The kernels also
compile in half the time.
"""

from numba import config
from numba.np.ufunc import parallel

from skreg.compile.jit import inlined, jit
from skreg.compile.memory import numbers
from skreg.kernels.team.atomics import increment, read, sleep, yield_core
from skreg.kernels.team.tiles import part, smaller
from skreg.records.team import BARRIERS, CANCELLED, CLAIMS, N_OWN, SLEEPS

_SPINS = 2000  # a few microseconds at the barrier, before a waiting member yields its core to others
_YIELDS = 1600  # about 0.5 ms, before it sleeps: only an idle core takes a late member from a busy one
_HALVINGS = 3  # most halvings of the number of yields, one for each time that the member had to sleep


def n_threads():
    """Number of threads that numba would use, from its environment variable or this process's setting."""
    if config.DISABLE_JIT:
        return 1
    return parallel.get_num_threads() if parallel._is_initialized else config.NUMBA_NUM_THREADS


@inlined
def own_counters(team):
    """This member's counters: (N_OWN,)."""
    return numbers(team.own, 0, N_OWN, team.rank)


@jit
def barrier(team):
    """Wait until all members have arrived."""
    if team.n_members == 1:
        return
    own = own_counters(team)
    own[BARRIERS] += 1
    expected = own[BARRIERS] * team.n_members
    increment(team.arrivals)
    spins = 0
    while read(team.arrivals) < expected:
        spins += 1
        if spins > _SPINS + (_YIELDS >> smaller(own[SLEEPS], _HALVINGS)):
            own[SLEEPS] += 1
            sleep()
        elif spins > _SPINS:
            yield_core()


@jit
def next_tile(tile, n, is_large, team):
    """The next tile for this member after `tile` (−1 at first), or n if none of the n tiles is left.

    Each member claims the next tile when it is free, because cores are never equally fast for long.
    """
    if team.n_members == 1:
        return tile + 1
    if read(team.arrivals) >= CANCELLED:
        return n  # another member has failed, and its results may be missing
    if is_large:
        return smaller(n, increment(team.claims) - own_counters(team)[CLAIMS])
    # the first member does alone what takes less time than sharing it out
    return tile + 1 if team.rank == 0 else n


@jit
def end_claims(n, is_large, team):
    """Count the claims of a stage: n tiles, and one unsuccessful claim by each member."""
    if is_large and team.n_members > 1:
        own_counters(team)[CLAIMS] += n + team.n_members


@jit
def own_tiles(n, is_large, team):
    """First and last (exclusive) of the n tiles that this member runs."""
    if team.n_members > 1 and read(team.arrivals) >= CANCELLED:
        return 0, 0  # another member has failed, and its results may be missing
    if is_large:
        return part(team.rank, team.n_members, n)
    # the first member does alone what takes less time than sharing it out
    return 0, (n if team.rank == 0 else 0)
