"""The parameters from which training starts: new ones or fitted ones."""

import numpy as np

from skreg.fitting.inputs import check_numbers
from skreg.network.initialisation import initial_parameters
from skreg.training.blas import one_blas_thread


def start(plan):
    """Parameters to start from: fitted ones if training continues, else new ones."""
    if plan.continues:
        return _fitted_parameters(plan)
    with one_blas_thread():
        return initial_parameters(
            plan.layout,
            plan.parameters.activation,
            plan.random_state,
            plan.dtype,
            plan.parameters.init,
            plan.samples.X,
            plan.samples.weights,
        )


def _fitted_parameters(plan):
    """Copy of the fitted θ. Raises an error if it does not match the hyperparameters.

    The user may have assigned the weights, in any real type.
    """
    before, parameters, dtype = plan.before, plan.parameters, plan.dtype
    coefs = _numbers("coefs_", before["coefs_"])
    intercepts = _numbers("intercepts_", before["intercepts_"])
    _check_shapes(coefs, intercepts, plan.layout)
    _check_functions(before["_trained_with"], plan.trained_with)
    own_dtype = coefs[0].dtype.name != before["_trained_with"]["dtype"]
    # lbfgs computes in float64, but may continue the training of another solver in float32
    if not own_dtype and parameters.solver != "lbfgs" and coefs[0].dtype != dtype:
        raise ValueError(
            "dtype must stay as it was to continue with warm_start or partial_fit: the fitted"
            f" weights are {coefs[0].dtype.name!r}, got dtype={parameters.dtype!r} and"
            f" solver={parameters.solver!r}. Call fit with warm_start=False."
        )
    theta = plan.layout.pack(coefs, intercepts, dtype)
    if not np.isfinite(theta).all():
        raise ValueError(
            "coefs_ and intercepts_ must be finite to continue with warm_start or partial_fit, got NaN or"
            f" infinity in {dtype.name}."
        )
    return theta


def _numbers(name, parts):
    return [check_numbers(name, part, "arrays of real numbers") for part in parts]


def _check_shapes(coefs, intercepts, layout):
    """Raise an error if the weights do not have the shapes that the hyperparameters imply."""
    shapes = [part.shape for part in (*coefs, *intercepts)]
    wanted = [*layout.shapes, *((n,) for n in layout.units[1:])]
    if shapes == wanted:
        return
    fitted = (len(coefs[0]), *map(np.size, intercepts))
    if fitted != layout.units:
        raise ValueError(
            "hidden_layer_sizes and the number of outputs must stay as they were to continue with"
            f" warm_start or partial_fit: the fitted network has layers of {list(fitted)} units,"
            f" got {list(layout.units)}. Call fit with warm_start=False."
        )
    raise ValueError(f"coefs_ and intercepts_ must have the shapes {wanted}, got {shapes}.")


def _check_functions(trained_with, wanted):
    """Raise an error if the activation or the loss differ from those of the fitted network."""
    for name in ("activation", "loss"):
        before = trained_with[name]
        if wanted[name] != before:
            raise ValueError(
                f"{name} must stay as it was to continue with warm_start or partial_fit: the fitted network"
                f" was trained with {before!r}, got {name}={wanted[name]!r}. Call fit with warm_start=False."
            )
