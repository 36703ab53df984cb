"""Greedy choice of a portfolio from a library of predictions."""

import numpy as np

_N_STEPS = 15  # of the weights: fewer than the estimators take, as this is done some hundred thousand times
_FAST_SECONDS = 1.75  # of a fit, mean over the sets: a twentieth of what RealMLP-TD takes
_WORST = 0.3  # log of a loss over the best: one bad set does not decide alone


def chosen(library, names, length):
    """Places in the pool, in the order in which each adds most to those before, on average over some sets.

    The fast mode, `n_candidates` = 1, fits the first one alone, so the first one has to be fast. For this
    choice each set has the square root of its number of test rows as weight, because small sets are noisy.
    """
    best = {name: min(loss_of_ensemble(library, name, [place]) for place in library.places) for name in names}
    n_rows = [len(library.predictions(name)[0][1][0]) for name in names]

    def mean_above(places, weights=None):
        return np.average([_above(library, name, places, best[name]) for name in names], weights=weights)

    fast = [place for place in library.places if library.seconds(names, place) <= _FAST_SECONDS]
    places = [min(fast, key=lambda place: mean_above([place], np.sqrt(n_rows)))]
    while len(places) < min(length, len(library.places)):
        left = [place for place in library.places if place not in places]
        places.append(min(left, key=lambda place: mean_above([*places, place])))
    return places


def _above(library, name, places, best):
    return np.clip(loss_of_ensemble(library, name, places) - best, -_WORST, _WORST)


def loss_of_ensemble(library, name, places):
    """Log of the loss on the test rows, mean over the seeds, of an ensemble weighted on validation rows."""
    losses = []
    for valid, test, loss in library.predictions(name):
        weights = _weights(valid[places], loss)
        losses.append(np.log(loss(weights @ test[places])))
    return float(np.mean(losses))


def _weights(predictions, loss):
    """As `skreg.cross_validation.ensemble.greedy_weights`, for all candidates of a step at once."""
    total, counts = np.zeros(predictions.shape[1]), np.zeros(len(predictions))
    best_loss, best_counts = np.inf, None
    for step in range(1, _N_STEPS + 1):
        losses = loss((total + predictions) / step)
        place = int(np.argmin(losses))
        total = total + predictions[place]
        counts[place] += 1
        if losses[place] < best_loss:
            best_loss, best_counts = losses[place], counts.copy()
    return best_counts / best_counts.sum()
