"""Growth of the time of an epoch with samples, width, depth and batch size, and of a step with threads."""

import os

from benchmarks.cases import TRAINING, Case, smaller
from benchmarks.markdown import table
from benchmarks.peers import PEERS
from benchmarks.plotting import lines
from benchmarks.processes import rotated, workers
from benchmarks.timing import time_text

SUBJECTS = ("skreg", "sklearn", "torch", "jax")
LONG_FIT = 0.3  # seconds, at least
BASE = Case("growth", "tabular", 20_000, 50, (100,), 200, n_epochs_of_loss=1)
VARIATIONS = {
    "samples": {n: BASE._replace(n_samples=n) for n in (1_000, 5_000, 20_000, 100_000)},
    "units of the hidden layer": {n: BASE._replace(hidden_units=(n,)) for n in (16, 64, 256, 1024)},
    "hidden layers of 100 units": {n: BASE._replace(hidden_units=(100,) * n) for n in (1, 2, 4, 8)},
    "batch size": {n: BASE._replace(batch_size=n) for n in (16, 64, 256, 1024, 4096)},
}
# few samples suffice, because the time of a step does not depend on their number
THREADS = {
    "(100, 100)": TRAINING["mnist100"]._replace(n_samples=20_000),
    "(1024, 1024, 1024)": TRAINING["mnist1024"]._replace(n_samples=2_560),
}


def _numbers_of_threads():
    numbers = [2**i for i in range(10) if 2**i < os.cpu_count()]
    return [*numbers, os.cpu_count()]


def _step(worker, peer, case, options):
    """Seconds per step, from the shortest of three long fits and of three short fits."""
    case = smaller(case) if options.quick else case
    fields, seconds = case._asdict(), options.seconds(LONG_FIT)
    n_epochs = worker.call("benchmarks.fitting:calibrate", peer, fields, seconds)["n_epochs"]
    return worker.call("benchmarks.fitting:step", peer, fields, n_epochs, 3)["step"]


def run(options):
    """Measure each point of each panel, alternating between the peers."""
    peers = [peer for peer in SUBJECTS if peer in options.peers]
    result = {}
    with workers(peers, options.n_threads) as started:
        for name, cases in VARIATIONS.items():
            print(name, flush=True)
            curves = result[name] = {PEERS[peer].label: [] for peer in peers}
            for i, (value, case) in enumerate(cases.items()):
                for peer in rotated(peers, i):
                    seconds = _step(started[peer], peer, case, options) * case.n_batches
                    curves[PEERS[peer].label].append((value, seconds))
    result["threads"] = _threads(peers, options)
    return result


def _threads(peers, options):
    print("threads", flush=True)
    curves = {f"{PEERS[peer].label}, {net}": [] for net in THREADS for peer in peers}
    for n_threads in _numbers_of_threads():
        with workers(peers, n_threads) as started:
            for net, case in THREADS.items():
                for peer in peers:
                    seconds = _step(started[peer], peer, case, options)
                    curves[f"{PEERS[peer].label}, {net}"].append((n_threads, seconds))
    return curves


def tables(result):
    """One table for each panel."""
    parts = ["## Growth", "Seconds of an epoch; on mnist, of a step: one measurement for each point."]
    for name, curves in result.items():
        values = [value for value, _ in next(iter(curves.values()))]
        rows = [[line, *(time_text(seconds) for _, seconds in points)] for line, points in curves.items()]
        parts.append(table([name, *map(str, values)], rows))
    return "\n\n".join(parts)


def plots(result):
    """Five panels."""
    labels = ["seconds of an epoch"] * (len(result) - 1) + ["seconds of a step on mnist"]
    yield "growth", lines(result, labels)
