"""The content words of passages, in English where there is a glossary: what lexical evidence is made of."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
import pandas as pd
from scipy import sparse

from newsthemes.cache.hashing import digest_files
from newsthemes.cache.memo import ByKey
from newsthemes.language.glossary import gloss
from newsthemes.language.lemmas import lemma
from newsthemes.language.stopwords import english_function_words

if TYPE_CHECKING:
    from newsthemes.embedding.embedder import Embedder
    from newsthemes.themes.features import Passages
    from newsthemes.themes.labelled_sentences import Labels

WORD = re.compile(r"[^\W\d_]{2,}")
SUBJECTS = Path(__file__).with_name("background") / "subjects.yml"  # themes of the background sentences
SENTENCE_WORDS = 20  # in a sentence of news, about
UPPER = 0.84  # quantile that lies one standard deviation above the median of a normal distribution
EVERY = 10  # every so manieth sentence of the background stands for a phrase
COMMONEST, RAREST = 0.5, 1e-8  # the least a word counts; the frequency of one that is not known


@lru_cache(maxsize=20_000)
def content_words(text: str, language: str) -> tuple[str, ...]:
    """The lemmas of a text's words in order, glossed into English, function words left out."""
    words = WORD.findall(glossed(text, language).lower())
    return tuple(lemma(word, "en") for word in words if word not in english_function_words())


@lru_cache(maxsize=20_000)  # words, letters and learning ask for the same text
def glossed(text: str, language: str) -> str:
    """The text in English words where its language has a glossary."""
    return gloss([text], [language])[0]


class Words(NamedTuple):
    """Which word is in which text: ``incidence`` is a binary (texts, vocabulary) matrix in CSR form."""

    vocabulary: list[str]
    incidence: sparse.csr_array


def words_of(texts: Sequence[str], languages: Sequence[str | None]) -> Words:
    """:class:`Words` of the texts, the vocabulary sorted."""
    listed = [
        sorted(set(content_words(text, language or "en")))
        for text, language in zip(texts, languages, strict=True)
    ]
    vocabulary = sorted({word for words in listed for word in words})
    place = {word: i for i, word in enumerate(vocabulary)}
    columns = [place[word] for words in listed for word in words]
    starts = np.cumsum([0, *(len(words) for words in listed)])
    shape = (len(listed), len(vocabulary))
    return Words(vocabulary, sparse.csr_array((np.ones(len(columns)), columns, starts), shape))


class BackgroundSentence(NamedTuple):
    """``article``: sentences of one short text share it; ``themes``: ids of the bundled themes that it carries."""

    subject: str
    article: str
    themes: tuple[str, ...]
    text: str
    language: str


@cache
def background_sentences() -> tuple[BackgroundSentence, ...]:
    """The sentences in background/*.tsv: a tuple of :class:`BackgroundSentence`, by language and line."""
    rows = []
    for path in _background_files():
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            subject, article, themes, text = line.split("\t")
            rows.append(
                BackgroundSentence(subject, article, tuple(filter(None, themes.split(";"))), text, path.stem)
            )
    return tuple(rows)


def background_languages() -> set[str]:
    """The languages that the background has sentences in."""
    return {path.stem for path in _background_files()}


def background_labels(ids: Sequence[str]) -> "Labels":
    """The background as :class:`~newsthemes.themes.labelled_sentences.Labels` of themes."""
    from newsthemes.themes.labelled_sentences import Labels

    rows = background_sentences()
    carried = pd.DataFrame([[theme in row.themes for theme in ids] for row in rows], columns=list(ids))
    return Labels(
        [row.text for row in rows],
        [row.language for row in rows],
        [(f"background {row.article}",) for row in rows],
        carried,
    )


@dataclass
class Background:
    """What is usual on news about anything, so that the unusual counts: ``vectors`` (rows, d) of
    ``background_sentences()``, one for each embedder."""

    vectors: np.ndarray

    @classmethod
    def of(cls, embedder: "Embedder") -> Self:
        rows = background_sentences()
        vectors = embedder.embed([row.text for row in rows], [row.language for row in rows])
        return cls(vectors.astype(np.float64))

    @cached_property
    def spread(self) -> float:
        """The spread in the background of the cosines with a phrase, in the median over its own sentences."""
        return float(np.median([spread(self.vectors @ vector) for vector in self.vectors[::EVERY]]))

    @cached_property
    def passages(self) -> "Passages":
        """The background as :class:`~newsthemes.themes.features.Passages`."""
        from newsthemes.themes.features import Passages

        rows = background_sentences()
        return Passages.of([row.text for row in rows], self.vectors, [row.language for row in rows])


def spread(values: np.ndarray) -> float:
    """How far a standard deviation above the median is from it, by a quantile (UPPER).

    >>> round(spread(np.arange(101.0)), 2)
    34.0
    """
    return float(np.quantile(values, UPPER) - np.median(values))


def word_weights(vocabulary: Iterable[str]) -> np.ndarray:
    """(words,): the rarity of each English word, about the log of how many sentences there are to one that has it."""
    return np.array([_rarity(word) for word in vocabulary])


@lru_cache(maxsize=200_000)
def _rarity(word: str) -> float:
    """From R. Speer's wordfreq 3.1 (2022): how often a word is used on the web, in books, subtitles and news."""
    from wordfreq import word_frequency

    return max(COMMONEST, -math.log(SENTENCE_WORDS * max(word_frequency(word, "en"), RAREST)))


def background(embedder: "Embedder") -> Background:
    """The :class:`Background` of an embedder, made once for each encoder."""
    return _background(ByKey(background_key(), embedder))


def _background_files() -> list[Path]:
    return sorted(Path(__file__).with_name("background").glob("*.tsv"))


@cache
def background_key() -> str:
    """A digest of the files that the background is read from."""
    return digest_files(_background_files())


@lru_cache(maxsize=8)
def _background(wanted: ByKey) -> Background:
    return wanted.memoize(Background, lambda: Background.of(wanted.embedder))
