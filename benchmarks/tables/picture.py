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
    for method, rank, second in zip(methods, ranks, seconds, strict=True):
        colour = plotting.COLOURS["skreg" if method.startswith("skreg") else "scikit-learn"]
        panel.plot(second, rank, "o", color=colour)
        panel.annotate(
            method, (second, rank), xytext=(5, 4), textcoords="offset points", fontsize=9, color=plotting.GREY
        )
    panel.set_xscale("log")
    panel.invert_yaxis()
    panel.margins(x=0.25)
    panel.set_xlabel("processor seconds of a fit, median")
