"""Whether an article as a whole speaks for a theme: a test against unrelated news, whatever the article's length."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from newsthemes.themes.features import article_numbers

LEVEL = 0.01  # of the test: of articles that are about something else, at most so many are to carry a theme
# The same where less is known. Of a theme without labels it is less known what it is not: it finds three times as much
# in news unlike the background; of 683 articles, "Stars, planets and galaxies" is in 29 at 0.01 and in 14 at 0.003,
# "football matches" in 143 and 138 of 150 on sport. In a language without sentences in the background high scores are
# commoner: in 521 articles on sport, health, religion, arts and society in de, es, pt, ar, sw and ha, 14 of 60 bundled
# themes are in more than 2% at 0.01, 5 at 0.003 (two articles each), 1 at 0.001; gold sentences found in ar, de, es:
# 63, 68, 66%; 63, 66, 63%; 63, 55, 61%.
CAREFUL_LEVEL = 0.003
TAIL = 0.1  # of the background's scores: the tail is taken to fall off exponentially in log odds
SMALLEST_SCALE = 0.1  # of that tail


def supported(
    scores: np.ndarray,
    articles: Sequence[Any] | np.ndarray | None,
    background_scores: Sequence[np.ndarray],
    levels: ArrayLike = LEVEL,
) -> np.ndarray:
    """(n, themes) bool: whether each text is in an article that speaks for each theme.

    ``scores`` (n, themes), 0 to 1; ``articles``: the article of each text (None: every text is one of its own);
    ``background_scores``: for each theme the scores of unrelated sentences; ``levels``: of the test, of all, of each
    theme or of each text and theme. A score's p-value is the share of unrelated sentences that reach it; an article's
    p-values are put together
    by the test of R. Simes (Biometrika 73, 1986): one of n passages must be n times as rare, k of them n / k times.

    >>> usual = [np.linspace(0.01, 0.3, 100)]
    >>> supported(np.array([[0.9], [0.2], [0.2]]), ["a", "a", "b"], usual).ravel().tolist()
    [True, True, False]
    """
    number = np.arange(len(scores)) if articles is None else article_numbers(articles)
    size = np.bincount(number, minlength=1)
    found = np.zeros(scores.shape, bool)
    level_of = np.broadcast_to(levels, scores.shape)
    for theme, usual in enumerate(background_scores):
        rarity = (
            tail_probability(scores[:, theme], usual) / level_of[:, theme]
        )  # at most 1 where it passes alone
        rows = np.flatnonzero(rarity <= 1)
        rows = rows[np.lexsort((rarity[rows], number[rows]))]
        first = np.searchsorted(number[rows], number[rows])
        rank = np.arange(len(rows)) - first + 1
        passing = number[rows][rarity[rows] * size[number[rows]] <= rank]
        found[:, theme] = np.isin(number, passing)
    return found


def supported_by_halves(
    scores: np.ndarray,
    unrelated: np.ndarray,
    articles: Sequence[Any] | np.ndarray,
    levels: ArrayLike = LEVEL,
) -> np.ndarray:
    """(n, themes) bool: ``supported`` for the background itself, every second article by what is usual in the others.

    ``scores`` and ``unrelated`` (bool: which count as usual): (n, themes).
    """
    number = article_numbers(articles)
    found = np.zeros(scores.shape, bool)
    for half in (0, 1):
        mine = number % 2 == half
        usual = [column[rows] for column, rows in zip(scores.T, (unrelated & ~mine[:, None]).T, strict=True)]
        found[mine] = supported(scores[mine], number[mine], usual, levels)
    return found


def tail_probability(scores: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """The share of unrelated sentences that score as high, from the scores ``usual`` of some: as counted, but in their
    upper tenth from an exponential fitted to it (J. Pickands, Annals of Statistics 3, 1975, with shape 0). 0 where
    there are none to compare with: of a theme that every subject is about."""
    odds, known = _log_odds(scores), np.sort(_log_odds(usual))
    if not len(known):
        return np.zeros(len(odds))
    start = np.quantile(known, 1 - TAIL)
    scale = max((known[known > start] - start).mean() if (known > start).any() else 0.0, SMALLEST_SCALE)
    counted = 1 - np.searchsorted(known, odds, side="left") / len(known)
    return np.where(odds > start, TAIL * np.exp(-(odds - start) / scale), np.maximum(counted, TAIL))


def _log_odds(probabilities: np.ndarray) -> np.ndarray:
    clipped = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return np.log(clipped / (1 - clipped))
