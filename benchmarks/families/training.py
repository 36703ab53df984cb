"""Training: the time of a minibatch step for each case and peer, and skreg's distance from the floor."""

from benchmarks import data, networks
from benchmarks.cases import TRAINING, Case, smaller
from benchmarks.floor import floor
from benchmarks.markdown import table
from benchmarks.peers import PEERS
from benchmarks.plotting import ratio_bars
from benchmarks.processes import rotated, workers
from benchmarks.timing import ratio_text, ratios, spread, time_text

LONG_FIT = 1.0  # seconds, at least
N_REPEATS = 2  # of each fit within a round


def run(options):
    """Measure all cases, with the peers interleaved round by round."""
    cases = {name: TRAINING[name] for name in options.training_cases}
    if options.quick:
        cases = {name: smaller(case) for name, case in cases.items()}
    with workers([*options.peers, "floor"], options.n_threads) as started:
        return {name: _measure(case, started, options) for name, case in cases.items()}


def _measure(case, started, options):
    print(case.name, flush=True)
    fields = case._asdict()
    units = networks.units(case, data.load(case)[1])
    n_parameters = networks.n_parameters(units)
    calibrated = {
        peer: started[peer].call("benchmarks.fitting:calibrate", peer, fields, options.seconds(LONG_FIT))
        for peer in options.peers
    }
    rounds, rates = {peer: [] for peer in options.peers}, []
    for i in range(min(options.n_rounds, case.max_rounds)):
        for name in rotated(started, i):
            call = started[name].call
            if name == "floor":
                rates.append(call("benchmarks.floor:rates", n_parameters, options.seconds(0.5)))
            else:
                n_epochs = calibrated[name]["n_epochs"]
                rounds[name].append(call("benchmarks.fitting:step", name, fields, n_epochs, N_REPEATS))
    return {
        "case": fields,
        "units": units,
        "peers": {peer: {**calibrated[peer], **_summary(rounds, peer)} for peer in options.peers},
        "floor": _share(case, units, rates, rounds["skreg"]),
    }


def _summary(rounds, peer):
    steps = {name: [fit["step"] for fit in fits] for name, fits in rounds.items()}
    return {
        "rounds": rounds[peer],
        "step": spread(steps[peer]),
        "ratio": ratios(steps[peer], steps["skreg"]),
    }


def _share(case, units, rates, rounds):
    """The floor of a mean step, and the share of it and of the sgemm rate that skreg reaches."""
    best = {name: max(rate[name] for rate in rates) for name in ("flops", "bytes")}
    n_rows = case.n_samples / case.n_batches
    seconds = spread([fit["step"] for fit in rounds])["median"]
    parts = floor(units, n_rows, best)
    return {
        "rates": rates,
        "best_rates": best,
        **parts,
        "share": sum(parts.values()) / seconds,
        "flops": networks.n_flops(units, n_rows) / seconds,
        "share_of_sgemm": parts["products"] / seconds,
    }


def tables(result):
    """Ratios, shares of the floor, losses."""
    peers = list(next(iter(result.values()))["peers"])
    return "\n\n".join(
        [
            "## Training step: the peer's time over skreg's",
            "Median of the rounds (smallest–largest). † without dropout, which this peer does not have.",
            _ratio_table(result, peers),
            "## Training step: skreg and the floor",
            "The floor is the time that the matrix products take at the sgemm rate plus the time that the"
            " update takes at the memory rate of a network of this size, both measured in the same run.",
            _floor_table(result),
            "## Training loss after the same epochs",
            "Computed without dropout over all samples; scikit-learn alone was also trained without it. The"
            " initial weights are the same; the order of the samples differs, but for skreg's and"
            " scikit-learn's.",
            _loss_table(result, peers),
        ]
    )


def _ratio_table(result, peers):
    others = [peer for peer in peers if peer != "skreg"]
    rows = []
    for entry in result.values():
        case = Case(**entry["case"])
        cells = []
        for peer in others:
            mark = " †" if (case.dropout or case.input_dropout) and not PEERS[peer].has_dropout else ""
            cells.append(ratio_text(entry["peers"][peer]["ratio"]) + mark)
        step, share = entry["peers"]["skreg"]["step"]["median"], entry["floor"]["share"]
        rows.append([case.name, *cells, time_text(step), f"{share:.0%}"])
    return table(["case", *(PEERS[peer].label for peer in others), "skreg", "share of floor"], rows)


def _floor_table(result):
    rows = []
    for entry in result.values():
        part = entry["floor"]
        best = part["best_rates"]
        rows.append(
            [
                entry["case"]["name"],
                time_text(entry["peers"]["skreg"]["step"]["median"]),
                time_text(part["products"]),
                time_text(part["update"]),
                f"{part['share']:.0%}",
                f"{part['flops'] / 1e9:.0f} of {best['flops'] / 1e9:.0f} ({part['share_of_sgemm']:.0%})",
                f"{best['bytes'] / 1e9:.0f}",
            ]
        )
    header = ["case", "step", "products", "update", "share of floor", "GFLOP/s of sgemm's", "update's GB/s"]
    return table(header, rows)


def _loss_table(result, peers):
    rows = [
        [
            entry["case"]["name"],
            entry["case"]["n_epochs_of_loss"],
            *(f"{entry['peers'][peer]['loss']:.4f}" for peer in peers),
        ]
        for entry in result.values()
    ]
    return table(["case", "epochs", *(PEERS[peer].label for peer in peers)], rows)


def plots(result):
    """Bars of the ratios."""
    bars = {
        entry["case"]["name"]: {
            PEERS[peer].label: measured["ratio"]
            for peer, measured in entry["peers"].items()
            if peer != "skreg"
        }
        for entry in result.values()
    }
    yield "training", ratio_bars(bars, "time of a training step / skreg's")
