import numpy as np
import pytest

from skreg.functions.activations import ACTIVATIONS
from skreg.network.compression import live_units, select
from skreg.network.inference import raw_outputs
from skreg.records.layout import Layout

rng = np.random.default_rng(0)
X = rng.normal(size=(50, 6))


def network(units=(6, 8, 7, 3)):
    layout = Layout(units)
    return layout.views(rng.normal(size=layout.n_parameters))


def check(coefs, intercepts, activation, units):
    kept, folded = live_units(coefs, intercepts, activation)
    assert tuple(len(of_layer) for of_layer in kept) == units
    layout = Layout(units)
    smaller = layout.views(select(kept, coefs, folded, layout))
    np.testing.assert_allclose(
        raw_outputs(X, *smaller, activation), raw_outputs(X, coefs, intercepts, activation), atol=1e-12
    )


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_dead_units_are_dropped_or_folded(activation):
    coefs, intercepts = network()
    check(coefs, intercepts, activation, (6, 8, 7, 3))
    coefs[1][2] = 0  # no outgoing weights
    coefs[0][:, [4, 5]] = 0  # no incoming weights
    coefs[1][:, 6] = 0
    coefs[0][3] = 0  # an unused input stays
    check(coefs, intercepts, activation, (6, 5, 6, 3))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_what_a_removal_leaves_without_weights_goes_too(activation):
    coefs, intercepts = network()
    coefs[2][1:] = 0  # the second hidden layer keeps one unit
    coefs[1][1:, 0] = 0  # and reads one unit of the first layer
    check(coefs, intercepts, activation, (6, 1, 1, 3))
    coefs, intercepts = network()
    coefs[0][:, 1:] = 0  # the reverse case, in which constants feed constants
    coefs[1][0, 1:] = 0
    check(coefs, intercepts, activation, (6, 1, 1, 3))


def test_an_activation_for_each_layer():
    coefs, intercepts = network()
    coefs[0][:, [4, 5]] = 0
    coefs[1][:, 6] = 0
    check(coefs, intercepts, ["logistic", "gelu"], (6, 6, 6, 3))


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_a_network_that_computes_a_constant_keeps_one_unit_a_layer(layer):
    coefs, intercepts = network()
    coefs[layer][:] = 0
    kept, _ = live_units(coefs, intercepts, "tanh")
    check(coefs, intercepts, "tanh", tuple(len(of_layer) for of_layer in kept))
    assert all(len(of_layer) >= 1 for of_layer in kept)


def test_without_hidden_layers_nothing_changes():
    check(*network((6, 3)), "relu", (6, 3))
