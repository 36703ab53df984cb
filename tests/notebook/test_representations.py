"""What notebooks show: well-formed, escaped, with what there is to tell, and links to pages that exist."""

import dataclasses
import inspect
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import sklearn
from sklearn.datasets import load_iris

import skreg
import skreg.preprocessing
from skreg import MLPClassifier, MLPClassifierCV, MLPRegressor, mlp_path
from skreg._documentation import DOCUMENTATION
from skreg.notebook.candidates import candidates_html
from skreg.notebook.curve import picture
from skreg.notebook.html import shown

API = Path(__file__).parents[2] / "docs/api"
PUBLIC = [getattr(module, name) for module in (skreg, skreg.preprocessing) for name in module.__all__]
ESTIMATORS = [thing for thing in PUBLIC if inspect.isclass(thing) and hasattr(thing, "get_params")]
X, Y = load_iris(return_X_y=True)


class Page(HTMLParser):
    """Rows of tables, paragraphs and links of a page. All that is opened must be closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.rows, self.classes, self.paragraphs, self.links = [], [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        attributes = dict(attributes)
        if tag == "tr":
            self.rows.append([])
            self.classes.append(attributes.get("class"))
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag == "p":
            self.paragraphs.append("")
        if tag == "a":
            self.links.append(attributes["href"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data
        if "p" in self.open:
            self.paragraphs[-1] += data


def page_of(link):
    """File in docs/api of a link, which names what its anchor points to."""
    address, _, anchor = link.partition("#")
    name = address.removeprefix(f"{DOCUMENTATION}/api/").removesuffix(".html")
    file = API / f"{name}.md"
    assert file.exists(), link
    assert not anchor or f":: {anchor}\n" in file.read_text("utf-8"), link
    return file


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_estimators_link_to_their_page(estimator):
    link = estimator()._get_doc_link()
    assert f":: {estimator.__module__.partition('.')[0]}." in page_of(link).read_text("utf-8")
    assert estimator.__name__ in link
    assert link in estimator()._repr_html_()


# --- candidates ------------------------------------------------------------------------------

CANDIDATES = {
    "params": [
        {"mlp__l2": 0.1, "mlp__dropout": 0.2, "encoder__random_state": 1},
        {"mlp__l2": 0.1, "mlp__activation": "<script>", "encoder__random_state": 2},
        {"mlp__l2": 0.1, "encoder__numeric": "periodic", "encoder__random_state": 3},
        {"mlp__l2": 0.1, "mlp__hidden_layer_sizes": [20, 10], "encoder__random_state": 4},
    ],
    "validation_score": np.array([-0.5, np.nan, -0.3, -0.2]),
    "n_folds": np.array([5, 0, 5, 1]),
    "weight": np.array([0.25, 0.0, 0.75, 0.0]),
    "seconds": np.array([1.0, 2.0, 3.25, 4.0]),
    "error": [None, "weights & biases <b>", None, None],
}
HEADERS = ["weight", "validation score", "folds", "seconds"]
DEFAULTS = {
    "mlp__dropout": 0.0,
    "mlp__activation": "relu",
    "encoder__numeric": "smooth_clip",
    "mlp__hidden_layer_sizes": (100,),
}


def test_table_of_candidates():
    text = candidates_html("Some<b>", CANDIDATES, DEFAULTS, -0.25, "https://some.where/?a=1&b=2")
    page = Page(text)
    assert page.rows == [
        [*HEADERS, "error", "dropout", "activation", "encoder: numeric", "hidden_layer_sizes"],
        ["0.75", "-0.3", "5", "3.25", "", "0", "relu", "periodic", "100"],
        ["0.25", "-0.5", "5", "1", "", "0.2", "relu", "smooth_clip", "100"],
        ["", "-0.2", "1", "4", "", "0", "relu", "smooth_clip", "20, 10"],
        ["", "", "0", "2", "weights & biases <b>", "0", "<script>", "smooth_clip", "100"],
    ]
    assert page.classes == [None, None, None, "other", "other"]
    assert page.links == ["https://some.where/?a=1&b=2"]
    assert page.paragraphs[0].startswith("Some<b>: the ensemble holds 2 of 4 candidates. Its validation")
    assert "<script>" not in text


def test_many_candidates_are_not_all_shown():
    many = {name: [*column] * 10 for name, column in CANDIDATES.items()}
    page = Page(candidates_html("Some", many, DEFAULTS, np.nan, ""))
    assert len(page.rows) == 21
    assert page.paragraphs == ["Some: the ensemble holds 20 of 40 candidates.", "candidates_ has 20 more."]


def test_a_fitted_search_shows_its_candidates_below_the_diagram():
    entries = [{"mlp__hidden_layer_sizes": (3,), "mlp__max_iter": 2, "mlp__l2": l2} for l2 in (0.125, 0.5)]
    model = MLPClassifierCV(portfolio=entries, cv=2, random_state=0)
    assert '<div class="skreg">' not in model._repr_html_()
    text = model.fit(X, Y)._repr_html_()
    diagram, _, table = text.partition("<style>\n.skreg")
    assert "sk-top-container" in diagram
    page = Page(f"<style>{table}")
    assert page.rows[0] == [*HEADERS, "l2"]
    assert {row[-1] for row in page.rows[1:]} == {"0.125", "0.5"}
    assert page.links == [model._get_doc_link()]
    assert model._repr_mimebundle_()["text/html"].count('<div class="skreg">') == 1
    with sklearn.config_context(display="text"):
        assert not hasattr(model, "_repr_html_")


# --- paths -----------------------------------------------------------------------------------


def pictures(text):
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]


@pytest.mark.parametrize("validates", [False, True])
def test_path(validates):
    net = MLPClassifier((4,), solver="lbfgs", max_iter=20, random_state=0)
    validation = {"X_val": X[::2], "y_val": Y[::2]} if validates else {}
    path = mlp_path(net, X, Y, l1=[0.1, 1e-3, 10.0], **validation)
    page = Page(path._repr_html_())
    scores = ["training score", *["validation score"] * validates]
    assert page.rows[0] == ["l1", *scores, "non-zero weights", "units in use", "epochs"]
    assert [row[0] for row in page.rows[1:]] == ["0.001", "0.1", "10"]
    assert page.rows[3][-3:-1] == ["0.0%", "0-1-3"]
    chosen = path.strongest()
    assert page.classes[1:] == [None if index == chosen else "other" for index in range(3)]
    assert [page_of(link).name for link in page.links] == ["paths.md"]
    assert f"keeps {1 - path.zeros[chosen]:.0%} of the weights" in page.paragraphs[0]
    assert f"{path.units[chosen, 0]} of 4 features" in page.paragraphs[0]
    (svg,) = pictures(path._repr_html_())
    assert len(svg.findall("circle")) == 3 * (len(scores) + 1)


def test_path_with_a_strength_for_each_matrix_and_without_scores():
    net = MLPRegressor((4,), max_iter=2, random_state=0)
    path = mlp_path(net, X, X[:, 0], l2=[[0.1, 0]])
    path = dataclasses.replace(path, validation_scores=np.full(1, np.nan))
    page = Page(path._repr_html_())
    assert page.rows[1][:1] + page.rows[1][2:3] == ["0.1, 0", ""]
    assert page.paragraphs[0].startswith("RegularizationPath: 1 network. Doc")


def test_picture():
    text = picture({"a<b": np.array([0.5, np.nan, 1.0])}, {"share": np.zeros(3)}, ["1", "2", "3"], "t&t", "x")
    svg = ElementTree.fromstring(text)
    assert svg.find("title").text == "t&t"
    assert "a<b" in [each.text for each in svg.findall("text")]
    heights = [float(each.get("cy")) for each in svg.findall("circle")]
    assert len(heights) == 5  # nan is no point
    assert heights[0] > heights[1]  # the larger score is the higher one


@pytest.mark.parametrize("scores", [[0.5, 0.5], [np.nan, np.nan], [0.25]])
def test_picture_without_a_range(scores):
    svg = ElementTree.fromstring(picture({"a": np.array(scores)}, {}, ["1"] * len(scores), "", ""))
    assert len(svg.findall("circle")) == np.isfinite(scores).sum()
    assert "nan" not in ElementTree.tostring(svg, "unicode")


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "True"), (0.00012345678, "0.0001235"), ((), "none"), ([1e-3, 0.0], "0.001, 0")],
)
def test_values_are_short(value, text):
    assert shown(value) == text
