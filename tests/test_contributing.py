"""The diffs of docs/contributing apply to these sources, and the laws hold for their additions."""

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
# Name of each diff, and the largest number of files that it may touch.
DIFFS = {"activation": 1, "loss": 1, "optimiser": 1, "penalty": 4, "dropout": 4, "hyperparameter": 4}
CHECKS = {"activation": ACTIVATION, "loss": LOSS, "hyperparameter": CLIPPING}
LAWS = {"optimiser": "lion", "penalty": "mcp", "dropout": "gaussian"}

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="applies diffs by git")


def copy_of_package(folder):
    shutil.copytree(ROOT / "skreg", folder / "skreg", ignore=shutil.ignore_patterns("__pycache__"))


def apply(names, folder):
    """Apply diffs to a copy of the package. One line before and after each change must agree."""
    for name in names:
        diff = ROOT / "docs/contributing" / f"{name}.diff"
        done = subprocess.run(["git", "apply", "-C1", diff], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, (
            f"docs/contributing/{name}.diff shows an example that no longer fits the sources. Make the same"
            f" change in the sources by hand, save `git diff skreg` as this file, and revert the sources."
            f"\n{done.stderr}"
        )


def test_as_many_files_as_the_guide_says():
    for name, most in DIFFS.items():
        lines = (ROOT / "docs/contributing" / f"{name}.diff").read_text("utf-8").splitlines()
        assert sum(line.startswith("+++ ") for line in lines) <= most, name


@pytest.mark.parametrize("name", DIFFS)
def test_each_applies_alone(name, tmp_path):
    copy_of_package(tmp_path)
    apply([name], tmp_path)
    done = execute("-c", CHECKS.get(name, "import skreg"), cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


LAST_ENTRIES = {
    "activation": ("activations.py", ['    "silu",', '    "silu": Activation(']),
    "loss": ("losses.py", ['    "gamma",']),
    "optimiser": ("optimisers.py", ['    "adamw",', '    "adamw": ADAM']),
    "penalty": ("penalties.py", ['    "group_l1": GROUP_L1']),
}


@pytest.mark.parametrize("name", LAST_ENTRIES)
def test_each_applies_when_the_list_has_become_longer(name, tmp_path):
    """A new entry at the end of its list does not break the example."""
    copy_of_package(tmp_path)
    file, last_entries = LAST_ENTRIES[name]
    path = tmp_path / "skreg/functions" / file
    lines = path.read_text("utf-8").splitlines(keepends=True)
    for beginning in last_entries:
        (place,) = [i for i, line in enumerate(lines) if line.startswith(beginning)]
        lines.insert(place + 1, "    # a new one\n")
    path.write_text("".join(lines), "utf-8")
    apply([name], tmp_path)


def test_what_they_add_keeps_the_laws(tmp_path):
    """No test is edited for them. They share a copy, so that common code is compiled once."""
    copy_of_package(tmp_path)
    apply(LAWS, tmp_path)
    shutil.copytree(ROOT / "tests", tmp_path / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    files = "tests/functions", "tests/kernels/test_registries.py", "tests/estimators/test_hyperparameters.py"
    chosen = " or ".join((*LAWS.values(), "hyperparameters"))
    done = execute("-m", "pytest", "-v", *files, "-k", chosen, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(f"[{name}" in done.stdout or f"-{name}]" in done.stdout for name in LAWS.values())
