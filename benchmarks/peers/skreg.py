"""skreg itself."""

from benchmarks.peers.sklearn import estimator_parameters, fit
from skreg import MLPClassifier, MLPRegressor


def trainer(case, X, y, n_threads):
    """See `benchmarks.peers`. The environment gives numba its `n_threads`."""
    Estimator = MLPRegressor if case.is_regression else MLPClassifier

    def train(n_epochs):
        model = Estimator(
            **estimator_parameters(case, n_epochs),
            dropout=case.dropout,
            input_dropout=case.input_dropout,
            dropout_scope=case.dropout_scope,
        )
        return fit(model, X, y)

    return train
