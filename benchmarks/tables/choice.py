"""Greedy choice of a portfolio from a library of predictions."""

import numpy as np

_N_STEPS = 15  # of the weights: fewer than the estimators take, as this is done some hundred thousand times
_FAST = 1.5  # longest fit, relative to the first configuration, because seconds depend on the machine
_WORST = 0.3  # log of a loss over the best: one bad set does not decide alone


def chosen(library, names, n_general, n_special):
    """Places in the pool, in the order in which each adds most to those before, on average over some sets.

    The first ones are general, and the last ones, `n_special`, may be any. The fast mode, `n_candidates` = 1,
    fits the first one alone, so the first one has to be fast. The choices of the first one and of the last
    ones give each set the square root of its number of test rows as weight, because small sets are noisy.
    """
    best = {name: min(loss_of_ensemble(library, name, [place]) for place in library.places) for name in names}
    by_rows = np.sqrt([len(library.predictions(name)[0][1][0]) for name in names])

    def best_after(places, allowed, weights=None):
        def mean_above(place):
            above = [_above(library, name, [*places, place], best[name]) for name in names]
            return np.average(above, weights=weights)

        return min((place for place in allowed if place not in places), key=mean_above)

    general = library.places[: library.n_general]
    most_seconds = _FAST * library.seconds(names, library.places[0])
    fast = [place for place in general if library.seconds(names, place) <= most_seconds]
    places = [best_after([], fast, by_rows)]
    while len(places) < n_general:
        places.append(best_after(places, general))
    while len(places) < n_general + n_special:
        places.append(best_after(places, library.places, by_rows))
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
