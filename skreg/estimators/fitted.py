"""What makes a fitted estimator: attributes that predictions need, and the records of training."""

from skreg.functions.losses import LOSSES
from skreg.training.history import TRAIN_SCORE, VALIDATION_LOSS, VALIDATION_SCORE

# Attributes that hold what is measured after each epoch.
RECORDS = {
    VALIDATION_LOSS: "validation_loss_curve_",
    VALIDATION_SCORE: "validation_scores_",
    TRAIN_SCORE: "train_scores_",
}


def fitted_attributes(estimator, layout, theta):
    """Attributes without which an estimator with the parameters θ could not predict."""
    coefs, intercepts = layout.views(theta)
    return {
        "coefs_": coefs,
        "intercepts_": intercepts,
        "n_layers_": len(layout.units),
        "n_outputs_": layout.units[-1],
        "out_activation_": LOSSES[estimator._loss_name()].link.out_activation,
    }
