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
    """Course of training: the loss of each epoch, on training and on validation samples.

    The training loss is the mean over an epoch, with penalties and dropout; the validation loss is without
    them, after the epoch: at first it may well be the lower one. Use `from_estimator` to make one.

    Parameters
    ----------
    train_loss : array-like of shape (n_epochs,)
        Cost of each epoch.
    validation_loss : array-like of shape (n_validated_epochs,), default=None
        Of the last epochs, all of them as a rule.
    best_epoch : int, default=None
        The epoch, from 1 on, that was best on validation samples.
    loss_name : str, default="loss"
        Beside the axis.

    Attributes
    ----------
    ax_ : matplotlib.axes.Axes
    figure_ : matplotlib.figure.Figure
    lines_ : list of matplotlib.lines.Line2D
        Training, then validation.
    best_epoch_line_ : matplotlib.lines.Line2D or None

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
        """Draw the course of training of a fitted estimator.

        Parameters
        ----------
        estimator : MLPClassifier or MLPRegressor
            Fitted. It has a validation loss where it was given ``X_val``, or stopped early.
        ax : matplotlib.axes.Axes, default=None
            None: those of a new figure.
        log_scale : bool, default=False
            Whether the axis of the loss is logarithmic.
        **line_kwargs : dict
            For ``ax.plot`` of both curves.

        Returns
        -------
        display : LossCurveDisplay

        Raises
        ------
        TypeError
            If the estimator is of another class.
        NotFittedError
            If it is not fitted.
        """
        if not isinstance(estimator, BaseMLP):
            raise TypeError(
                f"estimator must be an MLPClassifier or MLPRegressor of skreg, got {estimator!r}. Of a"
                " pipeline, give the last step; of a search, its best_estimator_."
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
        """Draw.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, default=None
            None: those of a new figure.
        log_scale : bool, default=False
            Whether the axis of the loss is logarithmic.
        **line_kwargs : dict
            For ``ax.plot`` of both curves.

        Returns
        -------
        self : LossCurveDisplay
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
    """Epoch of the best validation score, the first of equals, counted from 1."""
    scores = estimator.validation_scores_
    if scores is None or np.isnan(scores).all():
        return None
    return len(estimator.loss_curve_) - len(scores) + int(np.nanargmax(scores)) + 1
