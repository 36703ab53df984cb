"""Epochs over shuffled minibatches, for sgd, adam and adamw."""

import copy
from typing import NamedTuple

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from skreg._print import print_line
from skreg._warn import TrainingInterrupted, warn
from skreg.training.divergence import diverged, has_diverged
from skreg.training.history import VALIDATION_SCORE
from skreg.training.result import Result
from skreg.training.threads import Threads
from skreg.training.work import slice_rows


class Settings(NamedTuple):
    """Settings of the epochs, with the names and meanings of the estimators' parameters."""

    batch_size: int
    shuffle: bool
    max_iter: int
    tol: float
    n_iter_no_change: float
    verbose: bool
    single_epoch: bool  # True for partial_fit


class StochasticTraining:
    """One fit by minibatches, which changes `state` and `history` in place.

    Parameters
    ----------
    program : Program
        Program that starts at `state`.
    n_threads : int
        Number of team members if no other fit runs.
    schedule : object of `skreg.functions.schedules`
    settings : Settings
    state : State
    history : History
    rows : ndarray of int, of shape (n_rows,)
        Training samples.
    measure : callable
        Maps parameters of shape (n_parameters,) to the measures that the history records, by name.
    observer : Observer
    """

    def __init__(self, program, n_threads, schedule, settings, state, history, rows, measure, observer):
        self.program, self.n_threads, self.schedule = program, n_threads, schedule
        self.settings, self.state, self.history = settings, state, history
        self.order, self.measure, self.observer = rows, measure, observer
        # for a warm start, the initial weights are the best ones so far
        self.best_parameters = state.parameters.copy() if history.stops_by_score else None
        self.is_told_to_stop = False
        self.n_epochs = 0
        self.slice_rows = slice_rows(program.layout, settings.batch_size)

    def run(self, random_state):
        """Train until a stopping rule applies. Returns the `Result`.

        Ctrl-C takes training back to the last finished epoch, or raises KeyboardInterrupt if there is none.
        If training diverges, the epoch with the best validation score is returned. Without a validation
        score, ValueError is raised.
        """
        finished = None
        try:
            with Threads(self.n_threads) as threads:
                goes_on = True
                while goes_on:
                    loss = self._epoch(random_state, threads)
                    if has_diverged(self.state.parameters, loss):
                        self._explain_divergence(finished)
                        break
                    self._finish_epoch(loss)
                    goes_on = self._goes_on()
                    finished = self._result()
        except KeyboardInterrupt:
            if finished is None:
                raise
            warn("Training interrupted by user.", TrainingInterrupted)
        self.observer.training_ends(finished.state.parameters, finished.history)
        return finished

    def _result(self):
        state, history = self.state.copy(), self.history.copy()
        return Result(
            self.best_parameters if history.has_best_score else state.parameters,
            history,
            self.n_epochs,
            history.loss_curve[-1],
            state,
            copy.copy(self.schedule),
        )

    def _explain_divergence(self, finished):
        """Give a warning if an earlier epoch has weights to keep. Otherwise raise the error."""
        error = diverged(f"epoch {self.n_epochs + 1}", ", or reduce learning_rate_init")
        if finished is None or not finished.history.has_best_score:
            raise error
        warn(f"{error} The weights of the best validation score are kept.")

    def _goes_on(self):
        if self._stops() or self.settings.single_epoch or self.is_told_to_stop:
            return False
        if self.n_epochs == self.settings.max_iter:
            if not self.schedule.is_planned:
                self._warn_not_converged()
            return False
        return True

    def _epoch(self, random_state, threads):
        """Train on all samples once. Returns the mean cost."""
        self.observer.epoch_begins(self.state.parameters)
        order = self._shuffled(random_state)
        cost_sum = n_trained = 0
        for begin in range(0, len(order), self.slice_rows):
            cost, rows = threads.run(
                self.program.train_batches,
                order,
                begin,
                min(begin + self.slice_rows, len(order)),
                self.settings.batch_size,
                self.history.n_samples_seen,
                self.schedule.rate,
            )
            cost_sum += cost
            n_trained += rows
        return cost_sum / n_trained

    def _shuffled(self, random_state):
        """Order of the samples in this epoch, (n_rows,). Shuffles accumulate, as in scikit-learn."""
        if not self.settings.shuffle:
            return self.order
        permutation = np.arange(len(self.order))
        random_state.shuffle(permutation)
        if self.settings.batch_size >= len(self.order):
            return self.order  # the order of a single batch does not matter
        self.order = self.order[permutation]
        return self.order

    def _finish_epoch(self, loss):
        history, parameters = self.history, self.state.parameters
        self.n_epochs += 1
        history.n_samples_seen += len(self.order)
        measured = self.measure(parameters)
        is_best = history.record(loss, measured, self.settings.tol)
        if is_best and history.stops_by_score:
            self.best_parameters = parameters.copy()
        if self.settings.verbose:
            print_line(f"Iteration {self.n_epochs}, loss = {loss:.8f}")
            if VALIDATION_SCORE in measured:
                print_line(f"Validation score: {measured[VALIDATION_SCORE]:f}")
        self.schedule.epoch_ends(history.n_samples_seen)
        self.is_told_to_stop = self.observer.epoch_ends(parameters, history)

    def _stops(self):
        if not self.history.n_epochs_without_progress > self.settings.n_iter_no_change:
            return False
        if self.schedule.is_planned and not self.history.stops_by_score:
            return False
        new_rate = self.schedule.stalls()
        if self.settings.verbose:
            self._explain_stall(new_rate)
        if new_rate is None:
            return True
        self.history.n_epochs_without_progress = 0
        return False

    def _explain_stall(self, new_rate):
        if self.history.stops_by_score:
            what = "Validation score did not improve more than"
        else:
            what = "Training loss did not improve more than"
        tol, patience = self.settings.tol, self.settings.n_iter_no_change
        message = f"{what} tol={tol:f} for {patience:.0f} consecutive epochs."
        if new_rate is None:
            print_line(f"{message} {self.schedule.last_words}Stopping.")
        else:
            print_line(f"{message} Setting learning rate to {new_rate:f}")

    def _warn_not_converged(self):
        warn(
            f"Stochastic Optimizer: Maximum iterations ({self.settings.max_iter}) reached and"
            " the optimization hasn't converged yet.",
            ConvergenceWarning,
        )
