"""What speaks for a theme in a passage, as three numbers that mean the same for every theme."""

from typing import NamedTuple

import numpy as np
from scipy import sparse

from newsthemes.themes.reference_corpus import Words, content_words, words_of

NAMES = ("meaning", "related words", "shared words")
SHARPNESS = 10.0  # between the mean (0) and the maximum (infinity) of the cosines with a theme's phrases


class Passages(NamedTuple):
    """What the features of any theme are made from: neutral vectors, content words, their vectors and weights.

    Vectors are in double precision: in single precision, what a text scores would depend on the texts scored with it.
    """

    vectors: np.ndarray
    words: Words
    word_vectors: np.ndarray
    word_weights: np.ndarray

    @classmethod
    def of(cls, texts, vectors, languages, background):
        words = words_of(texts, languages)
        return cls.told(vectors, words, background.vectors(words.vocabulary), background)

    @classmethod
    def told(cls, vectors, words, word_vectors, background):
        """``word_vectors``: of ``words.vocabulary``, from ``background.vectors``."""
        weights = background.weights(words.vocabulary)
        return cls(np.asarray(vectors, np.float64), words, np.asarray(word_vectors, np.float64), weights)

    def at(self, rows):
        """Some of them, a slice."""
        words = Words(self.words.vocabulary, self.words.incidence[rows])
        return self._replace(vectors=self.vectors[rows], words=words)


class Phrases(NamedTuple):
    """A theme's name, definition and seed phrases: neutral vectors, and the phrases each word occurs in."""

    vectors: np.ndarray
    counts: dict

    @classmethod
    def of(cls, theme, vectors):
        """``vectors``: of ``theme.phrases``, in their order."""
        counts = {}
        for language, text in theme.phrases:
            for word in sorted(set(content_words(text, language))):
                counts[word] = counts.get(word, 0) + 1
        return cls(np.asarray(vectors, np.float64), counts)


def theme_features(passages, phrases, background):
    """(n, 3): NAMES. Each is 0 to 1 in practice; a passage without content words has 0 in the last two.

    Meaning: the smooth maximum of the cosines with the theme's phrases. Related words: the mean, over the
    ceil(sqrt(m)) words of m that come nearest, of a word's best cosine with a phrase. Shared words: the cosine of
    the passage's words with the theme's, weighted by inverse document frequency.
    """
    cosines = passages.vectors @ phrases.vectors.T
    meaning = np.log(np.exp(SHARPNESS * cosines).mean(1)) / SHARPNESS
    return np.column_stack([meaning, _related(passages, phrases), _shared(passages, phrases, background)])


def _related(passages, phrases):
    incidence = passages.words.incidence
    likeness = (
        (passages.word_vectors @ phrases.vectors.T).max(1) if len(passages.word_vectors) else np.zeros(0)
    )
    counts = np.diff(incidence.indptr)
    row = np.repeat(np.arange(incidence.shape[0]), counts)
    found = likeness[incidence.indices]
    order = np.argsort(row - found / 4)  # cosines are from -1 to 1: the largest first in each row
    nearest = np.ceil(np.sqrt(counts))
    counted = np.arange(len(order)) - np.repeat(incidence.indptr[:-1], counts) < np.repeat(nearest, counts)
    sums = np.bincount(row[counted], found[order][counted], incidence.shape[0])
    return sums / np.maximum(nearest, 1)


def _shared(passages, phrases, background):
    weights = passages.word_weights
    counts = np.array([phrases.counts.get(word, 0) for word in passages.words.vocabulary])
    words = list(phrases.counts)
    theme_norm = np.linalg.norm(background.weights(words) * np.sqrt(list(phrases.counts.values())))
    norms = np.sqrt(passages.words.incidence @ weights**2)
    return (passages.words.incidence @ (weights**2 * np.sqrt(counts))) / np.maximum(norms * theme_norm, 1e-9)


def word_matrix(passages):
    """(n, vocabulary) with unit rows: content words weighted by inverse document frequency."""
    weighted = sparse.csr_array(passages.words.incidence.multiply(passages.word_weights[None, :]))
    norms = np.sqrt(weighted.multiply(weighted).sum(1))
    return sparse.diags_array(1 / np.maximum(norms, 1e-9)) @ weighted
