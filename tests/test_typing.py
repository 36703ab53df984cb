"""Type checkers are told what there is: the names of the registries, and types of all that is public."""

import inspect
from importlib.resources import files
from typing import get_args

import pytest

import skreg
import skreg.preprocessing
from skreg.functions.activations import ACTIVATIONS, ActivationName
from skreg.functions.losses import REGRESSION_LOSSES, LossName
from skreg.functions.optimisers import OPTIMISERS, OptimiserName
from skreg.functions.schedules import SCHEDULES, ScheduleName
from skreg.network.initialisation import INITIALISATIONS, InitName
from skreg.preprocessing.bins import STRATEGIES, StrategyName
from skreg.preprocessing.numeric_encodings import NUMERIC_ENCODINGS, NumericEncodingName

PUBLIC = [getattr(module, name) for module in (skreg, skreg.preprocessing) for name in module.__all__]
CLASSES = [thing for thing in PUBLIC if inspect.isclass(thing)]


@pytest.mark.parametrize(
    ("names", "registry"),
    [
        (ActivationName, ACTIVATIONS),
        (LossName, REGRESSION_LOSSES),
        (OptimiserName, OPTIMISERS),
        (ScheduleName, SCHEDULES),
        (InitName, INITIALISATIONS),
        (StrategyName, STRATEGIES),
        (NumericEncodingName, NUMERIC_ENCODINGS),
    ],
)
def test_names_are_those_of_the_registry(names, registry):
    assert get_args(names) == tuple(registry)


def functions_of(public_class):
    """Its public methods that skreg has written."""
    for name in dir(public_class):
        member = inspect.getattr_static(public_class, name)
        function = getattr(member, "fget", None) or getattr(member, "__func__", member)
        function = getattr(function, "fn", function)  # of scikit-learn's `available_if`
        if inspect.isfunction(function) and function.__module__.partition(".")[0] == "skreg":
            if name == "__init__" or not name.startswith("_"):
                yield function


@pytest.mark.parametrize("public_class", CLASSES)
def test_methods_have_annotations(public_class):
    functions = [*functions_of(public_class)]
    assert functions
    for function in functions:
        signature = inspect.signature(function)
        if function.__name__ != "__init__":
            assert signature.return_annotation is not signature.empty, function
        given = [parameter for name, parameter in signature.parameters.items() if name not in ("self", "cls")]
        assert all(parameter.annotation is not parameter.empty for parameter in given), function


def test_the_package_says_that_it_is_typed():
    assert files(skreg).joinpath("py.typed").is_file()
