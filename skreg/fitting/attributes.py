"""Attributes of a fitted estimator: how it was trained, and the records of training."""

from skreg.functions.activations import per_layer
from skreg.training.history import TRAIN_SCORE, VALIDATION_LOSS, VALIDATION_SCORE

# The attribute of each measure that is taken after each epoch.
RECORDS = {
    VALIDATION_LOSS: "validation_loss_curve_",
    VALIDATION_SCORE: "validation_scores_",
    TRAIN_SCORE: "train_scores_",
}


def trained_with(activation, loss, n_hidden_layers, dtype):
    """Functions and type of a fitted network, which `set_params` does not change.

    They are plain text, which every pickle format supports, except for the user's own entries.
    """
    return {
        "activation": [_plain(choice) for choice in per_layer(activation, n_hidden_layers)],
        "loss": loss,
        "dtype": dtype.name,
    }


def _plain(choice):
    """A name as a plain str instead of NumPy's type."""
    return str(choice) if isinstance(choice, str) else choice


def records_of(result):
    """Attributes that describe the course of training, except the loss curve."""
    history = result.history
    return {
        "n_iter_": result.n_iter,
        "t_": history.n_samples_seen,
        "loss_": result.loss,
        "best_loss_": history.best_loss,
        "best_validation_score_": history.best_validation_score,
        "_no_improvement_count": history.n_epochs_without_progress,
        **{attribute: history.measured.get(measure) for measure, attribute in RECORDS.items()},
    }
