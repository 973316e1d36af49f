"""Unit vectors → a graph in which each text is tied to the texts nearest to it, in every language alike."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

FEWEST_NEIGHBOURS = 10
BLOCK = 1024  # rows compared at once: bounds memory


@dataclass(frozen=True)
class Graph:
    """Undirected edges ``i < j`` with weights; ``size`` nodes."""

    size: int
    ends: np.ndarray
    weights: np.ndarray


def neighbour_graph(vectors, languages):
    """The k-nearest-neighbour graph, k = √n, by cosine around the corpus's mean.

    A text's neighbours are drawn from every language in proportion to that language's share of the corpus
    (batch-balanced neighbours, Polański et al. 2020, doi:10.1093/bioinformatics/btz625): what is left of the
    language in the vectors can then not tie a text to its own language.
    """
    centred = unit(vectors - vectors.mean(axis=0, dtype=np.float64))
    count = max(FEWEST_NEIGHBOURS, round(sqrt(len(centred))))
    near, similar = nearest(centred, centred, languages, count, itself=False)
    rows = np.repeat(np.arange(len(centred)), near.shape[1])
    return _symmetric(len(centred), rows, near.ravel(), np.maximum(similar.ravel(), 0))


def nearest(queries, vectors, languages, count, itself=True):
    """(indices, cosines), each (len(queries), k), of about ``count`` nearest rows, each language's share of them
    as of the corpus; ``itself=False``: queries are the vectors, and a row is not its own neighbour.

    Cosines are rounded to six decimals, so that neither threads nor the order of a sum decide a tie.
    """
    groups = [np.flatnonzero(languages == name) for name in sorted(set(languages))]
    found = []
    for rows in blocks(len(queries)):
        cosines = np.round(queries[rows].astype(np.float64) @ vectors.T, 6)
        if not itself:
            cosines[np.arange(len(cosines)), np.arange(rows.start, rows.stop)] = -2
        found.append(np.hstack([_best(cosines, group, count, len(vectors)) for group in groups]))
        found[-1] = np.stack([found[-1], np.take_along_axis(cosines, found[-1], 1)], axis=2)
    both = np.concatenate(found)
    return both[:, :, 0].astype(int), both[:, :, 1]


def _best(cosines, group, count, size):
    share = min(max(1, round(count * len(group) / size)), len(group))
    among = cosines if len(group) == size else cosines[:, group]
    return group[np.argpartition(-among, share - 1, axis=1)[:, :share]]


def _symmetric(size, rows, columns, weights):
    from scipy.sparse import csr_array, triu

    kept = rows != columns
    directed = csr_array((weights[kept], (rows[kept], columns[kept])), (size, size))
    upper = triu(directed + directed.T, k=1).tocoo()
    return Graph(size, np.column_stack(upper.coords), upper.data / 2)


def blocks(count):
    """Slices of BLOCK rows that cover ``count``: what takes double precision is done in one after the other."""
    return [slice(start, min(start + BLOCK, count)) for start in range(0, count, BLOCK)]


def unit(vectors):
    """Rows scaled to length 1 in double precision; a zero row stays zero."""
    vectors = np.asarray(vectors, np.float64)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(norms > 1e-9, norms, 1)
