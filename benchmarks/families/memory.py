"""Peak memory of a fit on 1,000,000 × 50 samples, beyond what the process held with the data."""

import threading
import warnings

import numpy as np
import psutil
from sklearn.exceptions import ConvergenceWarning

from benchmarks.estimators import ESTIMATORS
from benchmarks.markdown import table
from benchmarks.processes import workers

N_FEATURES = 50


class Sampler(threading.Thread):
    """Watches the resident memory while something else runs.

    The system's own peak is no use, because a process inherits the peak of its parent.
    """

    def __init__(self):
        super().__init__(daemon=True)
        self.process = psutil.Process()
        self.peak = self.process.memory_info().rss
        self._end = threading.Event()

    def run(self):
        """Read the memory a hundred times per second."""
        while not self._end.wait(0.01):
            self.peak = max(self.peak, self.process.memory_info().rss)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self._end.set()
        self.join()


def peak_bytes(peer, dtype, n_rows, after_another_fit):
    """In a worker: growth of the memory by a fit."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    model = ESTIMATORS[peer](hidden_layer_sizes=(100,), max_iter=2, random_state=0)
    # the right type from the start, so that memory does not peak before the fit
    generator = np.random.default_rng(0)
    X = generator.standard_normal((n_rows, N_FEATURES), dtype=dtype)
    y = (X[:, 0] + X[:, 1] > 0).astype(np.int64)
    if after_another_fit:
        model.fit(X[:1_000], y[:1_000])
    before = psutil.Process().memory_info().rss
    with Sampler() as sampler:
        model.fit(X, y)
    return {"data": X.nbytes + y.nbytes, "peak": sampler.peak - before}


def run(options):
    """Run each fit in a fresh process."""
    n_rows = 10_000 if options.quick else 1_000_000
    result = []
    for after_another_fit in (False, True):
        for dtype in ("float32", "float64"):
            for peer in ESTIMATORS:
                with workers([peer], options.n_threads) as started:
                    arguments = (peer, dtype, n_rows, after_another_fit)
                    measured = started[peer].call("benchmarks.families.memory:peak_bytes", *arguments)
                setting = {"peer": peer, "dtype": dtype, "n_rows": n_rows, "again": after_another_fit}
                result.append({**setting, **measured})
    return result


def tables(result):
    """Table of the peaks."""
    peaks = {(entry["dtype"], entry["again"], entry["peer"]): entry for entry in result}
    rows = []
    for dtype, again in dict.fromkeys((entry["dtype"], entry["again"]) for entry in result):
        ours, theirs = (peaks[dtype, again, peer] for peer in ESTIMATORS)
        which = "a later fit" if again else "first fit of a process"
        cells = (_mebibytes(n_bytes) for n_bytes in (ours["peak"], theirs["peak"], ours["data"]))
        rows.append([f"{dtype}, {which}", *cells])
    header = ["X", "skreg", "scikit-learn", "data"]
    return "\n\n".join(
        [
            f"## Peak memory of a fit on {result[0]['n_rows']:,} × {N_FEATURES}, (100), two epochs",
            "Growth of the resident memory over what the process held with the data, looked at every 10 ms."
            " The first fit of a process also loads libraries: with skreg, numba.",
            table(header, rows),
        ]
    )


def _mebibytes(n_bytes):
    return f"{n_bytes / 2**20:.0f} MiB"
