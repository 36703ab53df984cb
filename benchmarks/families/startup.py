"""Start-up: imports, the first fit on a machine without a cache, the first fit of a later process."""

import json
import subprocess
import sys
import tempfile

from benchmarks.markdown import table
from benchmarks.processes import environment, rotated
from benchmarks.timing import spread, time_text

IMPORT = """
import time
start = time.perf_counter()
import {module}
print(time.perf_counter() - start)
"""
FIRST_FIT = """
import json, time, warnings
import numpy as np
from skreg import MLPClassifier
warnings.simplefilter("ignore")
X = np.random.default_rng(0).random((500, 20), dtype=np.float32)
y = X[:, 0] > 0.5
def timed(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start
def fit():
    MLPClassifier((50,), max_iter=5).fit(X, y)
def import_numba():
    import numba
result = {"import numba": timed(import_numba), "first fit": timed(fit)}
result["steady fit"] = min(timed(fit) for _ in range(5))
print(json.dumps(result))
"""
MODULES = ("skreg", "sklearn.neural_network")


def _output(code, options, **variables):
    return json.loads(
        subprocess.run(
            [sys.executable, "-c", code],
            env={**environment(options.n_threads), **variables},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
    )


def run(options):
    """Start fresh processes, for imports and for first fits without and with a cache."""
    imports = {module: [] for module in MODULES}
    for i in range(2 * options.n_rounds + 1):
        for module in rotated(MODULES, i):
            imports[module].append(_output(IMPORT.format(module=module), options))
    without_cache, with_cache = [], []
    for _ in range(min(options.n_rounds, 3)):
        with tempfile.TemporaryDirectory() as folder:
            without_cache.append(_output(FIRST_FIT, options, NUMBA_CACHE_DIR=folder))
            with_cache += [_output(FIRST_FIT, options, NUMBA_CACHE_DIR=folder) for _ in range(3)]
    return {
        # the first process may read files from disk that the others find in memory
        "imports": {module: spread(seconds[1:]) for module, seconds in imports.items()},
        "first fit without a cache": _parts(without_cache),
        "first fit with a cache": _parts(with_cache),
    }


def _parts(runs):
    parts = {name: spread([run[name] for run in runs]) for name in runs[0]}
    over_steady = spread([run["first fit"] - run["steady fit"] for run in runs])
    return {**parts, "first fit over steady": over_steady}


def tables(result):
    """Median and smallest of each time."""
    rows = [[f"`import {module}`", *_cells(seconds)] for module, seconds in result["imports"].items()]
    for name in ("first fit without a cache", "first fit with a cache"):
        parts = result[name]
        rows += [
            [f"{name}: `import numba`", *_cells(parts["import numba"])],
            [f"{name}: fit, that import aside", *_cells(parts["first fit"])],
            [f"{name}: the same over a steady fit", *_cells(parts["first fit over steady"])],
        ]
    titles = ["what is timed", "median", "smallest"]
    return "\n\n".join(["## Start-up, in fresh processes", table(titles, rows)])


def _cells(seconds):
    return time_text(seconds["median"]), time_text(seconds["low"])
