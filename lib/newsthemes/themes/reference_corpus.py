"""The content words of passages, in English where there is a glossary: what lexical evidence is made of."""

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from newsthemes.cache.hashing import digest_files
from newsthemes.cache.memo import ByKey
from newsthemes.embedding.language_offset import reference
from newsthemes.language.glossary import gloss
from newsthemes.language.lemmas import lemma
from newsthemes.language.stopwords import english_function_words
from newsthemes.resources import resource

WORD = re.compile(r"[^\W\d_]{2,}")
GLOSSED = ("en", "fr", "id")  # languages whose reference sentences stand for news about anything
LABELLED = "data/gold.csv"


@lru_cache(maxsize=20_000)
def content_words(text, language):
    """The lemmas of a text's words in order, glossed into English, function words left out."""
    words = WORD.findall(glossed(text, language).lower())
    return tuple(lemma(word, "en") for word in words if word not in english_function_words())


def glossed(text, language):
    """The text in English words where its language has a glossary."""
    return gloss([text], [language])[0]


class Words(NamedTuple):
    """Which word is in which text: ``incidence`` is a binary (texts, vocabulary) matrix in CSR form."""

    vocabulary: list
    incidence: sparse.csr_array


def words_of(texts, languages):
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


@dataclass
class Background:
    """News about anything and the bundled articles: what is usual, so that the unusual counts.

    One for each embedder. A word's weight is its inverse document frequency among the background's sentences;
    its vector is the encoder's vector of the word alone, less the mean of the background's vocabulary.
    """

    sentences: int
    vocabulary: list
    counts: np.ndarray  # of the sentences that have each word
    mean: np.ndarray
    embedder = None

    @classmethod
    def of(cls, texts, languages, embedder):
        words = words_of(texts, languages)
        counts = words.incidence.sum(0)
        return cls(len(texts), words.vocabulary, counts, embedder.encode(words.vocabulary).mean(0))

    def __getstate__(self):
        """In another process there is no encoder: what is to be scored comes with its word vectors."""
        return {**self.__dict__, "embedder": None}

    @cached_property
    def frequency(self):
        """{word: the number of sentences that have it}"""
        return dict(zip(self.vocabulary, self.counts, strict=True))

    def weights(self, vocabulary):
        """Inverse document frequency of each word; a word the background lacks is the rarest."""
        counts = np.array([self.frequency.get(word, 0.0) for word in vocabulary])
        return np.log((self.sentences + 1) / (counts + 0.5))

    def vectors(self, vocabulary):
        """(words, d), unit rows."""
        if not vocabulary:
            return np.zeros((0, len(self.mean)), np.float32)
        vectors = self.embedder.encode(vocabulary) - self.mean
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(norms > 1e-6, norms, 1)


def background(embedder):
    """The :class:`Background` of an embedder, made once for each encoder."""
    return _background(ByKey(background_key(), embedder))


@cache
def background_key():
    """A digest of the files that the background is read from."""
    from newsthemes.themes.labelled_sentences import label_files

    return digest_files(label_files(resource(LABELLED)))


@lru_cache(maxsize=8)
def _background(wanted):
    made = wanted.memoize(Background, lambda: Background.of(*background_sentences(), wanted.embedder))
    made.embedder = wanted.embedder
    return made


def background_sentences():
    """(texts, languages) of the reference and of the bundled articles' labelled sentences."""
    from newsthemes.themes.labelled_sentences import cut_texts

    gold = pd.read_csv(resource(LABELLED), keep_default_na=False)
    texts, languages, _ = cut_texts(gold, resource(LABELLED))
    for language in GLOSSED:
        texts += reference()[language]
        languages += [language] * len(reference()[language])
    return texts, languages
