"""The plot of the study of tables: mean rank against time."""

import numpy as np

from benchmarks import plotting
from benchmarks.runs import RESULTS
from benchmarks.tables import summary

_PANELS = {
    "error": "Classification, by error",
    "log-loss": "Classification, by log-loss",
    "rmse": "Regression",
}


def draw(results, judged):
    """One panel for each measure. `judged` selects the sets on which the measure is informative."""
    figure, panels = plotting.figure(1, len(_PANELS), 13, 4.2)
    for panel, (name, title) in zip(panels, _PANELS.items(), strict=True):
        sets, methods, values = judged(results, name)
        timed, _, seconds = summary.means(results, "fit processor seconds")
        rows = [timed.index(one) for one in sets]
        _panel(panel, methods, summary.ranks(values).mean(axis=0), np.median(seconds[rows], axis=0))
        panel.set_title(f"{title}, {len(sets)} sets", color=plotting.GREY)
    panels[0].set_ylabel("mean rank (1 is best)")
    figure.savefig(RESULTS / "tables.png", dpi=160)


def _panel(panel, methods, ranks, seconds):
    order = [column for column in np.argsort(ranks) if methods[column] != "constant"]  # far below the others
    gaps = np.diff([ranks[column] for column in order], prepend=-np.inf, append=np.inf)
    for place, column in enumerate(order):
        colour = plotting.COLOURS["skreg" if methods[column].startswith("skreg") else "scikit-learn"]
        panel.plot(seconds[column], ranks[column], "o", color=colour)
        panel.annotate(
            methods[column],
            (seconds[column], ranks[column]),
            xytext=(5, 4 if gaps[place + 1] <= gaps[place] else -12),  # away from the nearest rank
            textcoords="offset points",
            fontsize=9,
            color=plotting.GREY,
        )
    panel.set_xscale("log")
    panel.invert_yaxis()
    panel.margins(x=0.25, y=0.12)
    panel.set_xlabel("processor seconds of a fit, median")
