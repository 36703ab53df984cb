"""scikit-learn's callbacks, from its release 1.9 on: what they are told of a fit."""

import contextlib
import functools
import inspect
from numbers import Real

import numpy as np
from scipy.sparse import issparse
from sklearn.utils import _safe_indexing

from skreg.fitting.request import Given
from skreg.training.observer import Observer
from skreg.training.work import epoch_seconds

_TASK_SECONDS = 0.05  # a progress bar takes 0.1 ms to move on, and draws itself ten times a second


class CallbackObserver(Observer):
    """Tells an estimator's callbacks where each task begins and ends: an epoch, or some short ones.

    They are given the user's own data, or the part of them that is trained on, which is cut out only if a
    callback asks for it; and a fitted estimator with weights of its own, if a callback asks for one.

    Parameters
    ----------
    plan : Plan
    rows : ndarray of int or None
        Samples to train on; None: all.
    """

    def __init__(self, plan, rows):
        self.plan, self._rows = plan, rows
        self._given = _with_array_of_weights(plan)
        self._n_epochs = -(-plan.parameters.max_iter // plan.callback_context.max_subtasks)  # of a task
        self._task, self._n_done = None, 0

    def epoch_begins(self, parameters):  # noqa: D102
        if self._task is None:
            name = "iteration" if self.plan.parameters.solver == "lbfgs" else "epoch"
            self._task = self.plan.callback_context.subcontext(task_name=name)
            attributes = functools.partial(self._attributes, parameters)
            self._task.call_on_fit_task_begin(**self._data(), reconstruction_attributes=attributes)

    def epoch_ends(self, parameters, history):  # noqa: D102
        self._n_done += 1
        return False if self._n_done % self._n_epochs else self._end_task(parameters, history)

    def training_ends(self, parameters, history):  # noqa: D102
        if self._task is not None:
            self._end_task(parameters, history)

    def _end_task(self, parameters, history):
        task, self._task = self._task, None
        attributes = functools.partial(self._attributes, parameters, history)
        return task.call_on_fit_task_end(**self._data(), reconstruction_attributes=attributes)

    def _data(self):
        metadata = None
        if self._given.sample_weight is not None:
            metadata = lambda: {"sample_weight": self._part.sample_weight}  # noqa: E731
        return {
            "estimator": self.plan.request.estimator,
            "X": lambda: self._part.X,
            "y": lambda: self._part.y,
            "metadata": metadata,
        }

    @functools.cached_property
    def _part(self):
        """The samples to train on, as the user gave them."""
        return Given(*(_rows_of(value, self._rows) for value in self._given))

    def _attributes(self, parameters, history=None):
        attributes = self.plan.network_attributes(parameters.copy())
        if history is not None:
            attributes["loss_"], attributes["loss_curve_"] = history.loss_curve[-1], list(history.loss_curve)
        return attributes


def _rows_of(value, rows):
    """Some rows, or all, of what was given; not all sparse formats give them."""
    if rows is None or value is None:
        return value
    return _safe_indexing(value.tocsr() if issparse(value) else value, rows)


def _with_array_of_weights(plan):
    """What was given to train on. Scorers take no number for the weights of all."""
    given = plan.request.given
    if not isinstance(given.sample_weight, Real):
        return given
    return given._replace(sample_weight=np.full(plan.samples.n_samples, float(given.sample_weight)))


def set_up(request):
    """Set the estimator's callbacks up; returns the context of its fit, or None in older scikit-learns.

    They are told of whole fits only. scikit-learn takes them down when ``fit`` has ended, however that be.
    """
    is_whole = not (request.incremental or request.keeps_moments)
    if not is_whole or not hasattr(request.estimator, "_init_callback_context"):
        return None
    return request.estimator._init_callback_context(max_subtasks=request.parameters.max_iter)


@contextlib.contextmanager
def whole_fit(plan):
    """Tell callbacks of the fit itself, before and after."""
    context = plan.callback_context
    if context is None:
        yield
        return
    X, y, sample_weight = _with_array_of_weights(plan)
    context.max_subtasks = -(-plan.parameters.max_iter // _epochs_of_task(plan))
    metadata = None if sample_weight is None else {"sample_weight": sample_weight}
    data = {"estimator": plan.request.estimator, "X": X, "y": y, "metadata": metadata}
    context.call_on_fit_task_begin(**data)
    yield
    context.call_on_fit_task_end(**data, reconstruction_attributes={})


def observer_of(plan, rows=None):
    """Who is told of the epochs of training on some rows, or all: nobody where there are no callbacks."""
    if plan.callback_context is None or not getattr(plan.request.estimator, "_skl_callbacks", None):
        return Observer()
    return CallbackObserver(plan, rows)


def _epochs_of_task(plan):
    """One; more of them, of 50 ms in all, if they are short and no callback wants more than to be told."""
    n_samples = plan.samples.n_samples
    if any(_wants_data(callback) for callback in getattr(plan.request.estimator, "_skl_callbacks", ())):
        return 1
    batch_size = n_samples if plan.parameters.solver == "lbfgs" else min(plan.batch_size, n_samples)
    return max(1, int(_TASK_SECONDS / epoch_seconds(plan.layout, batch_size, n_samples)))


def _wants_data(callback):
    hooks = callback.on_fit_task_begin, callback.on_fit_task_end
    parameters = [parameter for hook in hooks for parameter in inspect.signature(hook).parameters.values()]
    return any(parameter.kind == parameter.KEYWORD_ONLY for parameter in parameters)
