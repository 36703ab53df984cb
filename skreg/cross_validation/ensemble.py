"""Weights of the candidates in the ensemble, by greedy selection with replacement.

Caruana, Niculescu-Mizil, Crew & Ksikes (2004), "Ensemble selection from libraries of models", ICML.
"""

import numpy as np


def greedy_weights(predictions, score, n_steps):
    """Weights of the predictions, chosen so that their weighted mean scores well.

    Each step adds the prediction that gives the best score of the mean over all added predictions. A
    prediction may be added several times. The result is the mean after the step with the best score.

    Parameters
    ----------
    predictions : list of ndarray, all of one shape
        Predictions of each candidate for the validation rows.
    score : callable
        Score of such an array. Greater is better.
    n_steps : int
        Number of steps.

    Returns
    -------
    weights : ndarray of shape (n_candidates,)
        Non-negative weights, which sum to 1.
    score : float
        Score of the weighted mean.
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
