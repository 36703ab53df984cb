"""Reports of a fit to scikit-learn's callbacks, which exist from release 1.9 on."""

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

_TASK_SECONDS = 0.05  # a progress bar takes 0.1 ms for an update, and redraws itself ten times a second


class CallbackObserver(Observer):
    """Tells an estimator's callbacks when a task begins and ends. A task is one epoch, or several short ones.

    Callbacks receive the user's data, or the part of them that is used for training. The part is extracted
    only if a callback asks for it. Likewise they can ask for a fitted estimator, which has its own weights.

    Parameters
    ----------
    plan : Plan
    rows : ndarray of int or None
        Training samples. None means all samples.
    """

    def __init__(self, plan, rows):
        self.plan, self._rows = plan, rows
        self._given = _with_array_of_weights(plan)
        self._n_epochs = -(-plan.parameters.max_iter // plan.callback_context.max_subtasks)  # per task
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
        """The training samples, as the user gave them."""
        return Given(*(_rows_of(value, self._rows) for value in self._given))

    def _attributes(self, parameters, history=None):
        attributes = self.plan.network_attributes(parameters.copy())
        if history is not None:
            attributes["loss_"], attributes["loss_curve_"] = history.loss_curve[-1], list(history.loss_curve)
        return attributes


def _rows_of(value, rows):
    """Some rows, or all rows, of the user's data. CSR supports indexing, unlike other sparse formats."""
    if rows is None or value is None:
        return value
    return _safe_indexing(value.tocsr() if issparse(value) else value, rows)


def _with_array_of_weights(plan):
    """The training data as given. A single number as weight becomes an array, which scorers require."""
    given = plan.request.given
    if not isinstance(given.sample_weight, Real):
        return given
    return given._replace(sample_weight=np.full(plan.samples.n_samples, float(given.sample_weight)))


def set_up(request):
    """Set up the estimator's callbacks. Returns the context of its fit, or None before scikit-learn 1.9.

    Callbacks follow whole fits only. scikit-learn tears them down when ``fit`` ends, with or without an
    error.
    """
    is_whole = not (request.incremental or request.keeps_moments)
    if not is_whole or not hasattr(request.estimator, "_init_callback_context"):
        return None
    return request.estimator._init_callback_context(max_subtasks=request.parameters.max_iter)


@contextlib.contextmanager
def whole_fit(plan):
    """Tell the callbacks when the whole fit begins and ends."""
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
    """Observer of training on some rows, or on all. Without callbacks it does nothing."""
    if plan.callback_context is None or not getattr(plan.request.estimator, "_skl_callbacks", None):
        return Observer()
    return CallbackObserver(plan, rows)


def _epochs_of_task(plan):
    """Number of epochs per task: one, or about 50 ms of short epochs if no callback asks for data."""
    n_samples = plan.samples.n_samples
    if any(_wants_data(callback) for callback in getattr(plan.request.estimator, "_skl_callbacks", ())):
        return 1
    batch_size = n_samples if plan.parameters.solver == "lbfgs" else min(plan.batch_size, n_samples)
    return max(1, int(_TASK_SECONDS / epoch_seconds(plan.layout, batch_size, n_samples)))


def _wants_data(callback):
    hooks = callback.on_fit_task_begin, callback.on_fit_task_end
    parameters = [parameter for hook in hooks for parameter in inspect.signature(hook).parameters.values()]
    return any(parameter.kind == parameter.KEYWORD_ONLY for parameter in parameters)
