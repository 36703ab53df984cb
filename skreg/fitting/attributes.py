"""Attributes of a fitted estimator: what it was trained with, and the records of training."""

from skreg.functions.activations import per_layer
from skreg.training.history import TRAIN_SCORE, VALIDATION_LOSS, VALIDATION_SCORE

# Attributes that hold what is measured after each epoch.
RECORDS = {
    VALIDATION_LOSS: "validation_loss_curve_",
    VALIDATION_SCORE: "validation_scores_",
    TRAIN_SCORE: "train_scores_",
}


def trained_with(activation, loss, n_hidden_layers, dtype):
    """What a fitted network is computed with; `set_params` changes it for the next fit only.

    Text alone, so that every format of pickles takes it, but for entries of the user's own.
    """
    return {
        "activation": [_plain(choice) for choice in per_layer(activation, n_hidden_layers)],
        "loss": loss,
        "dtype": dtype.name,
    }


def _plain(choice):
    """A name as text that is not NumPy's."""
    return str(choice) if isinstance(choice, str) else choice


def records_of(result):
    """Attributes that tell of the course of training, the curve of the loss aside."""
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
