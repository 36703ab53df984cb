"""Measures of a prediction: error rate and log-loss, or RMSE relative to the standard deviation of y."""

import numpy as np
from sklearn.metrics import log_loss

LEAST_PROBABILITY = 1e-7  # limits the effect of a single confident mistake


def figures(table, y_train, prediction):
    """Error and log-loss, or RMSE in standard deviations of the training y, each with its standard error."""
    if not table.classifies:
        squares = ((prediction - table.y) / np.std(y_train)) ** 2
        rmse = float(np.sqrt(squares.mean()))
        return {"rmse": rmse, "rmse standard error": _standard_error(squares) / (2 * rmse)}
    classes = np.unique(y_train)
    probability = np.clip(prediction, LEAST_PROBABILITY, 1)
    probability /= probability.sum(axis=1, keepdims=True)
    wrong = classes[np.argmax(probability, axis=1)] != table.y
    return {
        "error": float(wrong.mean()),
        "error standard error": _standard_error(wrong),
        "log-loss": float(log_loss(table.y, probability, labels=classes)),
    }


def _standard_error(values):
    return float(np.std(values) / np.sqrt(len(values)))
