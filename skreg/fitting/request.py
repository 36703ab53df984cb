"""The request of a fit."""

from types import SimpleNamespace
from typing import NamedTuple

from skreg.fitting.class_targets import ClassTargets
from skreg.fitting.numeric_targets import NumericTargets


class Given(NamedTuple):
    """Samples as the user gave them."""

    X: object = None
    y: object = None
    sample_weight: object = None


class Request(NamedTuple):
    """One call of ``fit`` or ``partial_fit``.

    Attributes
    ----------
    estimator : object
        Estimator, for scikit-learn's validation and for the user's own scorers and callbacks.
    parameters : SimpleNamespace
        All hyperparameters.
    of_steps : dict
        Hyperparameters that a training step reads itself: numbers, or None if they are not in use.
    targets : ClassTargets or NumericTargets
        The kind of y.
    given, validation : Given
        Training samples and validation samples.
    classes : array-like or None
        All classes that ``partial_fit`` may meet.
    incremental : bool
        Whether this is a call of ``partial_fit``, which trains for one epoch.
    keeps_moments : bool
        Whether the optimiser keeps its moments, while its schedule starts anew.
    """

    estimator: object
    parameters: SimpleNamespace
    of_steps: dict
    targets: ClassTargets | NumericTargets
    given: Given
    validation: Given = Given()
    classes: object = None
    incremental: bool = False
    keeps_moments: bool = False
