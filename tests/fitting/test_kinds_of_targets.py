"""The kinds of y have the same interface, so that no caller distinguishes them."""

import numpy as np
import pytest

from skreg.fitting.class_targets import ClassTargets
from skreg.fitting.indicator import Indicator
from skreg.fitting.numeric_targets import NumericTargets
from skreg.fitting.one_label import OneLabel
from skreg.functions.losses import LOSSES

LABELS = np.array(["b", "a", "c", "a"])
KINDS = {
    "classes": (ClassTargets(None), LABELS),
    "two classes": (ClassTargets(None), LABELS[:2]),
    "multilabel": (ClassTargets(None), np.array([[0, 1], [1, 1], [1, 0]])),
    "numbers": (NumericTargets("squared_error"), np.array([1.5, -2.0, 0.25])),
}


def public(cls):
    return {name for name in dir(cls) if not name.startswith("_")} - set(cls._fields)


def test_both_kinds_of_labels_have_the_same_methods():
    assert public(OneLabel) == public(Indicator)


def test_all_kinds_have_the_same_methods():
    common = public(ClassTargets) | set(ClassTargets._fields)
    assert public(NumericTargets) <= common | {"loss"}
    assert public(ClassTargets) - {"loss", "loss_parameter"} <= public(NumericTargets)


@pytest.mark.parametrize("kind", KINDS)
def test_from_y_to_the_network_and_back(kind):
    targets, y = KINDS[kind]
    targets, checked = targets.learn(y, continues=False, incremental=False)
    encoded = targets.encode(checked, np.float64)
    assert encoded.shape[0] == len(y)
    assert targets.loss in LOSSES
    z = encoded if kind == "numbers" else 20 * encoded - 10  # confident and right
    assert targets.score(z, checked, None) == 1.0
    assert targets.score(-z, checked, np.ones(len(y))) < 1.0
    assert targets.weigh(checked, None, counted=checked) is None
    np.testing.assert_array_equal(targets.check_validation(y[::-1], checked), checked[::-1])


def test_what_was_learnt_is_in_a_new_object():
    before = ClassTargets(None)
    after, _ = before.learn(LABELS, continues=False, incremental=False)
    assert before.labels is None
    np.testing.assert_array_equal(after.attributes["classes_"], ["a", "b", "c"])


def test_classes_that_y_lacks_are_found_in_other_rows():
    targets, y = ClassTargets(None).learn(LABELS, continues=False, incremental=False)
    missing = targets.missing(y[:2])
    np.testing.assert_array_equal(missing, ["c"])
    np.testing.assert_array_equal(targets.rows_of(missing, y), [2])
    assert not len(NumericTargets("huber").missing(np.ones(3)))
