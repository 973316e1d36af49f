"""From scores to presence: the score from which a theme counts as present."""

import numpy as np


def best_threshold(scores: np.ndarray, truth: np.ndarray, weights: np.ndarray | None = None) -> float:
    """The threshold with the highest F1, half-way between two scores; ``weights``: what each row counts for.

    >>> best_threshold(np.array([0.9, 0.8, 0.1]), np.array([True, True, False]))
    0.45
    """
    weights = np.ones(len(scores)) if weights is None else weights
    order = np.argsort(-scores, kind="stable")
    hits, called = np.cumsum((weights * truth)[order]), np.cumsum(weights[order])
    f1 = 2 * hits / (called + (weights * truth).sum())
    f1[:-1][scores[order][:-1] == scores[order][1:]] = -1  # a threshold can't part equal scores
    last = int(np.argmax(f1))
    below = scores[order[last + 1]] if last + 1 < len(order) else 0.0
    return float((scores[order[last]] + below) / 2)
