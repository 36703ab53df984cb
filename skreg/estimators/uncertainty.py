"""Predictions of thinned networks, as dropout makes them."""

from numbers import Integral

import numpy as np
from sklearn.utils import check_random_state

from skreg._warn import warn
from skreg.fitting.regularisation import dropout_rates
from skreg.functions.dropouts import DROPOUTS
from skreg.network.sampling import draw_factors, sampled_outputs
from skreg.training.blas import one_blas_thread
from skreg.training.threads import for_each

_BLOCK_ROWS = 4096  # limits the samples in memory if only their mean and standard deviation are needed


class ThinnedNetworks:
    """Networks that dropout leaves of a fitted one.

    Parameters
    ----------
    estimator : BaseMLP
        A fitted estimator.
    expected : callable
        Makes predictions from raw outputs.
    n_samples : int
        Number of networks to draw.
    random_state : int, RandomState instance or None
    """

    def __init__(self, estimator, expected, n_samples, random_state):
        if not isinstance(n_samples, Integral) or isinstance(n_samples, bool) or n_samples < 1:
            raise ValueError(f"n_samples must be an int in the range [1, inf), got {n_samples!r}.")
        self.estimator, self.expected = estimator, expected
        rates = _rates(estimator)
        units = [len(W) for W in estimator.coefs_]
        random_state = check_random_state(random_state)
        self.factors = [draw_factors(units, rates, random_state) for _ in range(n_samples)]

    def predict(self, X):
        """Predictions for checked X, of shape (n_samples, n_rows, n_outputs).

        One thread computes each network, so that the number of threads does not change any bit.
        """
        coefs = [W.astype(X.dtype, copy=False) for W in self.estimator.coefs_]
        intercepts, activation = self.estimator.intercepts_, self.estimator._trained_with["activation"]

        def predict_one(factors):
            return self.expected(sampled_outputs(X, coefs, intercepts, activation, factors))

        def fill(index):
            predictions[index] = predict_one(self.factors[index])

        with one_blas_thread():
            first = predict_one(self.factors[0])
            predictions = np.empty((len(self.factors), *first.shape), dtype=first.dtype)
            predictions[0] = first
            for_each(fill, range(1, len(self.factors)))
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
    """Rates of all dropouts on the inputs of each layer."""
    rates = dropout_rates(estimator, len(estimator.coefs_) - 1)
    if not any(np.any(values) for values in rates.values()):
        names = [name for dropout in DROPOUTS.values() for name in (dropout.hidden, dropout.inputs) if name]
        given = " and ".join(f"{name}={getattr(estimator, name)!r}" for name in names)
        warn(
            "Without dropout all thinned networks are equal, so their predictions show no uncertainty: got"
            f" {given}."
        )
    return rates
