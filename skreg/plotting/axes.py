"""The axes to draw on."""


def axes_or_new(ax):
    """The given axes, or those of a new figure.

    Raises
    ------
    ImportError
        Where there is no matplotlib.
    """
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        raise ImportError("skreg.plotting needs matplotlib: pip install matplotlib") from error
    return plt.subplots(layout="constrained")[1] if ax is None else ax
