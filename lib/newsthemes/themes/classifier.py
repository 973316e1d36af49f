"""From evidence to probabilities: the description of a theme, and labelled sentences where there are some."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from newsthemes.arrays import RowView
from newsthemes.cache.memo import ByKey
from newsthemes.errors import InputError
from newsthemes.themes.article_support import CAREFUL_LEVEL, LEVEL
from newsthemes.themes.description_model import (
    described_probabilities,
    description_threshold,
    theme_phrases,
)
from newsthemes.themes.explain import Effect
from newsthemes.themes.features import Passages
from newsthemes.themes.labelled_sentences import Source
from newsthemes.themes.learning import learned_from, source_key
from newsthemes.themes.reference_corpus import background, background_languages, background_sentences
from newsthemes.themes.theme import Theme, Themes

if TYPE_CHECKING:
    from newsthemes.embedding.embedder import Embedder

RELATED = 0.25  # mean score of a subject of the background from which a theme is about it


def probabilities(
    texts: Sequence[str],
    vectors: np.ndarray,
    languages: Sequence[str],
    themes: Themes,
    embedder: "Embedder",
    articles: Sequence[Any] | None = None,
    labels: Source | None = None,
    originals: Sequence[str] | None = None,
    fitted: Themes | None = None,
) -> np.ndarray:
    """(n, themes) between 0 and 1; see ``score_themes``. ``fitted``: the themes to learn from the labels with, where
    they differ from the ones to score with."""
    if not texts:
        return np.zeros((0, len(themes)))
    scorer = Scorer(themes, embedder, labels, fitted)
    scorer.check(vectors)
    passages = Passages.of(texts, vectors, languages)
    return scorer.score(texts, languages, passages, articles, originals)


class Scorer:
    """All that scores rest on besides the passages: made once, used for any part of a corpus, in any process."""

    def __init__(
        self, themes: Themes, embedder: "Embedder", labels: Source | None = None, fitted: Themes | None = None
    ) -> None:
        self.ids, self.themes = themes.ids, list(themes)
        self.phrases, self.background = theme_phrases(themes, embedder), background(embedder)
        self.learners = learned_from(fitted or themes, embedder, labels)

    def check(self, vectors: np.ndarray | RowView) -> None:
        width = self.phrases[self.ids[0]].vectors.shape[1]
        if vectors.shape[1] != width:
            raise InputError(
                f"themes: vectors have {vectors.shape[1]} dimensions, the encoder gives {width}; "
                "pass encoder= as it was given to embed"
            )

    def score(
        self,
        texts: Sequence[str],
        languages: Sequence[str],
        passages: Passages,
        articles: Sequence[Any] | None = None,
        originals: Sequence[str] | None = None,
    ) -> np.ndarray:
        """(n, themes) between 0 and 1."""
        described = described_probabilities(passages, self.phrases, self.themes, self.background, articles)
        scores = described.copy()
        for learner in self.learners:
            columns = [self.ids.index(theme) for theme in learner.learned.ids]
            scores[:, columns] = learner.score(
                texts, languages, passages, articles, described[:, columns], originals
            )
        return scores


def thresholds(themes: Themes, embedder: "Embedder", labels: Source | None = None) -> dict[str, float]:
    """{theme id: the score from which it counts as present}"""
    found = {theme.id: description_threshold(theme) for theme in themes}
    for learner in learned_from(themes, embedder, labels):
        found |= learner.learned.thresholds
    return found


@dataclass(frozen=True)
class BackgroundScores:
    """The scores of the background sentences (rows, themes), made without themselves, and where they are unrelated;
    ``levels`` (themes,): of the test of an article's support."""

    scores: np.ndarray
    unrelated: np.ndarray
    levels: np.ndarray

    @classmethod
    def of(cls, scores: np.ndarray, ids: Sequence[str], learned: Sequence[str] = ()) -> Self:
        """``scores``: (sentences of the background, ids); ``learned``: those of the ids that have labels."""
        rows = background_sentences()
        subjects = pd.DataFrame(scores).groupby([row.subject for row in rows]).transform("mean").to_numpy()
        carried = np.array([[theme in row.themes for theme in ids] for row in rows])
        levels = np.where([theme in learned for theme in ids], LEVEL, CAREFUL_LEVEL)
        return cls(scores, (subjects < RELATED) & ~carried, levels)

    def levels_in(
        self, languages: Sequence[str | None] | None, columns: Sequence[int] | None = None
    ) -> np.ndarray:
        """``levels``, or (texts, themes) for texts in ``languages``: CAREFUL_LEVEL in those that the background has no
        sentences in. ``columns``: of which themes, by default all."""
        levels = self.levels if columns is None else self.levels[columns]
        if languages is None:
            return levels
        seen = {None, *background_languages()}
        unseen = np.array([code not in seen for code in languages], bool)[:, None]
        return np.where(unseen, CAREFUL_LEVEL, levels)

    @property
    def usual(self) -> list[np.ndarray]:
        """For each theme the scores of the sentences that are not about it."""
        return [column[rows] for column, rows in zip(self.scores.T, self.unrelated.T, strict=True)]


def background_scores(themes: Themes, embedder: "Embedder", labels: Source | None = None) -> BackgroundScores:
    """:class:`BackgroundScores` of the themes. A sentence is unrelated that does not carry the theme and is of a
    subject that the theme is not found in: "Ports" is no false alarm on transport. Kept in the cache: they take
    seconds."""
    sources = tuple(source_key(source) for source in (themes.labels, labels) if source is not None)
    key = ByKey(("background scores", themes.fingerprint, sources), embedder)
    return key.memoize(BackgroundScores, lambda: _background_scores(themes, embedder, labels))


def _background_scores(themes: Themes, embedder: "Embedder", labels: Source | None) -> BackgroundScores:
    known, rows = background(embedder), background_sentences()
    articles = [row.article for row in rows]
    scores = described_probabilities(
        known.passages, theme_phrases(themes, embedder), list(themes), known, articles
    )
    learners = learned_from(themes, embedder, labels)
    for learner in learners:
        columns = [themes.ids.index(theme) for theme in learner.learned.ids]
        scores[:, columns] = learner.learned.own[-len(rows) :]
    return BackgroundScores.of(scores, themes.ids, [theme for one in learners for theme in one.learned.ids])


def closest_examples(
    text: str,
    vector: np.ndarray,
    language: str,
    theme: Theme,
    themes: Themes,
    embedder: "Embedder",
    labels: Source | None,
    most: int = 5,
) -> list[Effect]:
    """("example", text, language, None, None, effect), …: the labelled sentences that count most for a theme."""
    for learner in learned_from(themes, embedder, labels):
        if theme.id in learner.learned.ids:
            passages = Passages.of([text], vector[None], [language])
            effects = learner.effects(text, language, passages, theme.id)
            order = np.argsort(-np.abs(effects), kind="stable")[:most]
            known = learner.examples
            return [("example", known.texts[i], known.languages[i], None, None, effects[i]) for i in order]
    return []
