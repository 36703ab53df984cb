"""Single-precision loops of activations and losses call no libm functions, which prevent vectorisation."""

import re

import numba
import numpy as np
import pytest

from skreg.functions.activations import ACTIVATIONS
from skreg.functions.losses import LOSSES
from skreg.kernels.backprop.activation import make_activate
from skreg.kernels.backprop.loss import make_weighted_loss
from skreg.kernels.code import ACTIVATE, WEIGHTED_LOSS

pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
FLOATS = numba.types.Array(numba.float32, 1, "C")
# the losses for counts and for positive numbers take one logarithm of y per target
LIBM = re.compile(r"\b(?:expf?|tanhf?|erfc?f?|log1pf?|powf?|exp2f?)(?:@PLT)?\b")


def called(signature, function):
    """Functions of libm whose addresses the compiled function holds."""
    assembly = numba.njit(signature, error_model="numpy")(function).inspect_asm()
    return set(LIBM.findall("\n".join(assembly.values())))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations(name):
    assert called(ACTIVATE.types(numba.float32), make_activate(ACTIVATIONS[name])) == set()


@pytest.mark.parametrize("name", LOSSES)
def test_losses(name):
    assert called(WEIGHTED_LOSS.types(numba.float32), make_weighted_loss(LOSSES[name])) == set()


def test_what_would_be_found():
    exp = np.exp
    assert called((FLOATS,), lambda x: exp(x[0])) == {"expf"}


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_activations_stay_in_their_type(name, dtype):
    z = np.linspace(-3, 3, 7, dtype=dtype)
    assert ACTIVATIONS[name].value(z).dtype == dtype


@pytest.mark.parametrize("name", LOSSES)
def test_links_stay_in_their_type(name):
    assert LOSSES[name].link.inverse(np.zeros(3, dtype=np.float32)).dtype == np.float32
