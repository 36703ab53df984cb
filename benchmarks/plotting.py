"""Plots for light and dark pages: they have no background, grey text and mid-tone colours."""

import numpy as np
from matplotlib.figure import Figure

GREY = "#808080"
COLOURS = {
    "skreg": "#e4572e",
    "scikit-learn": "#4c8dd6",
    "skorch": "#9b72cf",
    "torch loop": "#c9a227",
    "torch loop (fused Adam)": "#8f7a3c",
    "Keras (JAX)": "#d67fb0",
    "JAX scan": "#3fa66b",
}


def figure(n_rows, n_columns, width, height):
    """Transparent figure with a list of axes."""
    fig = Figure((width, height), layout="constrained")
    fig.patch.set_alpha(0)
    axes = fig.subplots(n_rows, n_columns, squeeze=False).ravel()
    for ax in axes:
        style(ax)
    return fig, list(axes)


def style(ax):
    """Grey axes without a background."""
    ax.patch.set_alpha(0)
    ax.tick_params(which="both", colors=GREY)
    for name, spine in ax.spines.items():
        spine.set_color(GREY)
        spine.set_visible(name in ("left", "bottom"))
    for text in (ax.xaxis.label, ax.yaxis.label, ax.title):
        text.set_color(GREY)


def ratio_bars(groups, label):
    """Horizontal bars on a log scale, which show the ratio of each peer with its spread, by group."""
    peers = list(dict.fromkeys(peer for bars in groups.values() for peer in bars))
    fig, (ax,) = figure(1, 1, 9, 1 + 0.22 * len(groups) * (len(peers) + 1))
    places = np.arange(len(groups)) * (len(peers) + 1)
    for i, peer in enumerate(peers):
        ratios = [bars[peer] for bars in groups.values()]
        medians = np.array([ratio["median"] for ratio in ratios])
        errors = [
            np.maximum(0, medians - [ratio["low"] for ratio in ratios]),
            np.maximum(0, [ratio["high"] for ratio in ratios] - medians),
        ]
        ax.barh(places + i, medians, 0.85, xerr=errors, label=peer, color=COLOURS.get(peer), ecolor=GREY)
        for place, median, ratio in zip(places + i, medians, ratios, strict=True):
            ax.annotate(
                f"{median:.3g}", (max(median, ratio["high"]), place), xytext=(4, 0),
                textcoords="offset points", va="center", color=GREY, fontsize=8,
            )  # fmt: skip
    ax.axvline(1, color=GREY, linewidth=1)
    ax.set(xscale="log", xlabel=label, yticks=places + (len(peers) - 1) / 2, yticklabels=list(groups))
    ax.invert_yaxis()
    fig.legend(frameon=False, labelcolor=GREY, loc="outside upper center", ncols=len(peers))
    return fig


def lines(panels, ylabels):
    """Panels of lines on log-log axes, ``{x label: {line: [(x, y), …]}}``, and a legend in the last cell.

    The name of a line is a peer, or a peer and a variant after a comma.
    """
    fig, axes = figure(2, -(-(len(panels) + 1) // 2), 10, 6.5)
    handles = {}
    for ax, (xlabel, curves), ylabel in zip(axes, panels.items(), ylabels, strict=False):
        variants = list(dict.fromkeys(name.partition(", ")[2] for name in curves))
        for name, points in curves.items():
            peer, _, variant = name.partition(", ")
            x, y = zip(*points, strict=True)
            dashes = ("-", "--", ":")[variants.index(variant)]
            (line,) = ax.plot(x, y, dashes, marker="o", markersize=4, color=COLOURS.get(peer))
            handles.setdefault((peer, dashes) if dashes == "-" else (variant, dashes), line)
        ax.set(xscale="log", yscale="log", xlabel=xlabel, ylabel=ylabel)
        ax.set_xticks(x, [f"{value:,}" for value in x])
        ax.minorticks_off()
        ax.grid(alpha=0.25, color=GREY)
    for ax in axes[len(panels) :]:
        ax.set_axis_off()
    names = [name if dashes == "-" else f"dashed: {name}" for name, dashes in handles]
    axes[-1].legend(handles.values(), names, frameon=False, labelcolor=GREY, loc="center")
    return fig
