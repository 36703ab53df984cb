"""The axes of a plot."""


def axes_or_new(ax):
    """The given axes, or those of a new figure.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    """
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        raise ImportError("skreg.plotting needs matplotlib: pip install matplotlib") from error
    return plt.subplots(layout="constrained")[1] if ax is None else ax
