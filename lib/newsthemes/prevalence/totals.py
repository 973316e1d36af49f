"""What the stories of a group add up to, and how often the classifier errs on the labelled ones."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from newsthemes.prevalence.rows import Rows

FEWEST_LABELS = (
    5  # stories with labelled units that carry a theme, and that do not, to know how often it errs
)
WEAKEST = 0.25  # sensitivity + specificity - 1 below which nothing can be corrected


class Totals(NamedTuple):
    """Per story: what carries each theme (stories, themes) and what there is in all: articles, words or passages; of
    the copies of a story the mean for unit "stories", the sum for "articles". ``story`` numbers them in the corpus,
    ``n`` counts the units (or words or passages, copies included), ``articles`` the articles."""

    story: np.ndarray
    carried: np.ndarray
    size: np.ndarray
    n: int
    articles: int


def totals(rows: Rows, measure: str, unit: str) -> Totals:
    article, sums, sizes = by_article(rows, rows.carried, measure)
    story, place = np.unique(rows.story[_first(article)], return_inverse=True)
    copies = np.bincount(place, minlength=len(story)) if unit == "stories" else np.ones(len(story))
    carried = np.zeros((len(story), sums.shape[1]))
    np.add.at(carried, place, sums)
    size = np.bincount(place, sizes, len(story)) / copies
    n = len(story) if measure in ("main", "mentions") and unit == "stories" else int(sizes.sum())
    return Totals(story, carried / copies[:, None], size, n, len(sizes))


def by_article(rows: Rows, carried: np.ndarray, measure: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(number of the article of each row, what carries each theme by article, what there is by article)"""
    weight = rows.words if measure == "words" else np.ones(len(rows.words))
    article, articles = pd.factorize(rows.article)
    # A theme at a time: all of them in double precision would hold more than anything else of a passage.
    sums = np.zeros((len(articles), carried.shape[1]))
    for theme, column in enumerate(carried.T):
        sums[:, theme] = np.bincount(article, column * weight, len(articles))
    if measure in ("main", "mentions"):
        return article, (sums > 0).astype(float), np.ones(len(articles))
    return article, sums, np.bincount(article, weight, len(articles))


def _first(numbers: np.ndarray) -> np.ndarray:
    """Where each number comes first."""
    return np.unique(numbers, return_index=True)[1]


class Errors(NamedTuple):
    """Labelled units by story and theme: how many carry it, of these how many were found; how many do not, of these
    how many were rightly passed over."""

    story: np.ndarray
    with_theme: np.ndarray
    found: np.ndarray
    without: np.ndarray
    passed: np.ndarray

    @classmethod
    def of(cls, rows: Rows, measure: str) -> "Errors":
        labelled = ~np.isnan(rows.truth).any(axis=1)
        if measure == "mentions":  # whole articles only
            labelled = pd.Series(labelled).groupby(rows.article).transform("all").to_numpy()
        rows = rows.take(labelled)
        if measure == "mentions":
            article, present, weight = by_article(rows, rows.carried, measure)
            true, story = by_article(rows, rows.truth, measure)[1], rows.story[_first(article)]
        else:
            present, true, story = rows.carried, rows.truth, rows.story
            weight = rows.words if measure == "words" else np.ones(len(story))
        stories, place = np.unique(story, return_inverse=True)
        counts = []
        for cells in (true, true * present, 1 - true, (1 - true) * (1 - present)):
            sums = np.zeros((len(stories), true.shape[1]))
            np.add.at(sums, place, cells * weight[:, None])
            counts.append(sums)
        return cls(stories, *counts)

    def correctable(self) -> tuple[np.ndarray, np.ndarray]:
        """(enough labels, strong enough classifier), each a bool a theme."""
        enough = ((self.with_theme > 0).sum(0) >= FEWEST_LABELS) & (
            (self.without > 0).sum(0) >= FEWEST_LABELS
        )
        sensitivity, specificity = self.rates(np.ones((1, len(self.story))))
        return enough, (sensitivity + specificity - 1)[0] >= WEAKEST

    def rates(self, drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(sensitivity, specificity), each (draws, themes), for stories drawn so often; NaN where nothing is drawn."""
        with np.errstate(invalid="ignore"):
            return (drawn @ self.found) / (drawn @ self.with_theme), (drawn @ self.passed) / (
                drawn @ self.without
            )

    def corrected(self, shares: np.ndarray, rates: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        """(draws, themes): shares corrected where that can be done, the others as they are; ``rates``: of the draws."""
        sensitivity, specificity = rates
        power = sensitivity + specificity - 1
        usable = np.logical_and(*self.correctable()) & (power > WEAKEST / 2)
        better = np.clip((shares + specificity - 1) / np.where(usable, power, 1), 0, 1)
        return np.where(usable, better, shares)
