"""Writes the results: ``results.json``, ``results.md`` and one PNG for each plot.

A new measurement of a family replaces only the figures of this family. Each family therefore has the machine,
the load and the versions of its own run.
"""

import json
from importlib import import_module

from benchmarks.families import FAMILIES


def _module(family):
    return import_module(f"benchmarks.families.{family}")


def save(folder, family, run, result):
    """Add a family's result to the results in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "results.json"
    results = json.loads(path.read_text()) if path.exists() else {}
    results[family] = {"run": run, "result": result}
    path.write_text(json.dumps(results, indent=1) + "\n")
    results = json.loads(path.read_text())  # tables and plots show values that were read back
    (folder / "results.md").write_text(markdown(results))
    for name, figure in getattr(_module(family), "plots", lambda result: ())(results[family]["result"]):
        figure.savefig(folder / f"{name}.png", dpi=150)


def markdown(results):
    """All families, with the runs that they come from."""
    parts = ["# Benchmarks"]
    for family in FAMILIES:
        if family in results:
            parts += [tables(family, results[family]["result"]), _origin(results[family]["run"])]
    return "\n\n".join(parts) + "\n"


def tables(family, result):
    """One family's tables."""
    return _module(family).tables(result)


def _origin(run):
    versions = ", ".join(f"{name} {version}" for name, version in run["versions"].items())
    return (
        f"`{run['command']}`{_commit(run)}, {run['rounds']} rounds at most, {run['threads']} threads,"
        f" {run['date']}, {run['minutes']} minutes; load {_load(run['load_before'])} before,"
        f" {_load(run['load_after'])} after.\n"
        f"{run['processor']}, {run['cores']} cores, {run['memory_GiB']} GiB, {run['system']};"
        f" BLAS: {', '.join(run['blas'])}; Python {run['python']}, {versions}."
    )


def _commit(run):
    return f" at {run['commit']}" if run.get("commit") else ""


def _load(load):
    return "unknown" if load is None else f"{load:.1f}"
