"""Runs the benchmarks and writes their results, see ``python -m benchmarks --help``."""

import time
from importlib import import_module

from benchmarks import machine, report
from benchmarks.options import parse


def main():
    """Run the chosen families, and save each one as soon as it is finished."""
    options = parse()
    print(f"skreg beside {', '.join(options.peers[1:])}; {options.n_threads} threads")
    for family in options.families:
        print(f"\n=== {family}", flush=True)
        run = {**machine.facts(), "load_before": machine.load(), "threads": options.n_threads}
        start = time.perf_counter()
        result = import_module(f"benchmarks.families.{family}").run(options)
        run["minutes"] = round((time.perf_counter() - start) / 60, 1)
        run |= {"load_after": machine.load(), "rounds": options.n_rounds}
        report.save(options.output, family, run, result)
        print("\n" + report.tables(family, result))
    print(f"\nwritten to {options.output}")


if __name__ == "__main__":
    main()
