"""What the thinned networks of dropout predict, one by one."""

from numbers import Integral

import numpy as np
from sklearn.utils import check_random_state

from skreg._warn import warn
from skreg.fitting.regularisation import dropout_rates, per_layer
from skreg.network.sampling import draw_units, sampled_outputs
from skreg.training.blas import one_blas_thread
from skreg.training.threads import for_each

_BLOCK_ROWS = 4096  # whose samples are held at a time where only their mean and spread are asked for


class ThinnedNetworks:
    """Networks that dropout leaves of a fitted one.

    Parameters
    ----------
    estimator : BaseMLP
        Fitted.
    expected : callable
        Predictions of raw outputs.
    n_samples : int
        How many networks are drawn.
    random_state : int, RandomState instance or None
    """

    def __init__(self, estimator, expected, n_samples, random_state):
        if not isinstance(n_samples, Integral) or isinstance(n_samples, bool) or n_samples < 1:
            raise ValueError(f"n_samples must be an int in the range [1, inf), got {n_samples!r}.")
        self.estimator, self.expected = estimator, expected
        self.rates = _rates(estimator)
        units = [len(W) for W in estimator.coefs_]
        random_state = check_random_state(random_state)
        self.kept = [draw_units(units, self.rates, random_state) for _ in range(n_samples)]

    def predict(self, X):
        """Predictions for checked X, of shape (n_samples, n_rows, n_outputs).

        Each network is computed by one thread, so that their number changes no bit.
        """
        coefs = [W.astype(X.dtype, copy=False) for W in self.estimator.coefs_]
        intercepts, activation = self.estimator.intercepts_, self.estimator._trained_with["activation"]

        def predict_one(kept):
            z = sampled_outputs(X, coefs, intercepts, activation, self.rates, kept)
            return self.expected(z)

        def fill(index):
            predictions[index] = predict_one(self.kept[index])

        with one_blas_thread():
            first = predict_one(self.kept[0])
            predictions = np.empty((len(self.kept), *first.shape), dtype=first.dtype)
            predictions[0] = first
            for_each(fill, range(1, len(self.kept)))
        return predictions

    def mean_and_std(self, X):
        """Mean and standard deviation of the predictions, each of shape (n_rows, n_outputs)."""
        means, stds = [], []
        for begin in range(0, X.shape[0], _BLOCK_ROWS):
            samples = self.predict(X[begin : begin + _BLOCK_ROWS])
            means.append(samples.mean(axis=0))
            stds.append(samples.std(axis=0))
        return np.concatenate(means), np.concatenate(stds)


def _rates(estimator):
    """Probability of each layer's inputs to be dropped."""
    n_hidden = len(estimator.coefs_) - 1
    hidden = dropout_rates(estimator.dropout, n_hidden)
    inputs = per_layer("input_dropout", estimator.input_dropout, 1, "input layer", below=1)
    rates = [*inputs, *hidden]
    if not np.any(rates):
        warn(
            "Without dropout all thinned networks are the same one, and their predictions tell nothing of"
            f" uncertainty: got dropout={estimator.dropout!r} and input_dropout={estimator.input_dropout!r}."
        )
    return rates
