import numpy as np
import pytest
from cross_compilation import assembly
from llvmlite import ir
from numba import config
from sklearn.datasets import load_digits

from skreg import MLPClassifier
from skreg.kernels import denormals

X, y = load_digits(return_X_y=True)
X = X / 16
SMALLEST = np.finfo("float32").smallest_normal


@pytest.fixture
def with_dead_units():
    """A network whose hidden units no longer react to any sample, trained on for 1,200 updates.

    Each update reduces their moments by a tenth, to 1e-55 of the initial values in total.
    """
    net = MLPClassifier(20, alpha=0, batch_size=15, random_state=0)
    net.partial_fit(X, y, classes=range(10))
    net.intercepts_[0][:] = -100
    for _ in range(10):
        net.partial_fit(X, y)
    return net


@pytest.mark.skipif(config.DISABLE_JIT, reason="NumPy flushes nothing")
def test_moments_of_dead_units_become_zero_instead_of_denormal(with_dead_units):
    moments = np.abs(with_dead_units._optimiser_memory.moments[0])
    of_inputs = moments[: with_dead_units.coefs_[0].size].reshape(64, 20)
    assert (of_inputs[X.std(axis=0) > 0.1] == 0).all()
    assert not ((moments > 0) & (moments < SMALLEST)).any()


@pytest.mark.usefixtures("unconverged")
def test_elsewhere_denormal_numbers_stay_numbers(with_dead_units):
    MLPClassifier(5, solver="lbfgs", max_iter=3).fit(X, y > 4)
    assert np.float32(1e-40) * np.float32(0.5) > 0
    assert np.full(100, SMALLEST, "float32").dot(np.full(100, 0.5, "float32")) > 0
    assert (np.full(100, 1e-310) * 0.5 > 0).all()


def setting_anew(processor):
    """LLVM's code that reads and writes the control word of a processor."""
    module = ir.Module()
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), []), "set_anew")
    builder = ir.IRBuilder(function.append_basic_block())
    processor.write(builder, processor.read(builder))
    builder.ret_void()
    return str(module)


@pytest.mark.parametrize(
    ("processor", "target", "instructions"),
    [
        (denormals._X86, "x86_64-linux-gnu", ["stmxcsr", "ldmxcsr"]),
        (denormals._Arm, "aarch64-linux-gnu", ["mrs", "msr"]),
    ],
)
def test_instructions_on_all_processors(processor, target, instructions):
    made = assembly(setting_anew(processor), target)
    assert all(instruction in made for instruction in instructions)
