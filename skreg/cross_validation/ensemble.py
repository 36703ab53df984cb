"""The weights of candidates in the ensemble, by greedy selection with replacement.

Caruana, Niculescu-Mizil, Crew & Ksikes (2004), "Ensemble selection from libraries of models", ICML.
"""

import numpy as np


def greedy_weights(predictions, score, n_steps):
    """Weights of predictions whose mean scores best.

    Each step adds the prediction with which the mean of all that were added scores best, a prediction may be
    added again. What counts is the step after which the mean scored best.

    Parameters
    ----------
    predictions : list of ndarray, all of one shape
        What each candidate predicts for the validation rows.
    score : callable
        Score of such an array; greater is better.
    n_steps : int

    Returns
    -------
    weights : ndarray of shape (n_candidates,)
        Not negative; their sum is 1.
    score : float
        Of the weighted mean.
    """
    counts = np.zeros(len(predictions))
    total = np.zeros_like(predictions[0])
    best_score, best_counts = -np.inf, None
    for step in range(1, n_steps + 1):
        scores = [score((total + prediction) / step) for prediction in predictions]
        chosen = int(np.argmax(scores))
        total = total + predictions[chosen]
        counts[chosen] += 1
        if best_counts is None or scores[chosen] > best_score:
            best_score, best_counts = scores[chosen], counts.copy()
    return best_counts / best_counts.sum(), float(best_score)
