"""Greedy choice of a portfolio from a library of predictions."""

import numpy as np

_N_STEPS = 15  # of the weights: fewer than the estimators take, as this is done some hundred thousand times
_FAST_SECONDS = 1.75  # of a fit, mean over the sets: a twentieth of what RealMLP-TD takes
_WORST = 0.3  # log of a loss over the best: one bad set does not decide alone


def chosen(library, names, length):
    """Places in the pool, in the order in which each adds most to those before, on average over some sets.

    The first is a fast one, because `n_candidates` = 1 is the fast mode.
    """
    best = {name: min(loss_of_ensemble(library, name, [place]) for place in library.places) for name in names}
    places = []
    while len(places) < min(length, len(library.places)):
        left = [place for place in library.places if place not in places]
        if not places:
            left = [place for place in left if library.seconds(names, place) <= _FAST_SECONDS]
        means = [
            np.mean([_above(library, name, [*places, place], best[name]) for name in names]) for place in left
        ]
        places.append(left[int(np.argmin(means))])
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
