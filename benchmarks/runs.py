"""Runs that are kept: one file for each table, with a line for each row and seed."""

import argparse
import json
import time
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.table_file import TableFile

RESULTS = Path(__file__).parent / "results"


def parse(name, rows, n_seeds):
    """Options of the table of that name, such as "studies.sparsity", from the command line.

    `n_seeds` are those of the published table: a number, or a dict with one for each row.
    """
    parser = argparse.ArgumentParser(f"python -m benchmarks.{name}")
    parser.add_argument("--seeds", type=int, metavar="N", help="runs of each row (default: as published)")
    parser.add_argument("--only", nargs="+", choices=list(rows), metavar="ROW", help=", ".join(rows))
    parser.add_argument("--skip", nargs="+", default=[], metavar="TEXT", help="leave out rows that end so")
    options = parser.parse_args()
    skipped = tuple(options.skip)
    options.rows = {row: rows[row] for row in options.only or rows if not row.endswith(skipped)}
    options.n_seeds = {
        row: options.seeds or (n_seeds[row] if isinstance(n_seeds, dict) else n_seeds) for row in options.rows
    }
    return options


def kept(name, row_name, seed, run, settings=None):
    """Result of ``run()``, a dict, for a row and a seed of the table of that name; read where it was kept.

    `settings`, a dict, are kept with it. Where they have changed since, `RuntimeError` says what to delete. A
    table without settings cannot tell: delete its lines with any change of its script.
    """
    file = TableFile(RESULTS / f"{name.replace('.', '/', 1)}.jsonl")
    settings = json.loads(json.dumps(settings))  # as it would be read: a tuple is a list
    result = file.read(row_name, seed)
    if result is None:
        start = time.perf_counter()
        result = run()
        result["seconds"] = round(time.perf_counter() - start, 1)
        if settings is not None:
            result["settings"] = settings
        file.write(row_name, seed, result)
        print(f"{row_name}, seed {seed}: {result}", flush=True)
        result = file.read(row_name, seed)
    if result.get("settings") != settings:
        raise RuntimeError(
            f"{file.path} has a result of {row_name}, seed {seed}, from other settings, delete its line: "
            f"{result.get('settings')}"
        )
    return result


def read(name, row_name, seed):
    """The result that is kept for a row and a seed of the table of that name, a dict, or None."""
    return _file(name).read(row_name, seed)


def _file(name):
    return TableFile(RESULTS / f"{name.replace('.', '/', 1)}.jsonl")


def run_all(name, options, run):
    """Results of ``run(row, seed)``, a dict, for all rows and seeds; what there is already is read.

    All rows with one seed come before the next seed.
    """
    results = {row_name: [] for row_name in options.rows}
    for seed in range(max(options.n_seeds.values())):
        for row_name, row in options.rows.items():
            if seed >= options.n_seeds[row_name]:
                continue
            results[row_name].append(kept(name, row_name, seed, partial(run, row, seed)))
    return results


def mean_and_range(results, key, digits=2):
    """Mean of a number over the seeds, and its range."""
    values = np.array([result[key] for result in results], dtype=float)
    text = f"{values.mean():.{digits}f}"
    if len(values) > 1:
        text += f" ({values.min():.{digits}f} to {values.max():.{digits}f})"
    return text
