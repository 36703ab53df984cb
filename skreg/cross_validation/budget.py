"""What a fit spends, as a function of the number of rows: never of the clock, so that the bits stay the same.

=====================  ==========================================  ====================================
rows                   validation                                  rounds
=====================  ==========================================  ====================================
up to 3,000            5 folds                                     all candidates on the first fold, then
                                                                   the better half on the other folds
more                   one part of a fifth, 20,000 rows at most    one
=====================  ==========================================  ====================================

No candidate trains on more than 100,000 rows, drawn at random.
"""

import numpy as np

FEW_ROWS, N_FOLDS = 3_000, 5
VALIDATION_SHARE, MOST_TO_VALIDATE = 0.2, 20_000
MOST_ROWS = 100_000
_LEAST_BATCHES, _LEAST_BATCH = 8, 8
_AUTO_BATCH = 200  # what "auto" means to a network


def resolved(parameters, n_rows):
    """Parameters of a candidate for training on so many rows: minibatches are smaller where there are few."""
    chosen = parameters.get("mlp__batch_size", "auto")
    largest = min(n_rows, max(_LEAST_BATCH, n_rows // _LEAST_BATCHES))
    return {**parameters, "mlp__batch_size": min(_AUTO_BATCH if chosen == "auto" else chosen, largest)}


def rounds(n_candidates, n_folds):
    """For each round the number of candidates that take part, and the folds on which they are fitted."""
    folds = list(range(n_folds))
    if n_folds == 1 or n_candidates == 1:
        return [(n_candidates, folds)]
    return [(n_candidates, folds[:1]), (-(-n_candidates // 2), folds[1:])]


def used_rows(n_rows, random_state):
    """Rows that candidates are fitted on and validated with, in their order: all, or a random part."""
    if n_rows <= MOST_ROWS:
        return np.arange(n_rows)
    return np.sort(random_state.choice(n_rows, MOST_ROWS, replace=False))
