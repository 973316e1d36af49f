"""Themes learned from labelled sentences: the scores of new texts, and the cut of each theme."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from newsthemes.arrays import chunks
from newsthemes.themes.description_model import best_cut
from newsthemes.themes.gaussian_process import AT_ONCE, radial_sums
from newsthemes.themes.word_salad import ramp

BORROWED_ROWS = 1000  # what all themes together count for in the cut of one
SCALE = 10.0  # of a raw score: keeps the penalty, which is there for the levels, off the slope


@dataclass
class Learned:
    """What one set of examples teaches about the themes ``ids``.

    ``base`` (themes,): the share of the examples that carry each; ``trust`` and ``weights`` (examples, themes): see
    ``Examples.learn``; ``slope`` and ``levels`` (themes,): from raw scores to log odds; ``cuts``: {id: cut}.
    """

    ids: list
    base: np.ndarray
    trust: float
    weights: np.ndarray
    slope: float
    levels: np.ndarray
    cuts: dict

    @classmethod
    def of(cls, ids, examples, coherence, carried, prior, row_weights):
        truth = carried[ids].to_numpy(float)
        weights, raw, trust = examples.learn(truth, prior)
        raw = raw * coherence.of_examples[:, None]
        slope, levels = _logistic(raw, truth, row_weights)
        own = _probability(raw, slope, levels)
        cuts = {theme: _cut(own, truth, row_weights, j) for j, theme in enumerate(ids)}
        return cls(list(ids), truth.mean(0), trust, weights, slope, levels, cuts)


class Learner:
    """Scores texts by what was :class:`Learned`, with the examples and the coherence that it was learned with."""

    def __init__(self, learned, examples, coherence):
        self.learned, self.examples, self.coherence = learned, examples, coherence

    def score(self, texts, languages, passages, articles, described, originals=None):
        """(n, themes); a text whose original is an example is scored without its group's examples."""
        learned, examples = self.learned, self.examples
        traits = examples.traits_of(texts, languages, passages, articles)
        influence, coherence = self._near(traits.vectors)
        influence += self._directions(traits)
        own = np.array([examples.row.get(text, -1) for text in originals or texts])
        known = np.flatnonzero(own >= 0)
        coherence[known] = self.coherence.of_examples[own[known]]
        influence[known] = self._unseen(traits.at(known), examples.group[own[known]])
        raw = learned.base + learned.trust * (described - learned.base) + influence
        return _probability(raw * coherence[:, None], learned.slope, learned.levels)

    def _unseen(self, traits, groups):
        """The influence of the examples on texts that are some of them, each without its own group."""
        influence = np.zeros((len(groups), len(self.learned.ids)))
        for group in np.unique(groups):
            weights = self.examples.without(group, self.learned.weights)
            mine = np.flatnonzero(groups == group)
            for part in chunks(len(mine), AT_ONCE):
                influence[mine[part]] = self.examples.kernel(traits.at(mine[part])) @ weights
        return influence

    @cached_property
    def _directions(self):
        return self.examples.directions(self.learned.weights)

    def _near(self, vectors):
        """(texts, themes): the influence of the examples by meaning, and (texts,): coherence."""
        of_examples, of_heaps = np.split(self.coherence.weights, [len(self.examples.vectors)])
        weights = np.column_stack([self.learned.weights, of_examples])
        near = radial_sums(vectors, self.examples.vectors, weights)
        doubt = radial_sums(vectors, self.coherence.heaps, of_heaps)
        return near[:, :-1], ramp(1 + near[:, -1] + doubt)

    def effects(self, text, language, passages, theme):
        """(examples,): what each example adds to the log odds of a theme in one text."""
        learned, examples, column = self.learned, self.examples, self.learned.ids.index(theme)
        weights, traits = learned.weights, examples.traits_of([text], [language], passages, None)
        if text in examples.row:
            weights = examples.without(examples.group[examples.row[text]], weights)
        _, coherence = self._near(traits.vectors)
        return examples.kernel(traits)[0] * weights[:, column] * coherence[0] * learned.slope


def _probability(raw, slope, levels):
    return 1 / (1 + np.exp(-(raw * slope + levels)))


def _logistic(raw, truth, row_weights):
    """(slope, levels): a logistic curve (J. Platt, 1999) of one slope for all themes, with a level each."""
    from sklearn.linear_model import LogisticRegression

    level = np.tile(np.eye(raw.shape[1]), (len(raw), 1))
    inputs, weights = np.column_stack([raw.ravel() * SCALE, level]), np.repeat(row_weights, raw.shape[1])
    model = LogisticRegression(C=1.0, max_iter=10_000)
    model.fit(inputs, truth.ravel().astype(int), sample_weight=weights)
    return float(model.coef_[0, 0]) * SCALE, model.coef_[0, 1:] + model.intercept_[0]


def _cut(own, truth, row_weights, j):
    """Best F1 on the theme's own examples and, worth BORROWED_ROWS, on those of all themes."""
    themes = truth.shape[1]
    scores = np.concatenate([own[:, j], own.ravel()])
    carried = np.concatenate([truth[:, j], truth.ravel()])
    borrowed = np.repeat(row_weights, themes) * BORROWED_ROWS / (row_weights.sum() * themes)
    return best_cut(scores, carried, np.concatenate([row_weights, borrowed]))
