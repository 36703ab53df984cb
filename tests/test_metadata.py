"""Several files of the repository agree in what they say about the package."""

import re
import tomllib
from pathlib import Path

import pytest

from skreg import __version__
from skreg._documentation import DOCUMENTATION

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SOURCE = PROJECT["urls"]["Source"]
TEXTS = ["*.md", "*.cff", ".github/**/*.md", ".github/**/*.yml", "docs/*.py", "docs/**/*.md"]


def test_citation():
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    for key, value in {
        "version": __version__,
        "license": PROJECT["license"],
        "repository-code": SOURCE,
        "url": DOCUMENTATION,
        "  - name": PROJECT["authors"][0]["name"],
    }.items():
        assert f"\n{key}: {value}\n" in citation


def test_addresses_are_those_of_the_project():
    assert PROJECT["urls"]["Documentation"] == DOCUMENTATION
    assert all(url.startswith((DOCUMENTATION, SOURCE)) for url in PROJECT["urls"].values())


def test_the_index_gets_all_that_it_shows():
    """The labels are those that PyPI gives an icon; build and twine know the names of classifiers."""
    assert {"name", "description", "readme", "license", "authors", "keywords", "classifiers"} <= set(PROJECT)
    assert set(PROJECT["urls"]) == {"Homepage", "Documentation", "Source", "Issues", "Changelog"}
    assert len(set(PROJECT["keywords"])) == len(PROJECT["keywords"])
    topics = {classifier.partition(" :: ")[0] for classifier in PROJECT["classifiers"]}
    assert {"Development Status", "Intended Audience", "Operating System", "Programming Language"} <= topics
    assert {"Topic", "Typing"} <= topics  # no licence: its expression has taken the classifier's place
    assert "License" not in topics


@pytest.mark.parametrize("pattern", TEXTS)
def test_one_address_of_the_repository(pattern):
    for file in ROOT.glob(pattern):
        if "_build" in file.parts or "auto_examples" in file.parts:
            continue
        named = re.findall(r"https://github\.com/[\w.-]+/skreg\b", file.read_text("utf-8"))
        assert set(named) <= {SOURCE}, file


def test_hosted_tests_run_on_every_python_of_the_metadata():
    workflow = (ROOT / ".github/workflows/tests.yml").read_text("utf-8")
    listed = re.search(r"python: \[(.*)\]", workflow).group(1)
    assert re.findall(r'"(3\.\d+)"', listed) == re.findall(
        r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"])
    )
