"""The description alone: one logistic regression for all themes, so that a new theme needs no examples."""

import json
from functools import cache
from pathlib import Path

import numpy as np

CALIBRATION = Path(__file__).with_name("calibration.json")
WITH_SEEDS, WITHOUT_SEEDS = "with seeds", "without seeds"


@cache
def calibration():
    return json.loads(CALIBRATION.read_text(encoding="utf-8"))


def kind(theme):
    return WITH_SEEDS if theme.seeds else WITHOUT_SEEDS


def description_logits(features, theme):
    """Log odds of presence, from ``theme_features`` and the committed weights."""
    fitted = calibration()[kind(theme)]
    return features @ np.array(fitted["weights"]) + fitted["bias"]


def description_cut(theme):
    return calibration()[kind(theme)]["cut"]


def fit_calibration(features, truth):
    """{"weights", "bias", "cut", "average precision"} from {theme id: (n, 3)} and a bool frame of gold labels.

    The cut has the best F1 where every theme is scored by weights that were fitted on the other themes; so is
    the average precision, a mean over themes.
    """
    from sklearn.metrics import average_precision_score

    ids = list(features)
    held_out = np.column_stack([_odds(features, truth, [o for o in ids if o != i], features[i]) for i in ids])
    model = _fit(features, truth, ids)
    carried = truth[ids].to_numpy()
    return {
        "weights": model.coef_[0].round(4).tolist(),
        "bias": round(float(model.intercept_[0]), 4),
        "cut": round(best_cut(1 / (1 + np.exp(-held_out.ravel())), carried.ravel()), 4),
        "average precision": round(
            float(np.mean([average_precision_score(carried[:, j], held_out[:, j]) for j in range(len(ids))])),
            4,
        ),
    }


def _odds(features, truth, ids, rows):
    return _fit(features, truth, ids).decision_function(rows)


def _fit(features, truth, ids):
    from sklearn.linear_model import LogisticRegression

    inputs = np.vstack([features[theme] for theme in ids])
    return LogisticRegression(C=1e4, max_iter=10_000).fit(inputs, np.concatenate([truth[i] for i in ids]))


def best_cut(scores, truth, weights=None):
    """The cut with the highest F1, half-way between two scores; ``weights``: what each row counts for."""
    weights = np.ones(len(scores)) if weights is None else weights
    order = np.argsort(-scores, kind="stable")
    hits, called = np.cumsum((weights * truth)[order]), np.cumsum(weights[order])
    f1 = 2 * hits / (called + (weights * truth).sum())
    f1[:-1][scores[order][:-1] == scores[order][1:]] = -1  # a cut can't part equal scores
    last = int(np.argmax(f1))
    below = scores[order[last + 1]] if last + 1 < len(order) else 0.0
    return float((scores[order[last]] + below) / 2)
