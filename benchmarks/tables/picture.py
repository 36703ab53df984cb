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
_LABEL = 90, 12  # about the width and the height of a method's name in the plot, in pixels at 100 dpi


def draw(results, judged):
    """One panel for each measure. `judged` selects the sets on which the measure is informative."""
    figure, panels = plotting.figure(1, len(_PANELS), 13, 4.2)
    for panel, (name, title) in zip(panels, _PANELS.items(), strict=True):
        sets, methods, values = judged(results, name)
        timed, _, seconds = summary.seconds(results)
        rows = [timed.index(one) for one in sets]
        _panel(panel, methods, summary.ranks(values).mean(axis=0), np.median(seconds[rows], axis=0))
        panel.set_title(f"{title}, {len(sets)} sets", color=plotting.GREY)
    panels[0].set_ylabel("mean rank (1 is best)")
    figure.savefig(RESULTS / "tables.png", dpi=160)


def _panel(panel, methods, ranks, seconds):
    shown = [column for column, method in enumerate(methods) if method != "constant"]  # far below the others
    for column in shown:
        colour = plotting.COLOURS["skreg" if methods[column].startswith("skreg") else "scikit-learn"]
        panel.plot(seconds[column], ranks[column], "o", color=colour)
    panel.set_xscale("log")
    panel.invert_yaxis()
    panel.margins(x=0.3, y=0.12)
    panel.set_xlabel("processor seconds of a fit, median")
    points = panel.transData.transform(np.column_stack([seconds, ranks])[shown])
    points = points / _LABEL
    are_below = _below(points)
    for column, below, left in zip(shown, are_below, _left(points, are_below), strict=True):
        panel.annotate(
            methods[column],
            (seconds[column], ranks[column]),
            xytext=(-5 if left else 5, -12 if below else 4),
            textcoords="offset points",
            ha="right" if left else "left",
            fontsize=9,
            color=plotting.GREY,
        )


def _below(points):
    """Whether the nearest other point lies above. `points` are in widths and heights of a label."""
    distances = np.linalg.norm(points[:, None] - points, axis=2)
    np.fill_diagonal(distances, np.inf)
    return points[distances.argmin(axis=1), 1] > points[:, 1]


def _left(points, below):
    """Whether another point lies where a label would stand on the right, above or below its own point."""
    right, above = (points - points[:, None]).transpose(2, 0, 1)
    away = np.where(below[:, None], -above, above)
    return ((right > 0) & (right < 1.5) & (away > -0.3) & (away < 2)).any(axis=1)
