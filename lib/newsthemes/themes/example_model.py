"""Themes learned from labelled sentences: the scores of new texts, and the cut of each theme."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from newsthemes.arrays import chunks
from newsthemes.themes.features import Passages
from newsthemes.themes.gaussian_process import (
    AT_ONCE,
    Examples,
    Fit,
    KernelInputs,
    PrimalWeights,
    best_fit,
    radial_sums,
)
from newsthemes.themes.thresholds import best_threshold
from newsthemes.themes.word_salad import Coherence, clip_scale

BORROWED_ROWS = 1000  # what all themes together count for in the cut of one
# Log odds a unit of a raw score, which estimates a share: those of a share near one half. Fitted to a handful of
# labels, each scored without itself, they could fall.
LEAST_SLOPE = 4.0
SCALE = 10.0  # of a raw score: keeps the penalty, which is there for the levels, off the slope


@dataclass
class Learned:
    """What one set of examples teaches about the themes ``ids``.

    ``base`` (themes,): the share of the examples that carry each; ``prior_weight`` and ``weights`` (examples, themes):
    see ``Fit``; ``slope`` and ``levels`` (themes,): from raw scores to log odds; ``thresholds``: {id: score
    from which it counts as present}; of the examples, each without its group: ``influence`` (examples, themes), what
    the others add to the description, and ``own`` (examples, themes), the scores.
    """

    ids: list[str]
    base: np.ndarray
    prior_weight: float
    weights: np.ndarray
    slope: float
    levels: np.ndarray
    thresholds: dict[str, float]
    influence: np.ndarray
    own: np.ndarray

    @classmethod
    def of(cls, training: "Training", asked: Sequence[str] | None = None) -> Self:
        """What is learned from a :class:`Training`; thresholds of the themes ``asked`` for alone, where they are."""
        ids, truth, counted = training.ids, training.truth, training.counted
        base, prior = training.base, training.prior
        prior_weight, weights, raw = best_fit(training.fits, truth)
        influence = raw - (base + prior_weight * (prior - base))
        raw = raw * training.coherence.example_coherence[:, None]
        slope, levels = _logistic(raw, truth, counted)
        own = _probability(raw, slope, levels)
        thresholds = {
            theme: _threshold(own, truth, counted, j)
            for j, theme in enumerate(ids)
            if theme in (asked or ids)
        }
        return cls(list(ids), base, prior_weight, weights, slope, levels, thresholds, influence, own)

    def scores(
        self,
        described: np.ndarray,
        influence: np.ndarray,
        coherence: np.ndarray,
        column: int | slice = slice(None),
    ) -> np.ndarray:
        """(n, themes), or (n,) of one ``column``: scores from the probabilities by description, what the examples add
        to them, and coherence."""
        base = self.base[column]
        raw = base + self.prior_weight * (described - base) + influence
        return _probability(raw * coherence, self.slope, self.levels[column])


@dataclass
class Training:
    """What themes are learned from: in which examples each is (``carried``, bool), where that is known (``certain``,
    bool), and what its description says (``prior``), each (examples, themes); ``row_weights``: what an example counts
    for."""

    ids: list[str]
    examples: Examples
    coherence: Coherence
    carried: np.ndarray
    certain: np.ndarray
    prior: np.ndarray
    row_weights: np.ndarray

    @cached_property
    def truth(self) -> np.ndarray:
        return np.where(self.certain, self.carried.astype(float), self.prior)

    @cached_property
    def base(self) -> np.ndarray:
        """(themes,): the share of the examples that carry each."""
        return np.average(self.carried.astype(float), axis=0, weights=self.row_weights)

    @cached_property
    def counted(self) -> np.ndarray:
        return self.row_weights[:, None] * self.certain

    @cached_property
    def fits(self) -> list[Fit]:
        return self.examples.fits(self.truth, self.prior, self.base)

    def redescribed(self, theme: str, certain: np.ndarray, prior: np.ndarray) -> "Training":
        """The same with another description of one theme, whose fits alone are made anew.

        ``certain`` and ``prior``: (examples, 1), of that theme.
        """
        at = slice(place := self.ids.index(theme), place + 1)
        changed = replace(
            self,
            certain=_with_column(self.certain, at, certain),
            prior=_with_column(self.prior, at, prior),
        )
        mine = self.examples.fits(changed.truth[:, at], prior, self.base[at], self.examples.inverse)
        changed.fits = [
            Fit(
                fit.prior_weight,
                _with_column(fit.weights, at, own.weights),
                _with_column(fit.scores, at, own.scores),
            )
            for fit, own in zip(self.fits, mine, strict=True)
        ]
        return changed


def _with_column(table: np.ndarray, at: slice, column: np.ndarray) -> np.ndarray:
    changed = table.copy()
    changed[:, at] = column
    return changed


class Learner:
    """Scores texts by what was :class:`Learned`, with the examples and the coherence that it was learned with."""

    def __init__(self, learned: Learned, examples: Examples, coherence: Coherence) -> None:
        self.learned, self.examples, self.coherence = learned, examples, coherence

    def score(
        self,
        texts: Sequence[str],
        languages: Sequence[str],
        passages: Passages,
        articles: Sequence[Any] | None,
        described: np.ndarray,
        originals: Sequence[str] | None = None,
    ) -> np.ndarray:
        """(n, themes); a text whose original is an example is scored without its group's examples.

        What they add to a text of an article that is an example word for word was found when they were learned, among
        the labelled sentences of that article: found anew among all its sentences it is the same (gold: average
        precision 0.877 both), and cost a first run on the bundled corpus 11 of 21 s of processor time.
        """
        learned, examples = self.learned, self.examples
        inputs = examples.inputs_of(texts, languages, passages, articles)
        influence, coherence = self._near(inputs.vectors)
        influence += self._primal(inputs)
        own = np.array([examples.row.get(text, -1) for text in originals or texts])
        known = np.flatnonzero(own >= 0)
        coherence[known] = self.coherence.example_coherence[own[known]]
        influence[known] = learned.influence[own[known]]
        elsewhere = [articles is None or texts[int(row)] != examples.texts[own[row]] for row in known]
        altered = known[np.array(elsewhere, bool)]
        influence[altered] = self._unseen(inputs.take(altered), examples.group[own[altered]])
        return learned.scores(described, influence, coherence[:, None])

    def _unseen(self, inputs: KernelInputs, groups: np.ndarray) -> np.ndarray:
        """The influence of the examples on texts that are some of them, each without its own group."""
        influence = np.zeros((len(groups), len(self.learned.ids)))
        for group in np.unique(groups):
            weights = self.examples.without(group, self.learned.weights)
            mine = np.flatnonzero(groups == group)
            for part in chunks(len(mine), AT_ONCE):
                influence[mine[part]] = self.examples.kernel(inputs.take(mine[part])) @ weights
        return influence

    @cached_property
    def _primal(self) -> PrimalWeights:
        return self.examples.primal_weights(self.learned.weights)

    def _near(self, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(texts, themes): the influence of the examples by meaning, and (texts,): coherence."""
        of_examples, of_shuffled = np.split(self.coherence.weights, [len(self.examples.vectors)])
        weights = np.column_stack([self.learned.weights, of_examples])
        near = radial_sums(vectors, self.examples.vectors, weights)
        doubt = radial_sums(vectors, self.coherence.shuffled, of_shuffled)
        return near[:, :-1], clip_scale(1 + near[:, -1] + doubt)

    def effects(self, text: str, language: str, passages: Passages, theme: str) -> np.ndarray:
        """(examples,): what each example adds to the log odds of a theme in one text."""
        learned, examples, column = self.learned, self.examples, self.learned.ids.index(theme)
        weights, inputs = learned.weights, examples.inputs_of([text], [language], passages, None)
        if text in examples.row:
            weights = examples.without(examples.group[examples.row[text]], weights)
        _, coherence = self._near(inputs.vectors)
        return examples.kernel(inputs)[0] * weights[:, column] * coherence[0] * learned.slope


def _probability(raw: np.ndarray, slope: float, levels: float | np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(raw * slope + levels)))


def _logistic(raw: np.ndarray, truth: np.ndarray, counted: np.ndarray) -> tuple[float, np.ndarray]:
    """(slope, levels): a logistic curve (J. Platt, 1999) of one slope for all themes, LEAST_SLOPE or more, with a level
    each."""
    from sklearn.linear_model import LogisticRegression

    level = np.tile(np.eye(raw.shape[1]), (len(raw), 1))
    inputs, kept = np.column_stack([raw.ravel() * SCALE, level]), counted.ravel() > 0
    model = LogisticRegression(C=1.0, max_iter=10_000)
    model.fit(inputs[kept], truth.ravel()[kept].astype(int), sample_weight=counted.ravel()[kept])
    slope = float(model.coef_[0, 0]) * SCALE
    if slope >= LEAST_SLOPE:
        return slope, model.coef_[0, 1:] + model.intercept_[0]
    share, middle = (np.average(values, axis=0, weights=counted) for values in (truth, raw))
    return LEAST_SLOPE, np.log(share / (1 - share)) - LEAST_SLOPE * middle


def _threshold(own: np.ndarray, truth: np.ndarray, counted: np.ndarray, j: int) -> float:
    """Best F1 on the theme's own examples and, worth BORROWED_ROWS, on those of all themes."""
    scores, carried = np.concatenate([own[:, j], own.ravel()]), np.concatenate([truth[:, j], truth.ravel()])
    borrowed = counted.ravel() * BORROWED_ROWS / counted.sum()
    weights = np.concatenate([counted[:, j], borrowed])
    return best_threshold(scores, np.where(weights > 0, carried, 0), weights)
