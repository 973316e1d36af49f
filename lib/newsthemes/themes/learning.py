"""What labelled sentences teach about the themes they name: from tables of labels to a learner a set of examples."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from newsthemes.cache.hashing import digest, digest_files
from newsthemes.cache.memo import ByKey
from newsthemes.errors import InputError
from newsthemes.themes.description_model import (
    described_probabilities,
    description_threshold,
    theme_phrases,
)
from newsthemes.themes.example_model import Learned, Learner, Training
from newsthemes.themes.features import Passages
from newsthemes.themes.gaussian_process import Examples
from newsthemes.themes.labelled_sentences import Labels, Source, joined_labels, label_files, read_labels
from newsthemes.themes.reference_corpus import (
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
BUNDLED_ROWS = 25  # what the labels that came with the themes count for beside the user's own, in rows

Table = tuple[str, Labels, str]  # whose labels they are (OWN or BUNDLED), the labels, the key of their source


def learned_from(themes: Themes, embedder: "Embedder", labels: Source | None = None) -> list[Learner]:
    """A :class:`Learner` for each set of examples; themes that have none are in none of them."""
    sources = _sources(themes, labels)
    key = (themes.fingerprint, tuple(source_key(source) for _, source in sources))
    return _learned(ByKey(key, embedder, themes, sources)) if sources else []


def _sources(themes: Themes, labels: Source | None) -> tuple[tuple[str, Source], ...]:
    """((whose labels they are, the labels), …)"""
    both = ((BUNDLED, themes.labels or None), (OWN, labels))
    return tuple((origin, source) for origin, source in both if source is not None)


def source_key(source: Source) -> str:
    """A digest of what labels say."""
    if isinstance(source, pd.DataFrame):
        return digest(source.astype(str).to_csv(index=False))
    try:
        return digest_files(label_files(source))
    except TypeError:
        raise InputError(f"labels: expected a CSV file or a frame, found {type(source).__name__}") from None


@lru_cache(maxsize=4)
def _learned(wanted: ByKey) -> list[Learner]:
    embedder, (themes, sources) = wanted.embedder, wanted.rest
    learners = [group.learner(themes) for group in _groups(themes.ids, embedder, sources)]
    _labelled.cache_clear()
    return learners


def labelled_groups(
    themes: Themes, embedder: "Embedder", labels: Source | None = None
) -> "list[LabelledGroup]":
    """A :class:`LabelledGroup` for each set of examples; how the themes are described is not in it."""
    return _groups(themes.ids, embedder, _sources(themes, labels))


def _groups(
    ids: list[str], embedder: "Embedder", sources: Sequence[tuple[str, Source]]
) -> "list[LabelledGroup]":
    tables = [
        (origin, _labels(ByKey((key, tuple(ids)), embedder, source, ids)), key)
        for origin, source in sources
        for key in [source_key(source)]
    ]
    return [
        LabelledGroup.of(chosen, named, ids, embedder) for chosen, named in _themes_by_tables(tables, ids)
    ]


@dataclass
class LabelledGroup:
    """The themes ``ids`` that some tables name, with the sentences of these and of the background (``known``)."""

    ids: list[str]
    known: Labels
    row_weights: np.ndarray
    key: tuple[Any, ...]
    embedder: "Embedder"
    examples: Examples
    coherence: Coherence

    @classmethod
    def of(cls, chosen: Sequence[Table], named: list[str], ids: list[str], embedder: "Embedder") -> Self:
        known, weights = _training_rows(chosen, ids)
        key = (background_key(), *((origin, key) for origin, _, key in chosen))
        own = _own_rows(known)
        counts = np.append(np.ones(own), weights[own:])
        examples, coherence = _examples(ByKey(key, embedder, known, own, counts))
        return cls(named, known, weights, key, embedder, examples, coherence)

    def learner(self, themes: Themes) -> Learner:
        """The :class:`Learner` of our themes as ``themes`` describes them; kept in the cache."""
        key = ByKey((self.key, self.ids, themes.fingerprint), self.embedder)
        learned = key.memoize(Learned, lambda: Learned.of(self.training(themes)))
        return Learner(learned, self.examples, self.coherence)

    def training(self, themes: Themes) -> Training:
        """What our themes are learned from, as ``themes`` describes them."""
        carried = self.known.carried[self.ids].to_numpy(bool)
        inputs = self.described(themes, self.ids)
        return Training(self.ids, self.examples, self.coherence, carried, *inputs, self.row_weights)

    def described(self, themes: Themes, ids: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """(whether the label says something, the probability by the description), each (examples, ids)."""
        chosen, phrases = [themes[theme] for theme in ids], theme_phrases(themes, self.embedder)
        usual, articles = background(self.embedder), self.known.articles
        prior = described_probabilities(self._passages, phrases, chosen, usual, articles)
        return _certain(self.known, chosen, prior), prior

    @cached_property
    def _passages(self) -> Passages:
        return _labelled(ByKey(self.key, self.embedder, self.known))


def _own_rows(known: Labels) -> int:
    """How many rows come before those of the background."""
    return len(known.texts) - len(background_sentences())


def _certain(known: Labels, themes: Sequence[Theme], prior: np.ndarray) -> np.ndarray:
    """(rows, themes) bool: whether the label says something. The background was labelled for the bundled themes alone:
    of another theme, a sentence that its description finds in it may carry it or not."""
    certain = np.ones(prior.shape, bool)
    bundled = _bundled_ids()
    rows = slice(_own_rows(known), None)
    for column, theme in enumerate(themes):
        if theme.id not in bundled:
            certain[rows, column] = prior[rows, column] < description_threshold(theme)
    return certain


@cache
def _bundled_ids() -> list[str]:
    return load_themes().ids


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
