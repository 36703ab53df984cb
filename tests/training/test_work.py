"""Estimates of what training costs."""

import pytest

from skreg.records.layout import Layout
from skreg.training.work import ends_before_threads_start, epoch_seconds, slice_rows

SMALL, LARGE = Layout((5, 3, 1)), Layout((2000, 2000, 10))


@pytest.mark.parametrize("layout", [SMALL, LARGE])
@pytest.mark.parametrize("batch_size", [1, 200, 10**6])
def test_a_slice_is_of_whole_minibatches(layout, batch_size):
    assert slice_rows(layout, batch_size) % batch_size == 0
    assert slice_rows(layout, batch_size) >= batch_size


def test_more_work_takes_longer():
    assert slice_rows(LARGE, 200) < slice_rows(SMALL, 200)
    assert epoch_seconds(SMALL, 200, 1000) < epoch_seconds(LARGE, 200, 1000)
    assert epoch_seconds(SMALL, 200, 1000) < epoch_seconds(SMALL, 200, 100_000)
    assert epoch_seconds(SMALL, 200, 1000) < epoch_seconds(SMALL, 1, 1000)


def test_threads_are_of_help_only_where_there_is_work():
    assert ends_before_threads_start(SMALL, 200, 200)
    assert not ends_before_threads_start(LARGE, 200, 200)
