"""Terms and concepts of texts → how often each stands in a topic, by text, article or story."""

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def documents(labels: np.ndarray, units: np.ndarray, held: "csr_array") -> tuple[np.ndarray, "csr_array"]:
    """(topic of each pair of a topic and a unit, sparse bool (pairs, concepts): which concepts it holds).

    ``labels`` (n,) from 0, ``units`` (n,), ``held`` (n, concepts) of texts."""
    pairs, place = np.unique(np.stack([labels, units]), axis=1, return_inverse=True)
    return pairs[0], (summed_sparse(held, place.ravel(), pairs.shape[1]) > 0)


def summed_sparse(rows: "csr_array", groups: np.ndarray, number: int) -> "csr_array":
    """(number, columns): the rows of each group added up."""
    from scipy.sparse import csr_array

    member = csr_array(
        (np.ones(len(groups), np.float32), (groups, np.arange(len(groups)))), (number, len(groups))
    )
    return member @ rows.astype(np.float32)


def summed(rows: "csr_array", groups: np.ndarray, number: int) -> np.ndarray:
    """:func:`summed_sparse` as an array."""
    return summed_sparse(rows, groups, number).toarray()


def unit_numbers(labels: Sequence[Any] | np.ndarray, own: np.ndarray) -> np.ndarray:
    """A number for each label; a text without one is a unit of its own."""
    named = np.array(
        [f" {row}" if label is None else f"x{label}" for label, row in zip(labels, own, strict=True)]
    )
    return np.unique(named, return_inverse=True)[1] if len(named) else np.zeros(0, int)


def incidence(lists: Sequence[Sequence[int]], columns: int) -> "csr_array":
    """Sparse bool (lists, columns): which of the numbers below ``columns`` each list holds."""
    from scipy.sparse import csr_array

    distinct = [sorted(set(numbers)) for numbers in lists]
    ends = np.cumsum([0, *map(len, distinct)])
    places = np.array(list(chain.from_iterable(distinct)), np.int64)
    return csr_array((np.ones(len(places), np.float32), places, ends), (len(lists), columns))


def term_counts(terms: Sequence[Sequence[str]]) -> tuple[list[str], "csr_array"]:
    """(names in order, sparse counts (texts, names)) of lists of terms."""
    from scipy.sparse import csr_array

    names = sorted(set(chain.from_iterable(terms)))
    number = {name: place for place, name in enumerate(names)}
    columns = [number[term] for term in chain.from_iterable(terms)]
    ends = np.cumsum([0, *map(len, terms)])
    counts = csr_array((np.ones(len(columns), np.int64), columns, ends), (len(terms), len(names)))
    counts.sum_duplicates()
    return names, counts


def class_counts(counts: "csr_array", labels: np.ndarray, topics: int) -> np.ndarray:
    """Term counts summed over the texts of each topic; a term in one text only of a topic of several does
    not count, for it is that text's and not the topic's."""
    from scipy.sparse import csr_array

    rows = np.flatnonzero(labels >= 0)
    member = csr_array((np.ones(len(rows)), (labels[rows], rows)), (topics, counts.shape[0]))
    summed, texts = (member @ counts).toarray(), (member @ (counts > 0).astype(int)).toarray()
    enough = np.minimum(2, np.ceil(np.bincount(labels[rows], minlength=topics) / 5))
    return np.where(texts >= enough[:, None], summed, 0)


def ctfidf(counts: np.ndarray) -> np.ndarray:
    """Class-based TF-IDF, (topics, terms): tf · log(1 + A / f), where tf is the term's share of its topic's
    words, f its count over all topics and A the mean number of words a topic (Grootendorst 2022,
    arXiv:2203.05794)."""
    if not len(counts):
        return counts
    words, term = counts.sum(1), counts.sum(0)
    idf = np.log(1 + words.mean() / np.maximum(term, 1))
    return counts / np.maximum(words, 1)[:, None] * idf
