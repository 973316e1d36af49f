"""What an article is about: its main theme, by its words, and the themes it mentions."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from newsthemes.language.tokens import word_counts

MAIN_FROM = 0.2  # share of an article's words from which the theme with most of them is its main theme
COLUMNS = ["article_id", "theme", "main", "present", "words", "score"]


def article_themes(
    passages: pd.DataFrame,
    presence: pd.DataFrame,
    scores: pd.DataFrame | None = None,
    measured: ArrayLike | None = None,
) -> pd.DataFrame:
    """One row an article and theme: article_id, theme, main, present, words, score; articles in order of appearance,
    themes in the order of ``presence``.

    ``passages``: article_id, text (and kept; those set aside don't count). ``presence`` (bool) and ``scores`` (0 to 1):
    a column a theme, row-aligned. ``present``: a passage carries the theme. ``words``: how many words are in such
    passages. ``main``: the theme that has the most words, if these are a fifth of the article
    or more; of equals the one with the higher score, then the first. ``score``: the mean score of the article's words,
    null without ``scores``. ``measured``: whether themes can be measured in each passage; where they can in none of an
    article, ``main``, ``present``, ``words`` and ``score`` are null.

    >>> passages = pd.DataFrame({"article_id": ["a", "a"], "text": ["Rain fell all night.", "Prices rose."]})
    >>> article_themes(passages, pd.DataFrame({"rain": [True, False], "money": [False, False]}))[
    ...     ["theme", "main", "present", "words"]].values.tolist()
    [['rain', True, True, 4], ['money', False, False, 0]]
    """
    kept = passages["kept"].to_numpy(bool) if "kept" in passages else np.ones(len(passages), bool)
    known = kept & (True if measured is None else np.asarray(measured, bool))
    themes = list(presence)
    number, ids = pd.factorize(passages["article_id"].to_numpy()[kept])
    number = number[known[kept]]
    words = word_counts(passages[known]).astype(float)
    carried = presence.to_numpy(bool)[known]
    totals, present = _sums([words], number, len(ids)), _sums(carried.T, number, len(ids)) > 0
    theme_words = _sums((theme * words for theme in carried.T), number, len(ids))
    means = np.full(theme_words.shape, np.nan)
    if scores is not None:
        weighted = (np.nan_to_num(scores[theme].to_numpy(float)[known]) * words for theme in themes)
        means = _sums(weighted, number, len(ids)) / np.maximum(totals, 1)
    table = pd.DataFrame(
        {
            "article_id": np.repeat(np.asarray(ids, object), len(themes)),
            "theme": np.tile(np.array(themes, object), len(ids)),
            "main": _main(theme_words, totals, means).ravel(),
            "present": present.ravel(),
            "words": theme_words.ravel(),
            "score": means.ravel(),
        },
        columns=COLUMNS,
    ).astype({"main": "boolean", "present": "boolean", "words": "Int64"})
    unmeasured = np.bincount(number, minlength=len(ids)) == 0
    table.loc[np.repeat(unmeasured, len(themes)), COLUMNS[2:]] = None
    return table


def _sums(columns: Iterable[np.ndarray], number: np.ndarray, count: int) -> np.ndarray:
    """(count, columns): each column added up by article; made one at a time, they need not be in memory together."""
    sums = [np.bincount(number, column, count) for column in columns]
    return np.column_stack(sums) if sums else np.zeros((count, 0))


def _main(words: np.ndarray, totals: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """(articles, themes) bool, at most one theme an article."""
    main = np.zeros(words.shape, bool)
    if words.size:
        first = np.lexsort((-np.nan_to_num(scores), -words), axis=1)[:, 0]
        rows = np.arange(len(words))
        main[rows, first] = words[rows, first] >= MAIN_FROM * np.maximum(totals[:, 0], 1)
    return main
