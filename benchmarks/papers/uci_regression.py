"""Gal & Ghahramani (2016), table 1: dropout on UCI regression sets, RMSE and test log-likelihood.

The network has one hidden layer of 50 rectified units (protein: 100), and the same dropout rate for inputs
and hidden units. It trains for 400 epochs, ten times the paper's 40, as in its appendix. The rate and the
noise precision are those with the best log-likelihood on a fifth of the training data. The network is then
trained on all training data. Predictions are means of 500 thinned networks, and the likelihood is that of
their mixture. A seed is one of the splits of a set.

Gal & Ghahramani (2016), "Dropout as a Bayesian approximation: representing model uncertainty in deep
learning", arXiv 1506.02142.
"""

import warnings

import numpy as np
from scipy.special import logsumexp

from benchmarks import data, runs
from benchmarks.markdown import table
from skreg import MLPRegressor

# for each set, RMSE and log-likelihood of the paper
ROWS = {
    "bostonHousing": (2.97, -2.46),
    "concrete": (5.23, -3.04),
    "energy": (1.66, -1.99),
    "kin8nm": (0.10, 0.95),
    "naval_propulsion_plant": (0.01, 3.80),
    "power_plant": (4.02, -2.80),
    "protein_tertiary_structure": (4.36, -2.89),
    "wine_quality_red": (0.62, -0.93),
    "yacht": (1.11, -1.55),
}
N_SPLITS = dict.fromkeys(ROWS, 20) | {"protein_tertiary_structure": 5}
RATES = (0.005, 0.01, 0.05, 0.1)  # the paper's
PRECISIONS = np.logspace(-1, 4, 51)  # of y, scaled to variance 1
N_SAMPLES = 500
N_EPOCHS = 400


def network(name, n_samples, rate, seed):
    """The network for one set and one dropout rate."""
    n_units = 100 if name == "protein_tertiary_structure" else 50
    return MLPRegressor(
        (n_units,), dropout=rate, input_dropout=rate, alpha=0, l2=1e-5, learning_rate="cosine",
        learning_rate_init=3e-3, batch_size=32 if n_samples < 5000 else 128, max_iter=N_EPOCHS, tol=0,
        n_iter_no_change=np.inf, random_state=seed,
    )  # fmt: skip


def log_likelihood(samples, y, precision):
    """Mean log-density of y under the mixture of thinned networks, each with Gaussian noise."""
    exponents = logsumexp(-0.5 * precision * (samples - y) ** 2, axis=0) - np.log(len(samples))
    return np.mean(exponents) + 0.5 * np.log(precision / (2 * np.pi))


def choose(name, X, y, split):
    """Dropout rate and noise precision, chosen by the likelihood of a fifth of the training data."""
    held_out = np.random.RandomState(split).permutation(len(X)) < len(X) // 5
    candidates = []
    for rate in RATES:
        net = network(name, len(X), rate, split).fit(X[~held_out], y[~held_out])
        samples = net.predict_samples(X[held_out], 100, random_state=0)[:, :, 0]
        candidates += [
            (log_likelihood(samples, y[held_out], precision), rate, precision) for precision in PRECISIONS
        ]
    _, rate, precision = max(candidates)
    return rate, precision


def run(name, split):
    """RMSE and log-likelihood of one split, in the units of y."""
    X, y, X_test, y_test, scale = data.uci_regression(name, split)
    rate, precision = choose(name, X, y, split)
    net = network(name, len(X), rate, split).fit(X, y)
    samples = net.predict_samples(X_test, N_SAMPLES, random_state=0)[:, :, 0]
    return {
        "RMSE": float(scale * np.sqrt(np.mean((samples.mean(axis=0) - y_test) ** 2))),
        "log-likelihood": float(log_likelihood(samples, y_test, precision) - np.log(scale)),
        "rate": rate,
        "precision": float(precision),
    }


def main():
    """Print the table."""
    options = runs.parse("papers.uci_regression", ROWS, N_SPLITS)
    options.n_seeds = {name: min(n, N_SPLITS[name]) for name, n in options.n_seeds.items()}
    rows = []
    warnings.simplefilter("ignore")  # fits are meant to use all epochs, which gives a ConvergenceWarning
    for name, result in runs.run_all("papers.uci_regression", options, run).items():
        error, likelihood = ROWS[name]
        cells = *_cells(result, "RMSE", error), *_cells(result, "log-likelihood", likelihood)
        rows.append([name, len(result), *cells])
    print(table(["set", "splits", "RMSE: ours", "paper", "log-likelihood: ours", "paper"], rows))


def _cells(result, key, of_paper):
    """Our result with its standard error, beside the paper's."""
    values = np.array([each[key] for each in result])
    error = values.std(ddof=1) / np.sqrt(len(values)) if len(values) > 1 else 0
    return f"{values.mean():.4g} ± {error:.2g}", f"{of_paper:g}"


if __name__ == "__main__":
    main()
