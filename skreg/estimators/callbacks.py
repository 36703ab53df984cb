"""scikit-learn's callbacks, from its release 1.9 on: what they are told of a fit."""

import contextlib
import functools

import numpy as np
from sklearn.utils import _safe_indexing

from skreg.estimators.monitoring import fitted_attributes
from skreg.estimators.samples import Given
from skreg.training.observer import Observer


class CallbackObserver(Observer):
    """Tells an estimator's callbacks where each epoch begins and ends.

    They are given the user's own data, or the part of them that is trained on, which is cut out only if a
    callback asks for it; and a fitted estimator with weights of its own, if a callback asks for one.

    Parameters
    ----------
    context : sklearn.callback.CallbackContext
        Of the fit.
    estimator : BaseMLP
    given : Given
    rows : ndarray of int or None
        Samples to train on; None: all.
    layout : Layout
    """

    def __init__(self, context, estimator, given, rows, layout):
        self.context, self.estimator, self.layout = context, estimator, layout
        self._given, self._rows = given, rows
        self._epoch = None

    def epoch_begins(self, parameters):  # noqa: D102
        self._epoch = self.context.subcontext(task_name="epoch")
        attributes = functools.partial(self._attributes, parameters)
        self._epoch.call_on_fit_task_begin(**self._data(), reconstruction_attributes=attributes)

    def epoch_ends(self, parameters, history):  # noqa: D102
        attributes = functools.partial(self._attributes, parameters, history)
        return self._epoch.call_on_fit_task_end(**self._data(), reconstruction_attributes=attributes)

    def _data(self):
        metadata = None
        if self._given.sample_weight is not None:
            metadata = lambda: {"sample_weight": self._part.sample_weight}  # noqa: E731
        return {
            "estimator": self.estimator,
            "X": lambda: self._part.X,
            "y": lambda: self._part.y,
            "metadata": metadata,
        }

    @functools.cached_property
    def _part(self):
        """The samples to train on, as the user gave them."""
        X, y, sample_weight = self._given
        if np.ndim(sample_weight) > 0:  # it may be one number for all
            sample_weight = _safe_indexing(sample_weight, self._rows)
        return Given(_safe_indexing(X, self._rows), _safe_indexing(y, self._rows), sample_weight)

    def _attributes(self, parameters, history=None):
        attributes = fitted_attributes(self.estimator, self.layout, parameters.copy())
        if history is not None:
            attributes["loss_"], attributes["loss_curve_"] = history.loss_curve[-1], list(history.loss_curve)
        return attributes


def observer_of(context, estimator, given, rows, layout):
    """Who is told of the epochs: nobody where the estimator has no callbacks."""
    if getattr(estimator, "_skl_callbacks", None):
        return CallbackObserver(context, estimator, given, rows, layout)
    return Observer()


def begin(estimator):
    """Set the estimator's callbacks up; returns the context of its fit, or None in older scikit-learns.

    scikit-learn takes them down when ``fit`` has ended, however that be.
    """
    if not hasattr(estimator, "_init_callback_context"):
        return None
    return estimator._init_callback_context(max_subtasks=estimator.max_iter)


@contextlib.contextmanager
def whole_fit(context, estimator, given):
    """Tell callbacks of the fit itself, before and after."""
    if context is None:
        yield
        return
    metadata = None if given.sample_weight is None else {"sample_weight": given.sample_weight}
    data = {"estimator": estimator, "X": given.X, "y": given.y, "metadata": metadata}
    context.call_on_fit_task_begin(**data)
    yield
    context.call_on_fit_task_end(**data, reconstruction_attributes={})
