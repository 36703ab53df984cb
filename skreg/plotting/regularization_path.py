"""RegularizationPathDisplay."""

from typing import TYPE_CHECKING, Any, Self

from skreg._typing import MatrixLike
from skreg.estimators.base import BaseMLP
from skreg.path import RegularizationPath, mlp_path
from skreg.plotting.axes import axes_or_new

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

_MARGIN = 0.03  # keeps shares of 0 and 1 away from the frame


class RegularizationPathDisplay:
    """Plot of a regularisation path: scores and size of the network over the strength of the penalty.

    Use `from_path` or `from_estimator` to create a display.

    Parameters
    ----------
    path : RegularizationPath
        Result of `mlp_path`.

    Attributes
    ----------
    ax_ : matplotlib.axes.Axes
        Axes of the scores.
    share_ax_ : matplotlib.axes.Axes
        Axes of the shares, on the right.
    figure_ : matplotlib.figure.Figure
        Figure of the plot.
    score_lines_ : list of matplotlib.lines.Line2D
        Curves of the training score and of the validation score.
    share_lines_ : list of matplotlib.lines.Line2D
        Curves of the shares of non-zero weights, of features in use, and of hidden units in use.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.datasets import load_digits
    >>> from skreg import MLPClassifier, RegularizationPathDisplay
    >>> X, y = load_digits(return_X_y=True)
    >>> net = MLPClassifier((20,), learning_rate="cosine", max_iter=20, random_state=0)
    >>> display = RegularizationPathDisplay.from_estimator(net, X / 16, y, l1=np.logspace(-5, -2, 4))
    >>> display.ax_.get_xlabel()
    'l1'
    """

    ax_: "Axes"
    share_ax_: "Axes"
    figure_: "Figure"
    score_lines_: list["Line2D"]
    share_lines_: list["Line2D"]

    def __init__(self, path: RegularizationPath) -> None:
        self.path = path

    @classmethod
    def from_estimator(
        cls,
        estimator: BaseMLP,
        X: MatrixLike,
        y: MatrixLike,
        *,
        ax: "Axes | None" = None,
        **path_parameters: Any,
    ) -> Self:
        """Train along a path, and plot it.

        Parameters
        ----------
        estimator : MLPClassifier or MLPRegressor
            Estimator to clone and train.
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Training samples.
        y : array-like of shape (n_samples,) or (n_samples, n_outputs)
            Targets of the training samples.
        ax : matplotlib.axes.Axes, default=None
            Axes to draw on. None creates a new figure.
        **path_parameters : dict
            Keyword arguments of `mlp_path`, including the strengths.

        Returns
        -------
        display : RegularizationPathDisplay
            The display, after plotting. Its ``path`` holds the networks.
        """
        return cls(mlp_path(estimator, X, y, **path_parameters)).plot(ax)

    @classmethod
    def from_path(cls, path: RegularizationPath, *, ax: "Axes | None" = None) -> Self:
        """Plot an existing path.

        Parameters
        ----------
        path : RegularizationPath
            Result of `mlp_path`.
        ax : matplotlib.axes.Axes, default=None
            Axes to draw on. None creates a new figure.

        Returns
        -------
        display : RegularizationPathDisplay
            The display, after plotting.
        """
        return cls(path).plot(ax)

    def plot(self, ax: "Axes | None" = None) -> Self:
        """Draw the plot.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, default=None
            Axes to draw on. None creates a new figure.

        Returns
        -------
        self : RegularizationPathDisplay
            This display.
        """
        path, self.ax_ = self.path, axes_or_new(ax)
        self.figure_, self.share_ax_ = self.ax_.figure, self.ax_.twinx()
        strengths = path.strengths.reshape(len(path), -1).mean(axis=1)
        self.score_lines_ = self.ax_.plot(strengths, path.train_scores, "o-", label="training score")
        if path.validation_scores is not None:
            self.score_lines_ += self.ax_.plot(
                strengths, path.validation_scores, "s-", label="validation score"
            )
        self.share_lines_ = []
        for name, share in self._shares().items():
            style = {"linestyle": "--", "color": f"C{2 + len(self.share_lines_)}", "label": name}
            self.share_lines_ += self.share_ax_.plot(strengths, share, **style)
        self._describe(strengths)
        return self

    def _shares(self):
        """Remaining shares of the network, by name."""
        n_inputs, *n_hidden = map(len, self.path.estimator(0).coefs_)
        units = self.path.units
        shares = {"non-zero weights": 1 - self.path.zeros, "features in use": units[:, 0] / n_inputs}
        if n_hidden:
            shares["hidden units in use"] = units[:, 1:-1].sum(axis=1) / sum(n_hidden)
        return shares

    def _describe(self, strengths):
        """Label the axes, and put a legend above them, where it hides no line."""
        is_positive = (strengths > 0).all()
        label = self.path.parameter if self.path.strengths.ndim == 1 else f"mean {self.path.parameter}"
        self.ax_.set(xlabel=label, ylabel="score", xscale="log" if is_positive else "symlog")
        self.share_ax_.set(ylabel="share that is left", ylim=(-_MARGIN, 1 + _MARGIN))
        lines = [*self.score_lines_, *self.share_lines_]
        names = [line.get_label() for line in lines]
        self.ax_.legend(lines, names, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, frameon=False)
