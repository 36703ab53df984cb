"""The diffs of docs/contributing apply to these sources, and what they add is right."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.skipif(shutil.which("git") is None, reason="applies diffs by git")
@pytest.mark.parametrize(("name", "check"), [("activation", ACTIVATION), ("loss", LOSS)])
def test_the_walked_through_additions(name, check, tmp_path):
    shutil.copytree(ROOT / "skreg", tmp_path / "skreg", ignore=shutil.ignore_patterns("__pycache__"))
    diff = ROOT / "docs" / "contributing" / f"{name}.diff"
    subprocess.run(["git", "apply", diff], cwd=tmp_path, check=True)
    subprocess.run([sys.executable, "-c", check], cwd=tmp_path, check=True)
