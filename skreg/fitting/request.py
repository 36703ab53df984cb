"""What a fit is asked for."""

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
        For scikit-learn's checks, and for the user's own scorers and callbacks.
    parameters : SimpleNamespace
        The hyperparameters.
    of_steps : dict
        Those that a training step reads itself: numbers, or None where it is not to.
    targets : ClassTargets or NumericTargets
    given, validation : Given
        Samples to train on, and to validate on.
    classes : array-like or None
        All classes that ``partial_fit`` may meet.
    incremental : bool
        Whether to train for one epoch: ``partial_fit``.
    keeps_moments : bool
        Whether the optimiser goes on as well, at the beginning of its schedule.
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
