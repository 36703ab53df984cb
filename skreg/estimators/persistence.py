"""Content of a pickled estimator, and how to load one that another version has written."""

import inspect

from sklearn.exceptions import InconsistentVersionWarning

from skreg._version import __version__
from skreg._warn import warn
from skreg.estimators.hyperparameters import defaults
from skreg.fitting.attributes import RECORDS
from skreg.functions.activations import ACTIVATIONS
from skreg.functions.losses import LOSSES
from skreg.functions.own import Entry
from skreg.network.packing import pack, unpack

_VERSION = "_skreg_version"


class OtherVersionWarning(InconsistentVersionWarning):
    """Warning about a pickle of another version, derived from scikit-learn's so that one filter covers both.

    Its attributes are named after scikit-learn's versions, but hold those of skreg.
    """

    def __str__(self):
        return (
            f"{self.estimator_name} was pickled by skreg {self.original_sklearn_version} and is loaded by"
            f" skreg {self.current_sklearn_version}. Check its predictions before you rely on them, or load"
            " it with the version that wrote it."
        )


def state_to_store(state):
    """The state to pickle: attributes with packed weight matrices, and the version of skreg."""
    state = {**state, _VERSION: __version__}
    if "coefs_" in state:
        state["coefs_"] = [pack(W) for W in state["coefs_"]]
    if "loss_curve_" in state:
        state["loss_curve_"] = list(state["loss_curve_"])  # copied, because `partial_fit` extends it in place
    return state


def state_from_store(estimator_class, stored):
    """Attributes from a pickled state. A state of another version gives a warning.

    Raises
    ------
    ValueError
        If the network has an activation or a loss that this version does not know.
    """
    state = {**_defaults(estimator_class), **stored}
    if "coefs_" in state:
        state = {**dict.fromkeys(RECORDS.values()), **state}
    version = state.pop(_VERSION, __version__)  # missing if a subclass makes its own state
    if version != __version__:
        _check_network(estimator_class.__name__, state, version)
        warn(
            OtherVersionWarning(
                estimator_name=estimator_class.__name__,
                current_sklearn_version=__version__,
                original_sklearn_version=version,
            )
        )
    if "coefs_" in state:
        state["coefs_"] = [unpack(W) for W in state["coefs_"]]
    return state


def _defaults(estimator_class):
    """Defaults for hyperparameters that an older pickle lacks. A subclass may have defaults of its own."""
    own = {
        name: parameter.default
        for name, parameter in inspect.signature(estimator_class).parameters.items()
        if parameter.default is not parameter.empty
    }
    return {**defaults(estimator_class._hyperparameters), **own}


def _check_network(name, state, version):
    if "coefs_" not in state:
        return
    for parameter, known in (("activation", ACTIVATIONS), ("loss", LOSSES)):
        for source in (state, state.get("_trained_with", {})):
            value = source.get(parameter, [])
            names = [value] if isinstance(value, str | Entry) else list(value)
            if all(isinstance(name, Entry) or name in known for name in names):
                continue
            raise ValueError(
                f"{name} was pickled by skreg {version} with {parameter}={value!r}, which skreg"
                f" {__version__} does not know. It knows {list(known)}. Load it with skreg {version}."
            )
