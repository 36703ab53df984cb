"""Deployment: the size of a pickle, and the time until a fresh process predicts with it."""

import json
import pickle
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

from benchmarks.estimators import ESTIMATORS
from benchmarks.markdown import table
from benchmarks.processes import environment, rotated
from benchmarks.timing import ratio_text, ratios, spread, time_text

HIDDEN_UNITS = (200, 100)
FIRST_PREDICTION = """
import time
start = time.perf_counter()
import json, pickle, sys
with open(sys.argv[1], "rb") as file:
    model, X = pickle.load(file)
loaded = time.perf_counter()
model.predict(X)
end = time.perf_counter()
print(json.dumps({"load": loaded - start, "predict": end - loaded, "numba": "numba" in sys.modules}))
"""


def _written(folder):
    """Files with one fitted float32 network each, and the size of the network's pickle."""
    X, y = load_digits(return_X_y=True)
    X = (X / 16).astype(np.float32)
    files, sizes = {}, {}
    for peer, estimator in ESTIMATORS.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = estimator(HIDDEN_UNITS, max_iter=10, random_state=0).fit(X, y)
        files[peer] = Path(folder) / f"{peer}.pkl"
        files[peer].write_bytes(pickle.dumps((model, X[:1])))
        sizes[peer] = len(pickle.dumps(model))
    weights = sum(W.size for W in model.coefs_ + model.intercepts_)
    return files, sizes, 4 * weights


def _first_prediction(file, options):
    command = [sys.executable, "-c", FIRST_PREDICTION, str(file)]
    output = subprocess.run(command, env=environment(options.n_threads), stdout=subprocess.PIPE, check=True)
    return json.loads(output.stdout)


def run(options):
    """Pickle both networks, and load them alternately in fresh processes."""
    with tempfile.TemporaryDirectory() as folder:
        files, sizes, weights = _written(folder)
        runs = {peer: [] for peer in files}
        for i in range(2 * options.n_rounds + 1):
            for peer in rotated(list(files), i):
                runs[peer].append(_first_prediction(files[peer], options))
    # the first process may read files from disk that the others find in memory
    seconds = {peer: [run["load"] + run["predict"] for run in runs[peer][1:]] for peer in runs}
    return {
        "bytes": {**sizes, "float32 weights": weights},
        "seconds": {peer: spread(times) for peer, times in seconds.items()},
        "of it the prediction": {peer: spread([run["predict"] for run in runs[peer][1:]]) for peer in runs},
        "ratio": ratios(seconds["sklearn"], seconds["skreg"]),
        "imports numba": {peer: any(run["numba"] for run in runs[peer]) for peer in runs},
    }


def tables(result):
    """Bytes and seconds of both networks, and the ratio of the times."""
    rows = [
        [
            peer,
            f"{result['bytes'][peer]:,}",
            f"{result['bytes'][peer] / result['bytes']['float32 weights']:.3f}",
            time_text(result["seconds"][peer]["median"]),
            time_text(result["of it the prediction"][peer]["median"]),
            "yes" if result["imports numba"][peer] else "no",
        ]
        for peer in result["seconds"]
    ]
    header = [
        "64-200-100-10", "pickle, bytes", "over float32 weights", "imports, load and first prediction",
        "the prediction alone", "numba imported",
    ]  # fmt: skip
    ratio = f"scikit-learn's time over skreg's: {ratio_text(result['ratio'])}"
    return "\n\n".join(["## Deployment: pickle and first prediction", table(header, rows), ratio])
