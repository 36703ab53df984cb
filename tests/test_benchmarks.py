import json
import subprocess
import sys
from importlib import util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run_benchmarks(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def test_training_beside_installed_peers(tmp_path):
    peers = ["sklearn", *(name for name in ("torch", "jax") if util.find_spec(name))]
    outcome = run_benchmarks(
        "--only", "digits", "--peers", *peers, "--rounds", 1, "--threads", 1, "--output", tmp_path
    )
    assert outcome.returncode == 0, outcome.stderr
    training = json.loads((tmp_path / "results.json").read_text())["training"]
    assert training["run"]["versions"]["numpy"]
    entry = training["result"]["digits"]
    assert list(entry["peers"]) == ["skreg", *peers]
    losses = [peer["loss"] for peer in entry["peers"].values()]
    assert losses[0] == pytest.approx(losses[1], rel=1e-4)  # skreg and scikit-learn use the same shuffles
    assert losses == pytest.approx(len(losses) * [losses[0]], rel=0.02)
    assert entry["floor"]["share"] > 0
    assert "| digits (32), batch 32" in (tmp_path / "results.md").read_text()
    assert (tmp_path / "training.png").stat().st_size > 0


def test_an_unknown_case_is_refused():
    outcome = run_benchmarks("--only", "nothing")
    assert outcome.returncode == 2
    assert "invalid choice: 'nothing'" in outcome.stderr


@pytest.mark.parametrize("part", [("--only", "digits"), ("--peers", "sklearn")])
def test_a_part_does_not_replace_the_results_of_all(part):
    arguments = [sys.executable, "-m", "benchmarks", *part]
    outcome = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert outcome.returncode == 2
    assert "name another folder by --output" in outcome.stderr


def test_a_worker_tells_what_went_wrong(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    monkeypatch.chdir(ROOT)
    from benchmarks.processes import WorkerError, workers

    with workers(["one"], 1) as started:
        with pytest.raises(WorkerError, match=r"ZeroDivisionError"):
            started["one"].call("operator:truediv", 1, 0)
        assert started["one"].call("operator:truediv", 1, 2) == 0.5
