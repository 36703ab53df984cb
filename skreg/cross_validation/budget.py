"""Effort of a fit, as a function of the table's shape. The clock has no influence, so results are repeatable.

All candidates are fitted on the first of 5 folds. A quarter of them, but at least two, is fitted on the
others. A fit that uses more than 3,000 rows needs only 2 of the folds, and one that uses more than 50,000
rows only the first. A search over fewer than 5 candidates always uses 5 folds, because the networks of the
folds make its ensemble. With fewer than 5 folds, or with folds in temporal order, the ensemble's candidates
are fitted once more, on all rows. More than 50,000 rows are fitted once more only after a user's own split.

No candidate trains on more than 100,000 rows, drawn at random. With more than 20 columns it trains on at most
2,000,000 numbers, but at least 20,000 rows. Encoded rows hold at most 20,000,000 numbers, or as many as the
rows of X. A candidate that makes more columns trains on fewer rows. A minibatch holds at most an eighth of
the rows. From 10,000 rows on, the number of epochs of skreg's own candidates falls with the square root of
the number of rows. Those of a user's portfolio keep their epochs. The smallest training part decides about
minibatches and epochs.
"""

import numpy as np

FEW_ROWS, MANY_ROWS = 3_000, 50_000
N_FOLDS, N_OF_MORE_ROWS, N_OF_MANY_ROWS = 5, 2, 1
MOST_ROWS_FOR_ALL_EPOCHS = 10_000
KEPT_SHARE, LEAST_KEPT = 0.25, 2  # candidates that go on to the other folds
MOST_ROWS, MOST_NUMBERS, LEAST_ROWS = 100_000, 2_000_000, 20_000
MOST_ENCODED = 20_000_000  # 80 MB in single precision
_LARGEST_LEFT_OUT = 0.1  # share of the rows that a complete fold may leave out, for example as a gap in time
_LEAST_EPOCHS = 4
_LEAST_BATCHES, _LEAST_BATCH = 8, 8
_AUTO_BATCH, _DEFAULT_EPOCHS = 200, 200  # of a network


def n_folds_of(n_rows, n_candidates):
    """Number of folds to use, of `N_FOLDS`."""
    if n_rows <= FEW_ROWS or n_candidates < N_FOLDS:
        return N_FOLDS
    return N_OF_MORE_ROWS if n_rows <= MANY_ROWS else N_OF_MANY_ROWS


def share_on_all_rows(cv, folds, n_rows):
    """Share of a candidate's weight that belongs to its network of all rows. 0: there is no such network.

    Five networks of complete folds gain nothing by a sixth, and fewer do. A fold is complete if nearly all
    rows train or validate. The networks of incomplete folds, such as those in temporal order, get no weight,
    because they would make the ensemble worse.
    """
    if not len(folds[0][1]):  # the only network has all rows already
        return 0.0
    if cv is None and n_rows > MANY_ROWS:  # it would take too long
        return 0.0
    n_left_out = [n_rows - len(np.union1d(train, valid)) for train, valid in folds]
    if max(n_left_out) > _LARGEST_LEFT_OUT * n_rows:
        return 1.0
    return 0.5 if len(folds) < N_FOLDS else 0.0


def resolved(parameters, n_rows, *, shortens=True):
    """Parameters of a candidate, with minibatches for so many rows, and with fewer epochs if `shortens`."""
    chosen = parameters.get("mlp__batch_size", "auto")
    epochs = parameters.get("mlp__max_iter", _DEFAULT_EPOCHS)
    largest = min(n_rows, max(_LEAST_BATCH, n_rows // _LEAST_BATCHES))
    return {
        **parameters,
        "mlp__batch_size": min(_AUTO_BATCH if chosen == "auto" else chosen, largest),
        "mlp__max_iter": _epochs(epochs, n_rows) if shortens else epochs,
    }


def _epochs(chosen, n_rows):
    share = np.sqrt(MOST_ROWS_FOR_ALL_EPOCHS / max(n_rows, MOST_ROWS_FOR_ALL_EPOCHS))
    return max(min(chosen, _LEAST_EPOCHS), round(share * chosen))


def rounds(n_candidates, n_folds):
    """The number of candidates and the folds of each round."""
    folds = list(range(n_folds))
    if n_folds == 1 or n_candidates == 1:
        return [(n_candidates, folds)]
    n_kept = max(LEAST_KEPT, round(KEPT_SHARE * n_candidates))
    return [(n_candidates, folds[:1]), (min(n_kept, n_candidates), folds[1:])]


def used_rows(n_rows, n_columns, random_state):
    """Sorted indices of the rows that the fit uses: all, or a random part."""
    most = min(MOST_ROWS, max(LEAST_ROWS, MOST_NUMBERS // n_columns))
    if n_rows <= most:
        return np.arange(n_rows)
    return np.sort(random_state.choice(n_rows, most, replace=False))


def trained_rows(rows, n_columns, n_encoded):
    """Rows that the network trains on: all, or as many as the limit allows, evenly spread."""
    most = max(1, max(MOST_ENCODED, len(rows) * n_columns) // n_encoded)
    return rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).astype(int)]
