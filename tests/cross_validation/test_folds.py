"""The split into training rows and validation rows."""

import numpy as np
import pytest
from sklearn.model_selection import KFold, LeaveOneGroupOut, PredefinedSplit, ShuffleSplit, TimeSeriesSplit

from skreg.cross_validation.budget import (
    FEW_ROWS,
    LEAST_KEPT,
    LEAST_ROWS,
    MANY_ROWS,
    MOST_ENCODED,
    MOST_NUMBERS,
    MOST_ROWS,
    MOST_ROWS_FOR_ALL_EPOCHS,
    N_FOLDS,
    N_OF_MANY_ROWS,
    N_OF_MORE_ROWS,
    resolved,
    rounds,
    trained_rows,
    used_rows,
)
from skreg.cross_validation.folds import folds_of
from skreg.cross_validation.tasks import Classes, Numbers

rng = np.random.default_rng(0)


def folds(y, cv=None, groups=None, used=None, task=Classes, n_candidates=10):
    used = np.arange(len(y)) if used is None else used
    task = task(y[used]) if task is Classes else task(y[used], None)
    return folds_of(
        cv, (np.zeros((len(y), 1)), y, groups), used, task, np.random.RandomState(0), n_candidates
    )


def test_few_rows_validate_once_each():
    y = rng.integers(3, size=203)
    found = folds(y)
    assert len(found) == N_FOLDS
    np.testing.assert_array_equal(np.sort(np.concatenate([valid for _, valid in found])), np.arange(203))
    for train, valid in found:
        np.testing.assert_array_equal(np.sort(np.concatenate([train, valid])), np.arange(203))
        shares = np.bincount(y[valid]) / len(valid)
        np.testing.assert_allclose(shares, np.bincount(y) / 203, atol=0.02)


@pytest.mark.parametrize(
    ("n_rows", "n_folds"), [(FEW_ROWS + 100, N_OF_MORE_ROWS), (MANY_ROWS + 100, N_OF_MANY_ROWS)]
)
def test_some_of_five_folds_of_more_rows_validate(n_rows, n_folds):
    found = folds(rng.integers(3, size=n_rows))
    assert len(found) == n_folds
    assert len(np.unique(np.concatenate([valid for _, valid in found]))) == n_folds * n_rows // 5
    for train, valid in found:
        np.testing.assert_array_equal(np.sort(np.concatenate([train, valid])), np.arange(n_rows))


@pytest.mark.parametrize("n_rows", [40, FEW_ROWS + 100, MANY_ROWS + 100])
def test_rare_classes_are_always_trained_on(n_rows):
    y = np.zeros(n_rows, int)
    y[5], y[n_rows // 2 :] = 1, 2
    for train, _ in folds(y):
        assert set(y[train]) == {0, 1, 2}


def test_one_row_of_each_class_trains_and_none_validates():
    ((train, valid),) = folds(np.arange(9))
    np.testing.assert_array_equal(train, np.arange(9))
    assert len(valid) == 0


@pytest.mark.parametrize("cv", [None, 4])
@pytest.mark.parametrize(
    ("n_rows", "n_folds"),
    [(120, N_FOLDS), (FEW_ROWS + 100, N_OF_MORE_ROWS), (MANY_ROWS + 100, N_OF_MANY_ROWS)],
)
def test_no_group_is_on_both_sides(n_rows, n_folds, cv):
    groups = np.array([f"group {i}" for i in rng.integers(9, size=n_rows)])
    found = folds(rng.normal(size=n_rows), cv, groups, task=Numbers)
    assert len(found) == (cv or n_folds)
    for train, valid in found:
        assert not set(groups[train]) & set(groups[valid])


@pytest.mark.parametrize(
    "cv",
    [
        TimeSeriesSplit(3),
        ShuffleSplit(2, random_state=0),
        PredefinedSplit(np.arange(60) % 4 - 1),
        LeaveOneGroupOut(),
        KFold(3),
        [(np.arange(30), np.arange(30, 60))],
        [(np.arange(60) < 30, np.arange(60) >= 30)],
    ],
    ids=repr,
)
def test_splitters_choose_among_the_rows_that_were_given(cv):
    y, groups = rng.normal(size=60), np.arange(60) // 20
    used = np.flatnonzero(rng.random(60) > 0.3)
    found = folds(y, cv, groups if isinstance(cv, LeaveOneGroupOut) else None, used, Numbers)
    for fold, (train, valid) in enumerate(found):
        whole = list(cv if isinstance(cv, list) else cv.split(y, y, groups if "Group" in repr(cv) else None))
        for part, of_all in ((train, whole[fold][0]), (valid, whole[fold][1])):
            of_all = np.arange(60)[of_all]
            np.testing.assert_array_equal(used[part], of_all[np.isin(of_all, used)])


def test_rounds_end_with_all_folds_and_fewer_candidates():
    for n_candidates in range(1, 12):
        of_rounds = rounds(n_candidates, 5)
        assert [fold for _, folds in of_rounds for fold in folds] == list(range(5))
        assert of_rounds[0][0] == n_candidates
        assert min(n_candidates, LEAST_KEPT) <= of_rounds[-1][0] <= n_candidates


def test_used_rows_are_all_or_a_random_part_in_order():
    random_state = np.random.RandomState(0)
    np.testing.assert_array_equal(used_rows(10, 500, random_state), np.arange(10))
    for n_columns, most in ((2, MOST_ROWS), (50, MOST_NUMBERS // 50), (10**6, LEAST_ROWS)):
        rows = used_rows(MOST_ROWS + 5, n_columns, random_state)
        assert len(rows) == most
        assert (np.diff(rows) > 0).all()


def test_rows_to_train_on_are_bounded_by_their_encoded_numbers():
    rows = np.arange(60_000) * 2
    assert trained_rows(rows, 30, 30) is rows
    assert trained_rows(rows, 1000, 1000) is rows  # as many numbers as X has
    kept = trained_rows(rows, 30, 1000)
    assert len(kept) == MOST_ENCODED // 1000
    assert np.isin(kept, rows).all()
    assert (np.diff(kept) > 0).all()
    assert (kept[0], kept[-1]) == (rows[0], rows[-1])


def test_few_candidates_make_their_ensemble_of_folds():
    assert len(folds(rng.integers(2, size=MANY_ROWS + 100), n_candidates=1)) == N_FOLDS


def test_many_rows_are_trained_on_for_fewer_epochs():
    parameters, most = {"mlp__batch_size": 64, "mlp__max_iter": 64}, MOST_ROWS_FOR_ALL_EPOCHS
    epochs = [resolved(parameters, n_rows)["mlp__max_iter"] for n_rows in (40, most, 4 * most)]
    assert epochs == [64, 64, 32]
    assert resolved({**parameters, "mlp__max_iter": 2}, 10**9)["mlp__max_iter"] == 2
    assert resolved(parameters, 10**9, shortens=False)["mlp__max_iter"] == 64
