"""What makes a fitted estimator: attributes that predictions need, and the records of training."""

from skreg.functions.activations import per_layer
from skreg.functions.losses import LOSSES
from skreg.training.history import TRAIN_SCORE, VALIDATION_LOSS, VALIDATION_SCORE

# Attributes that hold what is measured after each epoch.
RECORDS = {
    VALIDATION_LOSS: "validation_loss_curve_",
    VALIDATION_SCORE: "validation_scores_",
    TRAIN_SCORE: "train_scores_",
}


def trained_with(estimator, loss, n_hidden_layers, dtype):
    """What a fitted network is computed with; `set_params` changes it for the next fit only.

    Text alone, so that every format of pickles takes it.
    """
    return {
        "activation": [str(name) for name in per_layer(estimator.activation, n_hidden_layers)],
        "loss": loss,
        "dtype": dtype.name,
    }


def fitted_attributes(estimator, layout, theta):
    """Attributes without which an estimator with the parameters θ could not predict."""
    coefs, intercepts = layout.views(theta)
    return {
        "coefs_": coefs,
        "intercepts_": intercepts,
        "n_layers_": len(layout.units),
        "n_outputs_": layout.units[-1],
        "out_activation_": LOSSES[estimator._trained_with["loss"]].link.out_activation,
        "_trained_with": estimator._trained_with,
    }
