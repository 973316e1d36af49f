"""A passage in the light of its article: what a sentence leaves unsaid, its neighbours say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from newsthemes.arrays import RowView, chunks
from newsthemes.topics.graph import unit

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# How much the article's mean counts beside the passage's own vector. On development news, passages alone gave
# topics that agreed 0.20 with the article's class (AMI) and 0.48 between seeds (ARI); at 0.5 0.43 and 0.92, at
# 1 0.49 and 0.97; on the bundled corpus, against the labels of single sentences, 0.21 and 0.40, at 1 0.24 and 0.85.
WEIGHT = 1.0


# Whether there is such a thing as what an article says is asked of the passages alone: are those of one article more
# alike than they would be had passages been dealt out to the articles? Without that question, texts of shuffled words
# are drawn together by the means of their articles and come out as one "topic" an article, each stability 1.
DEALT, ASKED = 99, 5000  # times dealt out; passages asked at most
# By how much more, as a mean cosine around the language's mean: 0.015 (five long articles on one subject) to 0.1 in
# real articles, at most 0.001 in shuffled ones, whose passages still share their length and punctuation. In 1,000
# articles of 30 real sentences of one class each, in hashed bags of words, 0.004: 11 classes, 11 topics.
COHERENT = 0.002


# So many stories carry topics by themselves: these are found in whole articles, and passages put among them. On
# development news (683 articles, 19,324 passages), passages drawn together by their articles gave 310 topics, 15 or
# none as the seventh decimal had it (AMI with the article's class 0.19 to 0.50); whole articles 4, and 6 inside them
# (0.56, 0.61), always. 150 of these articles: 82 topics (0.22) and 3 (0.52).
WHOLE_STORIES = 100


@dataclass(frozen=True)
class Nodes:
    """What topics are found in: ``vectors`` (m, d), ``languages`` (m,) and the number of the story (m,) of each;
    ``are_rows``: whether they are the passages themselves, and not articles."""

    vectors: np.ndarray | RowView
    languages: np.ndarray
    stories: np.ndarray
    are_rows: bool = True


def whole_articles(
    vectors: np.ndarray | RowView,
    languages: np.ndarray,
    stories: np.ndarray,
    members: tuple[np.ndarray, np.ndarray],
    most: int,
) -> Nodes | None:
    """The articles as :class:`Nodes`, or None where they tell fewer than WHOLE_STORIES: the unit mean of each, its
    commonest language (of equals the first in the alphabet) and the story of its first passage. In the order of their
    first passages, the first ``most``: a mean of each of 100,000 would weigh more than all vectors. Arguments as for
    ``with_article_means``, ``vectors`` without the means yet; ``languages`` and ``stories`` (m,)."""
    where, article = members
    if len(np.unique(stories[where])) < WHOLE_STORIES:
        return None
    order = np.argsort(where, kind="stable")
    numbers, first = np.unique(article[order], return_index=True)
    place = np.argsort(np.argsort(first, kind="stable"), kind="stable")[np.searchsorted(numbers, article)]
    means = np.zeros((min(len(numbers), most), vectors.shape[1]))
    for part in chunks(len(where)):
        own = part.start + np.flatnonzero(place[part] < most)
        if len(own):
            _add_sums(means, place[own], vectors[where[own]])
    own = np.flatnonzero(place < most)
    codes, spoken = np.unique(languages[where[own]].astype(str), return_inverse=True)
    counts = np.zeros((len(means), len(codes)), int)
    np.add.at(counts, (place[own], spoken), 1)
    return Nodes(
        unit(means).astype(np.float32),
        codes[counts.argmax(1)].astype(object),
        stories[where[order]][np.sort(first)[:most]],
        are_rows=False,
    )


def article_members(
    articles: np.ndarray | Sequence[Any] | None, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(row of its vector, number of its article), two arrays with one pair for each text that has both.
    ``articles`` (n,): a label a text or None, or None for no articles; ``rows`` (n,): -1 for no vector."""
    if articles is None:
        return np.zeros(0, int), np.zeros(0, int)
    known = np.flatnonzero((rows >= 0) & np.array([name is not None for name in articles], bool))
    names = np.array([str(articles[text]) for text in known.tolist()], object)
    return rows[known], pd.factorize(names, sort=True)[0]


class RowsInContext(RowView):
    """Unit vectors (m, d), made when they are indexed: each of ``vectors`` plus the mean of its article, or of the
    ``means`` (articles, d) of those that it ``stands`` in, sparse (m, articles)."""

    def __init__(self, vectors: np.ndarray | RowView, stands: "csr_array", means: np.ndarray) -> None:
        super().__init__(vectors, np.arange(len(vectors)))
        self.stands, self.means = stands, means

    def __getitem__(self, index: Any) -> np.ndarray:
        asked = np.asarray(self.rows[index])
        rows = asked.reshape(-1)
        seen = np.empty((len(rows), self.shape[1]), np.float32)
        for part in chunks(len(rows)):
            around = np.round(unit(self.stands[rows[part]] @ self.means), 9)
            seen[part] = unit(self.values[rows[part]] + WEIGHT * around)
        return seen.reshape(*asked.shape, self.shape[1])

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self[:], dtype)


def with_article_means(
    vectors: np.ndarray | RowView, members: tuple[np.ndarray, np.ndarray]
) -> np.ndarray | RowView:
    """The :class:`RowsInContext` of ``vectors`` (m, d) by ``members`` (:func:`article_members`): a vector that stands
    in several articles gets the mean of their means; without members, the vectors as they are."""
    where, number = members
    if not len(where):
        return vectors
    from scipy.sparse import csr_array

    stands = csr_array((np.ones(len(where)), (where, number)), (len(vectors), number.max() + 1))
    stands = (stands > 0).astype(np.float64)
    means = np.zeros((stands.shape[1], vectors.shape[1]))
    for rows in chunks(len(vectors)):
        part = stands[rows].tocoo()
        _add_sums(means, part.coords[1], vectors[rows], part.coords[0])
    for rows in chunks(len(means)):
        means[rows] = unit(means[rows])
    return RowsInContext(vectors, stands, means)


def articles_cohere(
    vectors: np.ndarray | RowView, languages: np.ndarray, members: tuple[np.ndarray, np.ndarray]
) -> bool:
    """Whether passages of one article are more alike, by COHERENT, than passages of its language are anyway: more
    than in each of DEALT permutations, on a random part of the articles where there are many. Arguments as for
    ``with_article_means``, ``languages`` (m,); False without members."""
    where, article = members
    if not len(where):
        return False
    rng = np.random.default_rng(0)
    sizes = np.bincount(article)
    order = rng.permutation(len(sizes))
    asked = np.isin(article, order[np.cumsum(sizes[order]) <= max(ASKED, sizes.max())])
    vectors, article = vectors[where[asked]].astype(np.float64), article[asked]
    spoken = languages[where[asked]].astype(str)
    groups = [np.flatnonzero(spoken == name) for name in np.unique(spoken)]
    for own in groups:
        vectors[own] -= vectors[own].mean(axis=0)
    own_products = float((vectors**2).sum())
    dealt = [_likeness(vectors, shuffled, own_products) for shuffled in _dealt(article, groups, rng)]
    likeness = _likeness(vectors, article, own_products)
    return likeness > max(dealt) and likeness - float(np.mean(dealt)) >= COHERENT


def _dealt(
    article: np.ndarray, groups: Sequence[np.ndarray], rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """The article of each passage when those of each group are dealt out to its articles, DEALT times."""
    for _ in range(DEALT):
        shuffled = article.copy()
        for own in groups:
            shuffled[own] = article[rng.permutation(own)]
        yield shuffled


def _likeness(vectors: np.ndarray, article: np.ndarray, own_products: float) -> float:
    """Mean product of two passages of one article; 0 where no article has two. ``own_products``: the sum of each
    vector's with itself."""
    sizes = np.bincount(article)
    pairs = float((sizes * (sizes - 1)).sum())
    sums = _sums(article, vectors, len(sizes))
    return round(float(np.vdot(sums, sums) - own_products) / pairs, 9) if pairs else 0.0


def _add_sums(
    sums: np.ndarray, groups: np.ndarray, vectors: np.ndarray, rows: np.ndarray | None = None
) -> None:
    """Add to ``sums`` (all groups, d) the vectors of each group; ``rows``: which vector each of ``groups`` is of, by
    default in turn. Only the groups there are touched, so that time grows with the vectors alone."""
    own, place = np.unique(groups, return_inverse=True)
    sums[own] += _sums(place, vectors, len(own), rows)


def _sums(groups: np.ndarray, vectors: np.ndarray, count: int, rows: np.ndarray | None = None) -> np.ndarray:
    """(count, d): the vectors (n, d) of each group added up, in double precision; ``groups`` from 0."""
    from scipy.sparse import csr_array

    rows = np.arange(len(groups)) if rows is None else rows
    return csr_array((np.ones(len(groups)), (groups, rows)), (count, len(vectors))) @ vectors
