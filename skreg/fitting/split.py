"""The validation split of ``early_stopping=True``."""

import numpy as np
from sklearn.model_selection import train_test_split


def split_of(plan):
    """Training rows and validation samples, which were given or are set aside."""
    samples, parameters = plan.samples, plan.parameters
    if plan.validation is not None or not parameters.early_stopping:
        return np.arange(samples.n_samples), plan.validation
    rows, validation_rows = split(
        samples.weights,
        samples.n_samples,
        parameters.validation_fraction,
        plan.targets.strata(samples.targets),
        plan.random_state,
    )
    return rows, samples.take(validation_rows)


def split(weights, n_samples, fraction, stratify, random_state):
    """Training rows and validation rows, drawn in the same way as in scikit-learn."""
    given = f"got validation_fraction={fraction} of {n_samples} samples"
    n_validation = int(np.ceil(fraction * n_samples))
    if not 0 < n_validation < n_samples:
        raise ValueError(
            "validation_fraction must leave at least 2 validation samples and at least 1 training sample,"
            f" {given}."
        )
    rows, validation_rows = train_test_split(
        np.arange(n_samples), random_state=random_state, test_size=fraction, stratify=stratify
    )
    if n_validation < 2:
        raise ValueError(
            "The validation set is too small. Increase 'validation_fraction' or the size of your"
            f" dataset: it must leave at least 2 validation samples, {given}."
        )
    for part in (rows, validation_rows):
        if weights is not None and not weights[part].any():
            raise ValueError(
                "Sample weights must contain at least one non-zero number in the training part and in"
                f" the validation part of early_stopping=True, {given}."
            )
    return rows, validation_rows
