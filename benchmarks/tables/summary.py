"""Ranks and paired ratios of methods over sets, from kept figures."""

import numpy as np
from scipy.stats import rankdata

N_RESAMPLES = 10_000
COUNTS = "error", "log-loss", "rmse"  # the measures


def means(results, figure):
    """Mean of a measure over the seeds, by set and method. Sets that lack a method are left out.

    Parameters
    ----------
    results : dict
        For each pair of a set and a method, a list with one dict of measures per seed.
    figure : str

    Returns
    -------
    sets, methods : list of str
    values : ndarray of shape (n_sets, n_methods)
    """
    methods = list(dict.fromkeys(method for _, method in results))
    sets = [
        name
        for name in dict.fromkeys(name for name, _ in results)
        if all(figure in run for method in methods for run in results.get((name, method), [{}]))
    ]
    values = [
        [np.mean([run[figure] for run in results[name, method]]) for method in methods] for name in sets
    ]
    return sets, methods, np.array(values)


def seconds(results):
    """Processor seconds of a fit by set and method, as `means`, on the first split alone.

    Only there did all methods run in one session on one machine, for each set.
    """
    return means({row: runs[:1] for row, runs in results.items()}, "fit processor seconds")


def tells_something(results, name, figure):
    """Whether some method is better than the constant prediction by two of its standard errors."""
    constant = np.mean([run[figure] for run in results[name, "constant"]])
    for (other, _), runs in results.items():
        if other != name:
            continue
        error = np.mean([run[f"{figure} standard error"] for run in runs]) / np.sqrt(len(runs))
        if np.mean([run[figure] for run in runs]) < constant - 2 * error:
            return True
    return False


def ranks(values):
    """Rank of each method on each set. 1 is best, and equal values share their mean rank."""
    return np.apply_along_axis(rankdata, 1, np.round(values, 10))


def difference(first, second):
    """Mean difference of paired values, with its standard error over the sets."""
    differences = np.asarray(first) - np.asarray(second)
    return float(differences.mean()), float(differences.std(ddof=1) / np.sqrt(len(differences)))


def log_ratio(first, second, seed=0):
    """Mean of log(first/second) over the sets, with a 95 % bootstrap interval over the sets."""
    ratios = np.log(np.asarray(first)) - np.log(np.asarray(second))
    random = np.random.default_rng(seed)
    resampled = ratios[random.integers(len(ratios), size=(N_RESAMPLES, len(ratios)))].mean(axis=1)
    return float(ratios.mean()), *(float(bound) for bound in np.quantile(resampled, [0.025, 0.975]))
