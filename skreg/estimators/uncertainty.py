"""What the thinned networks of dropout predict, one by one."""

from concurrent.futures import ThreadPoolExecutor

import joblib
import numpy as np
from sklearn.utils import check_random_state, check_scalar

from skreg._warn import warn
from skreg.estimators import parameters
from skreg.network.sampling import draw_units, sampled_outputs
from skreg.training.threads import one_blas_thread


def samples(estimator, X, transform, n_samples, random_state):
    """Predictions of `n_samples` thinned networks for checked X, in an array with one row for each.

    `transform` makes predictions of raw outputs. Each network is computed by one thread, so that their number
    changes no bit.
    """
    check_scalar(n_samples, "n_samples", (int, np.integer), min_val=1)
    coefs = [W.astype(X.dtype, copy=False) for W in estimator.coefs_]
    rates = _rates(estimator, len(coefs))
    units = [len(W) for W in coefs]
    random_state = check_random_state(random_state)
    drawn = [draw_units(units, rates, random_state) for _ in range(n_samples)]

    def predict(kept):
        z = sampled_outputs(X, coefs, estimator.intercepts_, estimator.activation, rates, kept)
        return transform(z)

    def fill(index):
        predictions[index] = predict(drawn[index])

    with one_blas_thread(), ThreadPoolExecutor(joblib.cpu_count()) as executor:
        first = predict(drawn[0])
        predictions = np.empty((n_samples, *first.shape), dtype=first.dtype)
        predictions[0] = first
        for filled in [executor.submit(fill, index) for index in range(1, n_samples)]:
            filled.result()
    return predictions


def _rates(estimator, n_layers):
    """Probability of each layer's inputs to be dropped."""
    hidden = parameters.per_layer("dropout", estimator.dropout, n_layers - 1, "hidden layer", below=1)
    rates = [estimator.input_dropout, *hidden]
    if not np.any(rates):
        warn(
            "Without dropout all thinned networks are the same one, and their predictions tell nothing of"
            f" uncertainty: got dropout={estimator.dropout!r} and input_dropout={estimator.input_dropout!r}."
        )
    return rates
