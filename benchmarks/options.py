"""Options of the command line."""

import argparse
import os
from pathlib import Path
from typing import NamedTuple

from benchmarks.cases import TRAINING
from benchmarks.families import FAMILIES
from benchmarks.peers import PEERS, installed

HERE = Path(__file__).parent


class Options(NamedTuple):
    """The peers to measure, and the effort."""

    n_rounds: int
    quick: bool
    n_threads: int
    peers: list
    training_cases: list
    families: list
    output: Path

    def seconds(self, usual):
        """Time to spend on one measurement, which is short in a smoke test."""
        return usual / 50 if self.quick else usual


def parse(arguments=None):
    """Options of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measures skreg beside its peers."
    )
    parser.add_argument(
        "--only",
        nargs="+",
        default=[],
        metavar="NAME",
        choices=[*FAMILIES, *TRAINING],
        help=f"families ({', '.join(FAMILIES)}) or training cases ({', '.join(TRAINING)}); default: all",
    )
    parser.add_argument("--peers", nargs="+", choices=PEERS, help="default: all that are installed")
    parser.add_argument("--rounds", type=int, help="default: 5, or 2 with --quick")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="default: one for each core")
    parser.add_argument("--quick", action="store_true", help="tiny: tests the benchmarks, measures nothing")
    parser.add_argument(
        "--output", type=Path, help="folder of the results; default: benchmarks/results, or results-quick"
    )
    chosen = parser.parse_args(arguments)
    cases = [name for name in chosen.only if name in TRAINING]
    families = [name for name in FAMILIES if name in chosen.only or (name == "training" and cases)]
    if (cases or chosen.peers) and not (chosen.output or chosen.quick):
        parser.error(
            "a part of the training cases or peers would replace the results of all: name another folder by"
            " --output"
        )
    peers = chosen.peers or installed()
    return Options(
        n_rounds=chosen.rounds or (2 if chosen.quick else 5),
        quick=chosen.quick,
        n_threads=chosen.threads,
        peers=[name for name in PEERS if name in {"skreg", *peers}],
        training_cases=cases or list(TRAINING),
        families=families or list(FAMILIES),
        output=chosen.output or HERE / ("results-quick" if chosen.quick else "results"),
    )
