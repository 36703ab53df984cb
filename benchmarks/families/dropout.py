"""Dropout: a training step with one thinned network per sample, with one per minibatch, and that of JAX."""

from benchmarks.cases import DROPOUT, smaller
from benchmarks.families.training import LONG_FIT, N_REPEATS
from benchmarks.markdown import table
from benchmarks.processes import rotated, workers
from benchmarks.timing import ratio_text, ratios, spread, time_text


def _subjects(case, peers):
    """Name in the table: the peer that trains, and its case."""
    subjects = {
        "skreg, batch": ("skreg", case._replace(dropout_scope="batch")),
        "skreg, sample": ("skreg", case),
        "skreg, no dropout": ("skreg", case._replace(dropout=0.0, input_dropout=0.0)),
    }
    if "jax" in peers:
        subjects["JAX scan, sample"] = ("jax", case)
        subjects["JAX scan, no dropout"] = ("jax", case._replace(dropout=0.0, input_dropout=0.0))
    return subjects


def run(options):
    """Measure all cases, interleaved round by round, with each subject in its own process."""
    cases = [smaller(case) if options.quick else case for case in DROPOUT]
    names = list(_subjects(cases[0], options.peers))
    with workers(names, options.n_threads) as started:
        return {case.name: _measure(_subjects(case, options.peers), started, options) for case in cases}


def _measure(subjects, started, options):
    calibrated, rounds = {}, {name: [] for name in subjects}
    for name, (peer, case) in subjects.items():
        print(case.name, name, flush=True)
        seconds = options.seconds(LONG_FIT)
        calibrated[name] = started[name].call("benchmarks.fitting:calibrate", peer, case._asdict(), seconds)
    for i in range(options.n_rounds):
        for name in rotated(subjects, i):
            peer, case = subjects[name]
            n_epochs = calibrated[name]["n_epochs"]
            fit = started[name].call("benchmarks.fitting:step", peer, case._asdict(), n_epochs, N_REPEATS)
            rounds[name].append(fit["step"])
    return {
        name: {
            "rounds": rounds[name],
            "step": spread(rounds[name]),
            "ratio": ratios(rounds[name], rounds["skreg, batch"]),
        }
        for name in subjects
    }


def tables(result):
    """Times of a step, relative to that of the batch scope."""
    others = [name for name in next(iter(result.values())) if name != "skreg, batch"]
    rows = [
        [
            case,
            *(ratio_text(entry[name]["ratio"]) for name in others),
            time_text(entry["skreg, batch"]["step"]["median"]),
        ]
        for case, entry in result.items()
    ]
    return "\n\n".join(
        [
            '## Training step with dropout: time over that of skreg with `dropout_scope="batch"`',
            "Median of the rounds (smallest–largest).",
            table(["case", *others, "skreg, batch"], rows),
        ]
    )
