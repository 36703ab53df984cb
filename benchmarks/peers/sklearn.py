"""scikit-learn's MLP, which has no dropout."""

import warnings

from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

from benchmarks.peers import Trained


def estimator_parameters(case, n_epochs):
    """Parameters for the estimators of skreg and scikit-learn: exactly `n_epochs`, and no penalty."""
    return {
        "hidden_layer_sizes": case.hidden_units,
        "activation": case.activation,
        "alpha": 0.0,
        "batch_size": case.batch_size,
        "max_iter": n_epochs,
        "tol": 0.0,
        "n_iter_no_change": n_epochs + 1,
        "random_state": 0,
    }


def fit(model, X, y):
    """Fit, and return the trained network."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(X, y)
    return Trained(
        list(zip(model.coefs_, model.intercepts_, strict=True)), model.t_ / len(X), model.loss_curve_
    )


def trainer(case, X, y, n_threads):
    """See `benchmarks.peers`. The environment limits BLAS to `n_threads`."""
    Estimator = MLPRegressor if case.is_regression else MLPClassifier

    def train(n_epochs):
        return fit(Estimator(**estimator_parameters(case, n_epochs)), X, y)

    return train
