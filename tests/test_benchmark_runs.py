"""Kept results, and the choice of hyperparameters by held-out training data."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

ROOT = Path(__file__).parents[1]


@pytest.fixture
def runs(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(ROOT)
    from benchmarks import runs

    monkeypatch.setattr(runs, "RESULTS", tmp_path)
    return runs


@pytest.fixture
def table_file(runs, tmp_path):
    from benchmarks.table_file import TableFile

    return TableFile(tmp_path / "some.jsonl")


@pytest.fixture
def mnist(runs, monkeypatch):
    """The protocol of the papers, on scikit-learn's digits."""
    from benchmarks import data
    from benchmarks.papers import mnist

    X, y = load_digits(return_X_y=True)
    X, y = (X / 16).astype(np.float32), y.astype(np.int64)
    monkeypatch.setattr(data, "mnist_split", lambda: (X[:1200], y[:1200], X[1200:], y[1200:]))
    monkeypatch.setattr(mnist, "N_HELD_OUT", 300)
    return mnist


NETWORK = {"hidden_layer_sizes": (20,), "batch_size": 32, "learning_rate_init": 0.01}


def test_an_interrupted_table_goes_on(runs, tmp_path):
    calls = []
    for _ in range(2):
        result = runs.kept("papers.some", "dropout, 2 × 10", 0, lambda: calls.append(1) or {"error": 1.5})
        assert result["error"] == 1.5
    assert len(calls) == 1
    assert runs.read("papers.some", "dropout, 2 × 10", 1) is None
    assert runs.kept("papers.some", "dropout, 2 × 10", 1, lambda: {"error": 2.5})["error"] == 2.5
    assert runs.read("papers.some", "dropout, 2 × 10", 1)["error"] == 2.5
    lines = map(json.loads, (tmp_path / "papers" / "some.jsonl").read_text("utf-8").splitlines())
    assert [(line["row"], line["seed"], line["result"]["error"]) for line in lines] == [
        ("dropout, 2 × 10", 0, 1.5),
        ("dropout, 2 × 10", 1, 2.5),
    ]


def test_lines_are_in_the_order_of_rows_and_seeds(table_file):
    for row, seed in (("b", 10), ("b", 2), ("a, more", 0), ("a", 1)):
        table_file.write(row, seed, {"error": 1.5})
    assert table_file.path.read_text("utf-8") == "".join(
        f'{{"row": "{row}", "seed": {seed}, "result": {{"error": 1.5}}}}\n'
        for row, seed in (("a", 1), ("a, more", 0), ("b", 2), ("b", 10))
    )


def test_the_last_line_of_a_row_and_seed_counts(table_file):
    table_file.write("a", 1, {"error": 1.5})
    with table_file.path.open("a", encoding="utf-8") as file:  # as a merge may leave it
        file.write('{"row": "a", "seed": 1, "result": {"error": 2.5}}\n')
    assert table_file.read("a", 1) == {"error": 2.5}
    assert table_file.read("a", 10) is None
    table_file.write("a", 1, {"error": 3.5})
    assert table_file.path.read_text("utf-8") == '{"row": "a", "seed": 1, "result": {"error": 3.5}}\n'


WRITER = """
import sys
from pathlib import Path
from benchmarks.table_file import TableFile
for seed in range(60):
    TableFile(Path(sys.argv[1])).write(sys.argv[2], seed, {"error": seed})
"""


def test_two_processes_write_to_one_table(table_file):
    command = [sys.executable, "-c", WRITER, str(table_file.path)]
    writers = [subprocess.Popen([*command, row], cwd=ROOT) for row in "ab"]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    assert all(table_file.read(row, seed) == {"error": seed} for row in "ab" for seed in range(60))


@pytest.mark.parametrize(
    ("arguments", "n_seeds"),
    [((), {"a": 1, "b": 3}), (("--seeds", "2"), {"a": 2, "b": 2}), (("--only", "b"), {"b": 3})],
)
def test_seeds_are_the_published_ones_but_where_asked(runs, monkeypatch, arguments, n_seeds):
    monkeypatch.setattr("sys.argv", ["some", *arguments])
    options = runs.parse("papers.some", {"a": 0, "b": 1}, {"a": 1, "b": 3})
    assert options.n_seeds == n_seeds
    results = runs.run_all("papers.some", options, lambda row, seed: {"row": row, "seed": seed})
    assert {name: [result["seed"] for result in row] for name, row in results.items()} == {
        name: list(range(n)) for name, n in n_seeds.items()
    }


def test_the_choice_is_by_held_out_training_data(mnist, tmp_path):
    # with this l2, a network predicts only one class
    row = mnist.Row(2.0, NETWORK, {"l2": [0.0, 100.0]}, mnist.Epochs(10, 40))
    chosen, results = mnist.results("papers.some", "L2", row, n_seeds=2)
    assert chosen == {"l2": 0.0}
    assert [result["settings"]["l2"] for result in results] == [0.0] * 2
    assert all(result["error"] < 15 for result in results)
    kept = (tmp_path / "papers" / "some.choice.jsonl").read_text("utf-8").splitlines()
    assert max(json.loads(line)["result"]["validation error"] for line in kept) > 50


@pytest.mark.parametrize(
    "change",
    [
        {"grid": {"l2": [0.0, 100.0]}},  # a different choice
        {"epochs": (2, 9)},
        {"parameters": NETWORK | {"hidden_layer_sizes": (30,)}},
    ],
)
def test_results_of_other_settings_are_not_shown(mnist, change):
    row = mnist.Row(2.0, NETWORK, {"l2": [100.0]}, mnist.Epochs(2, 8))
    mnist.results("papers.some", "L2", row, n_seeds=1)
    changed = row._replace(**change)
    with pytest.raises(RuntimeError, match="from other settings, delete its line"):
        mnist.results("papers.some", "L2", changed._replace(epochs=mnist.Epochs(*changed.epochs)), n_seeds=1)


def test_candidates_of_other_epochs_are_not_compared(mnist):
    row = mnist.Row(2.0, NETWORK, {"l2": [0.0, 100.0]}, mnist.Epochs(2, 8))
    mnist.choose("papers.some", "L2", row)
    with pytest.raises(RuntimeError, match="from other settings, delete its line"):
        mnist.choose("papers.some", "L2", row._replace(epochs=mnist.Epochs(3, 8)))


def test_a_run_killed_while_it_writes_leaves_what_there_was(runs, tmp_path, monkeypatch):
    assert runs.kept("papers.some", "other row", 0, lambda: {"error": 3.5})["error"] == 3.5
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", lambda path, text, _: path.write_bytes(text[:5].encode()) and 1 / 0)
        with pytest.raises(ZeroDivisionError):
            runs.kept("papers.some", "row", 0, lambda: {"error": 1.5})
    assert runs.kept("papers.some", "row", 0, lambda: {"error": 2.5})["error"] == 2.5
    assert runs.kept("papers.some", "other row", 0, lambda: {"error": 4.5})["error"] == 3.5
