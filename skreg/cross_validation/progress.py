"""Messages about a running search, to the user and to scikit-learn's callbacks."""

import time

from skreg._print import print_line
from skreg.cross_validation.portfolio import SHARED


def set_up(estimator):
    """Set up the estimator's callbacks. Returns the context of its fit, or None before scikit-learn 1.9."""
    if not hasattr(estimator, "_init_callback_context"):
        return None
    return estimator._init_callback_context(max_subtasks=None)


class Progress:
    """Context manager around a search, which reports each candidate.

    Parameters
    ----------
    context : CallbackContext or None
        scikit-learn's context of the fit.
    given : dict
        The estimator, with its X, y and metadata.
    n_tasks : int
        Number of candidates, summed over the rounds.
    attributes : callable
        Returns the fitted attributes so far.
    """

    def __init__(self, context, given, n_tasks, attributes):
        self.context, self.given, self.n_tasks, self.attributes = context, given, n_tasks, attributes
        self._n_done, self._task, self._since = 0, None, 0.0
        if context is not None:
            context.max_subtasks = n_tasks

    def __enter__(self):
        if self.context is not None:
            self.context.call_on_fit_task_begin(**self.given)
        return self

    def __exit__(self, kind, error, traceback):
        if kind is None and self.context is not None:
            self.context.call_on_fit_task_end(**self.given, reconstruction_attributes={})

    def begins(self):
        """Report that the fit of a candidate begins."""
        self._since = time.perf_counter()
        if self.context is not None:
            self._task = self.context.subcontext(task_name="candidate")
            self._task.call_on_fit_task_begin(**self.given)

    def ends(self, candidate=None):
        """Report that it has ended, with None if interrupted. Returns whether a callback asks to stop."""
        self._n_done += 1
        if candidate is not None:
            self._print(candidate)
        task, self._task = self._task, None
        if task is None:
            return False
        attributes = self.attributes if candidate is not None else None
        return task.call_on_fit_task_end(**self.given, reconstruction_attributes=attributes)

    def _print(self, candidate):
        """Print a line about a candidate if the estimator is verbose."""
        estimator = self.given["estimator"]
        if not estimator.verbose:
            return
        if candidate.error is not None:
            outcome = f"failed: {candidate.error}"
        elif candidate.on_all_rows is not None:
            outcome = "fitted on all rows"
        else:
            n_folds = len(candidate.members)
            outcome = f"validation score {candidate.score:.5g} on {n_folds} fold{'s' * (n_folds > 1)}"
        shown = {name: value for name, value in candidate.parameters.items() if _tells(name, value)}
        print_line(
            f"{type(estimator).__name__} {self._n_done}/{self.n_tasks}: {outcome},"
            f" {time.perf_counter() - self._since:.1f} s, {shown}"
        )


def _tells(name, value):
    """Whether a parameter distinguishes candidates. Most of them have the shared values."""
    return name not in _NOT_SHOWN and SHARED.get(name) != value


_NOT_SHOWN = {"encoder__categorical_features", "encoder__random_state", "mlp__random_state"}
