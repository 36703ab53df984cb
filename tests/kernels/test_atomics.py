"""The shared counters of a team order all other reads and writes of its members."""

import numba
import pytest
from cross_compilation import assembly

from skreg.kernels.team.atomics import increment, read

pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
INTEGERS = numba.types.Array(numba.int64, 1, "C")


ADDRESS = numba.int64


def arrive(data, counter):
    data[0] = 1
    data[1] = increment(counter)


def leave(data, counter):
    data[0] = 1
    while read(counter) < 2:
        pass
    return data[1]


def arm_instructions(function, processor):
    """Instructions of a function by name, in order, compiled for ARM."""
    dispatcher = numba.njit((INTEGERS, ADDRESS), no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    [code] = dispatcher.inspect_llvm().values()
    lines = assembly(code, "aarch64-linux-gnu", processor).splitlines()
    return [line.split()[0] for line in lines if line.startswith("\t") and not line.startswith("\t.")]


def assert_between(instructions, first, middle, last):
    """Check that data accesses before and after the counter stay on their side of it."""
    assert instructions.index(first) < instructions.index(middle)
    assert last in instructions[instructions.index(middle) :]


@pytest.mark.parametrize(("processor", "added"), [("generic", "stlxr"), ("apple-m1", "ldaddal")])
def test_arriving_releases_what_was_written_before(processor, added):
    assert_between(arm_instructions(arrive, processor), "str", added, "str")


@pytest.mark.parametrize("processor", ["generic", "apple-m1"])
def test_leaving_acquires_what_is_read_after(processor):
    assert_between(arm_instructions(leave, processor), "str", "ldar", "ldr")
