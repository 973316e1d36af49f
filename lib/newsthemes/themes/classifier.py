"""From evidence to probabilities: the description of a theme, and labelled sentences where there are some."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from newsthemes.arrays import RowView
from newsthemes.cache.hashing import digest, digest_files
from newsthemes.cache.memo import ByKey
from newsthemes.errors import InputError
from newsthemes.themes.article_support import DESCRIBED_LEVEL, LEVEL
from newsthemes.themes.description_model import description_logits, description_threshold
from newsthemes.themes.example_model import Learned, Learner
from newsthemes.themes.explain import Effect
from newsthemes.themes.features import Passages, Phrases, theme_features
from newsthemes.themes.gaussian_process import Examples
from newsthemes.themes.labelled_sentences import Labels, Source, joined_labels, label_files, read_labels
from newsthemes.themes.reference_corpus import (
    Background,
    background,
    background_key,
    background_labels,
    background_sentences,
)
from newsthemes.themes.theme import Theme, Themes
from newsthemes.themes.themes_file import load_themes
from newsthemes.themes.word_salad import Coherence

if TYPE_CHECKING:
    from newsthemes.embedding.embedder import Embedder

FEWEST_POSITIVE = 3  # examples of a theme below which its description speaks alone
MOST_EXAMPLES = 5000  # a random part of more: the fit grows with the cube of their number
OWN, BUNDLED = "own", "bundled"
BACKGROUND_SHARE = 0.5  # what the sentences of the background count for beside the labelled ones
RELATED = 0.25  # mean score of a subject of the background from which a theme is about it
BUNDLED_ROWS = 25  # what the labels that came with the themes count for beside the user's own, in rows

Table = tuple[str, Labels, str]  # whose labels they are (OWN or BUNDLED), the labels, the key of their source


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

    @property
    def usual(self) -> list[np.ndarray]:
        """For each theme the scores of the sentences that are not about it."""
        return [column[rows] for column, rows in zip(self.scores.T, self.unrelated.T, strict=True)]


def background_scores(themes: Themes, embedder: "Embedder", labels: Source | None = None) -> BackgroundScores:
    """:class:`BackgroundScores` of the themes. A sentence is unrelated that does not carry the theme and is of a
    subject that the theme is not found in: "Ports" is no false alarm on transport. Kept in the cache: they take
    seconds."""
    sources = tuple(_source_key(source) for source in (themes.labels, labels) if source is not None)
    key = ByKey(("background scores", themes.fingerprint, sources), embedder)
    return key.memoize(BackgroundScores, lambda: _background_scores(themes, embedder, labels))


def _background_scores(themes: Themes, embedder: "Embedder", labels: Source | None) -> BackgroundScores:
    known, rows = background(embedder), background_sentences()
    articles = [row.article for row in rows]
    scores = described_probabilities(
        known.passages, theme_phrases(themes, embedder), list(themes), known, articles
    )
    levels = np.full(len(themes), DESCRIBED_LEVEL)
    for learner in learned_from(themes, embedder, labels):
        columns = [themes.ids.index(theme) for theme in learner.learned.ids]
        scores[:, columns] = learner.learned.own[-len(rows) :]
        levels[columns] = LEVEL
    subjects = pd.DataFrame(scores).groupby([row.subject for row in rows]).transform("mean").to_numpy()
    carried = np.array([[theme in row.themes for theme in themes.ids] for row in rows])
    return BackgroundScores(scores, (subjects < RELATED) & ~carried, levels)


def theme_phrases(themes: Themes, embedder: "Embedder") -> dict[str, Phrases]:
    """{theme id: :class:`Phrases`}, with one call to the encoder for what it has not seen."""
    listed = [phrase for theme in themes for phrase in theme.phrases]
    vectors = embedder.embed([text for _, text in listed], [language for language, _ in listed])
    ends = np.cumsum([len(theme.phrases) for theme in themes])
    parts = np.split(vectors, ends[:-1])
    return {theme.id: Phrases.of(theme, part) for theme, part in zip(themes, parts, strict=True)}


def described_probabilities(
    passages: Passages,
    phrases: Mapping[str, Phrases],
    themes: Sequence[Theme],
    background: Background,
    articles: Sequence[Any] | None = None,
) -> np.ndarray:
    """(n, themes): the probability of each theme by its description alone."""
    logits = [
        description_logits(
            theme_features(passages, phrases[theme.id], background, articles), theme, passages.in_english
        )
        for theme in themes
    ]
    return 1 / (1 + np.exp(-np.column_stack(logits)))


def learned_from(themes: Themes, embedder: "Embedder", labels: Source | None = None) -> list[Learner]:
    """A :class:`Learner` for each set of examples; themes that have none are in none of them."""
    sources: list[tuple[str, Source]] = [(BUNDLED, themes.labels)] if themes.labels else []
    sources += [(OWN, labels)] if labels is not None else []
    if not sources:
        return []
    key = (themes.fingerprint, tuple(_source_key(source) for _, source in sources))
    return _learned(ByKey(key, embedder, themes, tuple(sources)))


def _source_key(source: Source) -> str:
    if isinstance(source, pd.DataFrame):
        return digest(source.astype(str).to_csv(index=False))
    try:
        return digest_files(label_files(source))
    except TypeError:
        raise InputError(f"labels: expected a CSV file or a frame, found {type(source).__name__}") from None


@lru_cache(maxsize=4)
def _learned(wanted: ByKey) -> list[Learner]:
    embedder, (themes, sources) = wanted.embedder, wanted.rest
    tables = [
        (origin, _labels(ByKey((key, tuple(themes.ids)), embedder, source, themes.ids)), key)
        for origin, source in sources
        for key in [_source_key(source)]
    ]
    learners = [
        _fit_group(chosen, ids, themes, embedder) for chosen, ids in _themes_by_tables(tables, themes.ids)
    ]
    _labelled.cache_clear()
    return learners


def _fit_group(chosen: Sequence[Table], ids: list[str], themes: Themes, embedder: "Embedder") -> Learner:
    """The :class:`Learner` of the themes that some tables name: from their sentences and those of the background."""
    known, weights = _training_rows(chosen, themes.ids)
    key = (background_key(), *((origin, key) for origin, _, key in chosen))
    own = _own_rows(known)
    counts = np.append(np.ones(own), weights[own:])
    examples, coherence = _examples(ByKey(key, embedder, known, own, counts))

    def learn() -> Learned:
        passages = _labelled(ByKey(key, embedder, known))
        described = [themes[i] for i in ids]
        prior = described_probabilities(
            passages, theme_phrases(themes, embedder), described, background(embedder), known.articles
        )
        certain = _certain(known, described, prior)
        return Learned.of(ids, examples, coherence, known.carried, certain, prior, weights)

    learned = ByKey((key, ids, themes.fingerprint), embedder).memoize(Learned, learn)
    return Learner(learned, examples, coherence)


def _own_rows(known: Labels) -> int:
    """How many rows come before those of the background."""
    return len(known.texts) - len(background_sentences())


def _certain(known: Labels, themes: Sequence[Theme], prior: np.ndarray) -> np.ndarray:
    """(rows, themes) bool: whether the label says something. The background was labelled for the bundled themes alone:
    of another theme, a sentence that its description finds in it may carry it or not."""
    certain = np.ones(prior.shape, bool)
    bundled = load_themes().ids
    rows = slice(_own_rows(known), None)
    for column, theme in enumerate(themes):
        if theme.id not in bundled:
            certain[rows, column] = prior[rows, column] < description_threshold(theme)
    return certain


@lru_cache(maxsize=4)
def _labels(wanted: ByKey) -> Labels:
    return read_labels(*wanted.rest)


def _themes_by_tables(tables: Sequence[Table], ids: Sequence[str]) -> list[tuple[list[Table], list[str]]]:
    """((tables that name a theme, theme ids), …): a table that never names a theme says nothing about it."""
    sets = {}
    for theme in ids:
        naming = tuple(i for i, (_, known, _) in enumerate(tables) if known.carried[theme].any())
        positive = sum(tables[i][1].carried[theme].sum() for i in naming)
        rows = sum(len(tables[i][1].texts) for i in naming)
        if FEWEST_POSITIVE <= positive < rows:
            sets.setdefault(naming, []).append(theme)
    return [([tables[i] for i in naming], named) for naming, named in sets.items()]


def _training_rows(tables: Sequence[Table], ids: Sequence[str]) -> tuple[Labels, np.ndarray]:
    """(Labels, weights): the sentences of the tables, at most MOST_EXAMPLES, and those of the background; what each row
    counts for: 1, but the bundled ones beside the user's own BUNDLED_ROWS together, and the background half as much as
    the others together."""
    own = any(origin == OWN for origin, _, _ in tables)
    sizes = np.repeat(
        [len(known.texts) for _, known, _ in tables], [len(known.texts) for _, known, _ in tables]
    )
    bundled = np.repeat(
        [origin == BUNDLED for origin, _, _ in tables], [len(known.texts) for _, known, _ in tables]
    )
    weights = np.where(bundled & own, np.minimum(1.0, BUNDLED_ROWS / sizes), 1.0)
    labels = joined_labels([known for _, known, _ in tables])
    if len(weights) > MOST_EXAMPLES:
        rows = np.sort(np.random.default_rng(0).choice(len(weights), MOST_EXAMPLES, replace=False))
        labels, weights = labels.take(rows), weights[rows]
    usual = background_labels(ids)
    count = len(usual.texts)
    share = min(1.0, BACKGROUND_SHARE * weights.sum() / count)
    return joined_labels([labels, usual]), np.concatenate([weights, np.full(count, share)])


@lru_cache(maxsize=4)
def _examples(wanted: ByKey) -> tuple[Examples, Coherence]:
    """Examples and coherence rest on the labels alone: editing a theme leaves them as they are."""
    embedder, (known, own, counts) = wanted.embedder, wanted.rest

    def collect() -> Examples:
        passages = _labelled(wanted)
        return Examples.of(known.texts, known.languages, passages, known.articles, known.groups, counts)

    examples = wanted.memoize(Examples, collect)
    return examples, wanted.memoize(Coherence, lambda: Coherence.of(examples, embedder, own))


@lru_cache(maxsize=1)
def _labelled(wanted: ByKey) -> Passages:
    """The :class:`Passages` of the labelled sentences: what only learning needs."""
    embedder, known = wanted.embedder, wanted.rest[0]
    vectors = embedder.embed(known.texts, known.languages)
    return Passages.of(known.texts, vectors, known.languages)


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
