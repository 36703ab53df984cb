"""LossCurveDisplay."""

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import check_is_fitted

from skreg.estimators.base import BaseMLP
from skreg.plotting.axes import axes_or_new

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D


class LossCurveDisplay:
    """Plot of the loss of each epoch, on training and on validation samples.

    The training loss is the mean over an epoch and includes penalties and dropout. The validation loss is
    measured after the epoch, without them. It can therefore be the lower one, in particular at first. Use
    `from_estimator` to create a display.

    Parameters
    ----------
    train_loss : array-like of shape (n_epochs,)
        Cost of each epoch.
    validation_loss : array-like of shape (n_validated_epochs,), default=None
        Validation loss of the last epochs, usually of all epochs.
    best_epoch : int, default=None
        Epoch with the best validation score, counted from 1.
    loss_name : str, default="loss"
        Label of the vertical axis.

    Attributes
    ----------
    ax_ : matplotlib.axes.Axes
        Axes of the plot.
    figure_ : matplotlib.figure.Figure
        Figure of the plot.
    lines_ : list of matplotlib.lines.Line2D
        Curves of the training loss and of the validation loss.
    best_epoch_line_ : matplotlib.lines.Line2D or None
        Vertical line at the best epoch.

    Examples
    --------
    >>> from sklearn.datasets import load_digits
    >>> from skreg import LossCurveDisplay, MLPClassifier
    >>> X, y = load_digits(return_X_y=True)
    >>> net = MLPClassifier(early_stopping=True, random_state=0).fit(X / 16, y)
    >>> display = LossCurveDisplay.from_estimator(net)
    >>> display.ax_.get_ylabel()
    'log_loss'
    """

    ax_: "Axes"
    figure_: "Figure"
    lines_: list["Line2D"]
    best_epoch_line_: "Line2D | None"

    def __init__(
        self,
        train_loss: ArrayLike,
        *,
        validation_loss: ArrayLike | None = None,
        best_epoch: int | None = None,
        loss_name: str = "loss",
    ) -> None:
        self.train_loss = train_loss
        self.validation_loss = validation_loss
        self.best_epoch = best_epoch
        self.loss_name = loss_name

    @classmethod
    def from_estimator(
        cls, estimator: BaseMLP, *, ax: "Axes | None" = None, log_scale: bool = False, **line_kwargs: Any
    ) -> Self:
        """Plot the loss curves of a fitted estimator.

        Parameters
        ----------
        estimator : MLPClassifier or MLPRegressor
            Fitted estimator. It has a validation loss if it was fitted with ``X_val`` or with early stopping.
        ax : matplotlib.axes.Axes, default=None
            Axes to draw on. None creates a new figure.
        log_scale : bool, default=False
            Whether the axis of the loss is logarithmic.
        **line_kwargs : dict
            Keyword arguments of ``ax.plot`` for both curves.

        Returns
        -------
        display : LossCurveDisplay
            The display, after plotting.

        Raises
        ------
        TypeError
            If the estimator is of another class.
        NotFittedError
            If the estimator is not fitted.
        """
        if not isinstance(estimator, BaseMLP):
            raise TypeError(
                f"estimator must be an MLPClassifier or MLPRegressor of skreg, got {estimator!r}. For a"
                " pipeline, pass its last step. For a search, pass its best_estimator_."
            )
        check_is_fitted(estimator)
        display = cls(
            estimator.loss_curve_,
            validation_loss=estimator.validation_loss_curve_,
            best_epoch=_best_epoch(estimator),
            loss_name=estimator._trained_with["loss"].removeprefix("binary_"),
        )
        return display.plot(ax, log_scale=log_scale, **line_kwargs)

    def plot(self, ax: "Axes | None" = None, *, log_scale: bool = False, **line_kwargs: Any) -> Self:
        """Draw the plot.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, default=None
            Axes to draw on. None creates a new figure.
        log_scale : bool, default=False
            Whether the axis of the loss is logarithmic.
        **line_kwargs : dict
            Keyword arguments of ``ax.plot`` for both curves.

        Returns
        -------
        self : LossCurveDisplay
            This display.
        """
        self.ax_ = axes_or_new(ax)
        self.figure_ = self.ax_.figure
        epochs = np.arange(1, len(self.train_loss) + 1)
        self.lines_ = self.ax_.plot(epochs, self.train_loss, **{"label": "training", **line_kwargs})
        if self.validation_loss is not None:
            last = epochs[len(epochs) - len(self.validation_loss) :]
            self.lines_ += self.ax_.plot(last, self.validation_loss, **{"label": "validation", **line_kwargs})
        self.best_epoch_line_ = None
        if self.best_epoch is not None:
            self.best_epoch_line_ = self.ax_.axvline(
                self.best_epoch, color="gray", linestyle="--", label=f"best epoch: {self.best_epoch}"
            )
        self.ax_.set(xlabel="epoch", ylabel=self.loss_name, yscale="log" if log_scale else "linear")
        self.ax_.legend()
        return self


def _best_epoch(estimator):
    """Epoch with the best validation score, counted from 1. The first one wins a tie."""
    scores = estimator.validation_scores_
    if scores is None or np.isnan(scores).all():
        return None
    return len(estimator.loss_curve_) - len(scores) + int(np.nanargmax(scores)) + 1
