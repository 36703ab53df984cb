"""The diffs of docs/contributing apply to these sources, and the laws hold for what they add."""

import shutil
import subprocess
from pathlib import Path

import pytest
from processes import execute

ROOT = Path(__file__).parents[1]
NUMBERS = "z = np.linspace(-3, 3, 61); h = 1e-6; y = 0.5"
ACTIVATION = f"""
import numpy as np
from skreg.functions.activations import ACTIVATIONS
{NUMBERS}
new = ACTIVATIONS["softsign"]
differences = (new.value(z + h) - new.value(z - h)) / (2 * h)
np.testing.assert_allclose(new.derivative(z, new.value(z)), differences, atol=1e-6)
"""
LOSS = f"""
import numpy as np
from skreg.functions.losses import LOSSES
{NUMBERS}
new = LOSSES["log_cosh"]
np.testing.assert_allclose(new.value(z, y, 0.0), np.log(np.cosh(z - y)), atol=1e-12)
differences = (new.value(z + h, y, 0.0) - new.value(z - h, y, 0.0)) / (2 * h)
np.testing.assert_allclose(new.derivative(z, y, 0.0), differences, atol=1e-6)
"""
CLIPPING = """
import numpy as np
from skreg import MLPRegressor
from skreg.network.initialisation import initial_parameters
from skreg.records.layout import Layout
X = np.random.default_rng(0).normal(size=(400, 5))
layout = Layout((5, 30, 1))
start = initial_parameters(layout, "relu", np.random.RandomState(0), float)
for clip_norm in (1.0, 5.0):
    net = MLPRegressor(
        30, clip_norm=clip_norm, solver="sgd", momentum=0, alpha=0, learning_rate_init=0.5, random_state=0,
        dtype="float64",
    ).partial_fit(X[:200], 100 * X[:200, 0])
    moved = layout.pack(net.coefs_, net.intercepts_, float) - start
    np.testing.assert_allclose(np.linalg.norm(moved), 0.5 * clip_norm)
"""
# Name, and the most files that it may touch.
DIFFS = {"activation": 1, "loss": 1, "optimiser": 1, "penalty": 4, "dropout": 4, "hyperparameter": 4}

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="applies diffs by git")


@pytest.fixture(scope="module", params=DIFFS)
def patched(request, tmp_path_factory):
    """Name of a diff, and a copy of the package with it."""
    folder, name = tmp_path_factory.mktemp(request.param), request.param
    shutil.copytree(ROOT / "skreg", folder / "skreg", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(["git", "apply", ROOT / "docs/contributing" / f"{name}.diff"], cwd=folder, check=True)
    return name, folder


def test_as_many_files_as_the_guide_says():
    for name, most in DIFFS.items():
        lines = (ROOT / "docs/contributing" / f"{name}.diff").read_text("utf-8").splitlines()
        assert sum(line.startswith("+++ ") for line in lines) <= most, name


def test_what_they_add_keeps_the_laws(patched):
    """No test is edited for them."""
    name, folder = patched
    checks = {"activation": ACTIVATION, "loss": LOSS, "hyperparameter": CLIPPING}
    laws = {"optimiser": "lion", "penalty": "mcp", "dropout": "gaussian"}
    if name in checks:
        done = execute("-c", checks[name], cwd=folder)
    else:
        shutil.copytree(ROOT / "tests", folder / "tests", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", folder)
        files = (
            "tests/functions",
            "tests/kernels/test_registries.py",
            "tests/estimators/test_hyperparameters.py",
        )
        done = execute("-m", "pytest", "-v", *files, "-k", f"{laws[name]} or hyperparameters", cwd=folder)
        assert laws[name] in done.stdout
    assert done.returncode == 0, done.stdout + done.stderr
