"""Do a topic's words stand together? What tells a topic from a cluster of texts that share a word."""

from typing import TYPE_CHECKING

import numpy as np

from newsthemes.topics.corpus_terms import CorpusTerms
from newsthemes.topics.term_counts import class_counts, ctfidf

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TERMS = 10  # a topic, language and fold
# Below this many pairs expected by chance the words say nothing for or against. With words shuffled across texts the
# ratio of observed to expected was 0.8 to 1.16 (bundled corpus and development news, sentences and articles, 200 texts
# and more), in real texts 1.11 and more: only what lies clearly on the side of chance is refuted.
TESTABLE, OFTENER = 100, 1.05
# (times, standard errors) by which words stand together oftener than by chance where they speak for topics that are
# less stable: 1.13 times and 8 errors for 5 topics in 196 long articles of one language, 3.75 and 100 for 29 in short
# passages; after a shuffle at most 1.16, and that with few expected.
SUPPORTED = (1.1, 5.0)
UNMISTAKABLE = 0.95  # at least three topics all this stable hold whatever their texts say


def cooccurrence(terms: CorpusTerms, labels: np.ndarray, topics: int) -> np.ndarray:
    """(observed, expected) as an array (2, topics): how often two of a topic's terms stand in the same text,
    and how often they would if words fell into texts at random.

    ``terms``: the :class:`~newsthemes.topics.corpus_terms.CorpusTerms` of texts in an order that owes nothing to what
    they say: terms are picked on every second text and counted on the others, then the other way round,
    because texts that share two words by chance make a cluster of which both words are typical. Pairs are of
    one language and counted in that language's texts; a text's chance of holding a word grows with its length.
    """
    sums = np.zeros((2, topics))
    if terms.counts is None:
        return sums
    labels = labels[: len(terms.languages)]
    for language in sorted(set(terms.languages)):
        own = np.flatnonzero(terms.languages == language)
        for picked, counted in ((own[::2], own[1::2]), (own[1::2], own[::2])):
            inside = np.full(len(labels), -1)
            inside[picked] = labels[picked]
            weights = ctfidf(class_counts(terms.counts, inside, topics))
            held = terms.counts[counted]
            lengths = np.asarray(held.sum(axis=1), float).ravel()
            for topic in range(topics):
                best = np.argsort(-np.round(weights[topic], 9), kind="stable")[:TERMS]
                sums[:, topic] += _pairs(held[:, best[weights[topic, best] > 0]], lengths)
    return sums


def rejected_by_shuffle_test(observed: np.ndarray, expected: np.ndarray, stability: np.ndarray) -> bool:
    """Whether the words speak against all topics together: there are enough of them to tell, and they stand together
    no more often than by chance."""
    if len(stability) > 2 and stability.min() >= UNMISTAKABLE:
        return False
    return bool(expected.sum() >= TESTABLE and observed.sum() < OFTENER * expected.sum())


def supported_by_words(observed: np.ndarray, expected: np.ndarray) -> bool:
    """Whether words speak for all topics together: they stand together clearly more often than by chance, by SUPPORTED,
    counts being taken for Poisson's.

    >>> supported_by_words(np.array([60.0, 50.0]), np.array([40.0, 24.0]))
    True
    >>> supported_by_words(np.array([45.0, 30.0]), np.array([40.0, 24.0]))
    False
    """
    times, errors = SUPPORTED
    found, chance = float(observed.sum()), float(expected.sum())
    return found > 0 and found >= times * chance and found - chance >= errors * chance**0.5


def _pairs(counts: "csr_array", lengths: np.ndarray) -> tuple[float, float]:
    """(texts that hold both, texts expected to), summed over all pairs of columns."""
    total = np.asarray(counts.sum(axis=0), float).ravel()
    if not total.size or not lengths.sum():
        return 0.0, 0.0
    held = (counts.toarray() > 0).astype(float)
    chance = 1 - np.exp(-np.outer(lengths / lengths.sum(), total))
    chance = np.minimum(chance * held.sum(axis=0) / np.maximum(chance.sum(axis=0), 1e-12), 1)
    pairs = np.triu_indices(len(total), 1)
    return float((held.T @ held)[pairs].sum()), float((chance.T @ chance)[pairs].sum())
