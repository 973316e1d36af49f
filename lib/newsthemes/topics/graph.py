"""Unit vectors → a graph in which each text is tied to the texts nearest to it, in every language alike."""

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from newsthemes.arrays import chunks

FEWEST_NEIGHBOURS, MOST_NEIGHBOURS = 10, 40


@dataclass(frozen=True)
class Graph:
    """Undirected edges ``i < j`` with weights; ``size`` nodes."""

    size: int
    ends: np.ndarray
    weights: np.ndarray


def neighbour_graph(vectors: np.ndarray, languages: np.ndarray) -> Graph:
    """The k-nearest-neighbour graph by cosine around the corpus's mean; k is √n, from 10 to 40.

    A text's neighbours are drawn from every language in proportion to that language's share of the corpus
    (batch-balanced neighbours, Polański et al. 2020, doi:10.1093/bioinformatics/btz625): what is left of the
    language in the vectors can then not tie a text to its own language.
    """
    centred = centre(vectors, vectors.mean(axis=0, dtype=np.float64))
    count = min(max(FEWEST_NEIGHBOURS, round(sqrt(len(centred)))), MOST_NEIGHBOURS)
    near, similar = nearest(centred, centred, languages, count, itself=False)
    rows = np.repeat(np.arange(len(centred)), near.shape[1])
    return _symmetric(len(centred), rows, near.ravel(), np.maximum(similar.ravel(), 0))


def nearest(
    queries: np.ndarray, vectors: np.ndarray, languages: np.ndarray, count: int, itself: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """(indices, cosines), each (len(queries), k), of about ``count`` nearest rows, each language's share of them
    as of the corpus; ``itself=False``: queries are the vectors, and a row is not its own neighbour.

    All pairs are compared, in single precision and by blocks: exact, and up to tens of thousands of rows no slower
    than approximate search. Cosines are rounded to five decimals, so that neither threads nor the order of a sum
    decide a tie.
    """
    queries, vectors = np.asarray(queries, np.float32), np.asarray(vectors, np.float32)
    order = np.argsort(languages.astype(str), kind="stable")  # the rows of a language side by side
    starts = np.unique(languages[order].astype(str), return_index=True)[1].tolist()
    groups = [slice(*ends) for ends in pairwise([*starts, len(order)])]
    place, columns = np.argsort(order), vectors[order].T.copy()
    near, similar = [], []
    for rows in chunks(len(queries)):
        apart = queries[rows] @ columns
        np.negative(np.round(apart, 5, out=apart), out=apart)
        if not itself:
            apart[np.arange(len(apart)), place[rows]] = 2
        best = np.hstack([_least(apart, group, count) for group in groups])
        near.append(order[best])
        similar.append(-np.take_along_axis(apart, best, 1))
    return np.concatenate(near), np.concatenate(similar)


def _least(apart: np.ndarray, group: slice, count: int) -> np.ndarray:
    size = group.stop - group.start
    share = min(max(1, round(count * size / apart.shape[1])), size)
    return group.start + np.argpartition(apart[:, group], share - 1, axis=1)[:, :share]


def _symmetric(size: int, rows: np.ndarray, columns: np.ndarray, weights: np.ndarray) -> Graph:
    from scipy.sparse import csr_array, triu

    kept = rows != columns
    directed = csr_array((weights[kept], (rows[kept], columns[kept])), (size, size))
    upper = triu(directed + directed.T, k=1).tocoo()
    return Graph(size, np.column_stack(upper.coords), upper.data / 2)


def centre(vectors: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Unit rows, single precision, of the vectors around ``middle``."""
    centred = np.empty(vectors.shape, np.float32)
    for rows in chunks(len(vectors)):
        centred[rows] = unit(vectors[rows] - middle)
    return centred


def unit(vectors: ArrayLike) -> np.ndarray:
    """Rows scaled to length 1 in double precision; a zero row stays zero."""
    vectors = np.asarray(vectors, np.float64)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(norms > 1e-9, norms, 1)
