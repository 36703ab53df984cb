"""Signatures, constraints, docstrings and old pickles follow the table of hyperparameters."""

import importlib
import inspect
import re

import pytest
from sklearn.utils._param_validation import validate_parameter_constraints

from skreg import MLPClassifier, MLPRegressor
from skreg.estimators.hyperparameters import CLASSIFIER, REGRESSOR

TABLES = [(MLPClassifier, CLASSIFIER), (MLPRegressor, REGRESSOR)]
ENTRIES = list({**CLASSIFIER, **REGRESSOR}.values())


@pytest.mark.parametrize(("estimator", "table"), TABLES)
def test_signatures_have_the_names_order_and_defaults_of_the_table(estimator, table):
    parameters = inspect.signature(estimator).parameters
    assert list(parameters) == list(table)
    for name, parameter in parameters.items():
        default = table[name].default
        assert parameter.default == default, name
        assert type(parameter.default) is type(default), name
    kinds = [parameter.kind.name for parameter in parameters.values()]
    assert kinds == ["POSITIONAL_OR_KEYWORD"] + ["KEYWORD_ONLY"] * (len(kinds) - 1)


@pytest.mark.parametrize(("estimator", "table"), TABLES)
def test_constraints_are_those_of_the_table_and_allow_the_defaults(estimator, table):
    constraints = estimator._parameter_constraints
    assert constraints == {name: entry.constraint for name, entry in table.items()}
    validate_parameter_constraints(constraints, estimator().get_params(), estimator.__name__)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_module_that_is_said_to_read_it_does(entry):
    source = inspect.getsource(importlib.import_module(f"skreg.{entry.reader}"))
    assert re.search(rf"""\.{entry.name}\b|["({{ ]{entry.name}["),]""", source)


@pytest.mark.parametrize(("estimator", "table"), TABLES)
def test_docstrings_tell_of_each(estimator, table):
    section = inspect.getdoc(estimator).partition("Parameters\n---")[2].partition("Attributes\n---")[0]
    described = re.findall(r"^(\w+) : .*, default=", section, re.MULTILINE)
    assert described == list(table)
    for method in (estimator, estimator.fit, estimator.partial_fit):
        placeholders = re.findall(r"\{\w+\}", inspect.getdoc(method))
        assert not placeholders


def test_docstrings_of_methods_tell_of_the_kind_of_y():
    for method, other in ((MLPClassifier.fit, "n_outputs"), (MLPRegressor.fit, "n_labels")):
        assert other not in method.__doc__
    assert "multilabel indicator" in MLPClassifier.partial_fit.__doc__
    assert "n_outputs" in MLPRegressor.partial_fit.__doc__
