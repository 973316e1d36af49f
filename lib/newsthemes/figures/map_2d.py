"""Vectors → a map to look at. Nothing that is counted or claimed rests on it."""

import warnings
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from newsthemes.arrays import RowView, as_float32, chunks
from newsthemes.cache.location import provide_home
from newsthemes.cache.memo import memoize
from newsthemes.memory import at_once
from newsthemes.results.study_tables import StudyTables

if TYPE_CHECKING:
    from newsthemes.topics.model import Topics

FEWEST_FOR_UMAP = 15  # below this a neighbourhood is the whole corpus, and UMAP has nothing to keep
NEIGHBOURS = 15
EPOCHS = 200  # UMAP's own choice for large data; 500, its choice for small, moved no group in a map of 2,000 passages
LAID_OUT = 10_000  # rows that UMAP places; of more, the others stand beside the nearest of these
ROWS = 1000  # placed beside those at a time
FEW = 100  # rows of which the nearest are selected at a time: their ranks take twice the memory of cosines
CELLS = 10_000_000  # cosines at a time
MILLION = 1_000_000  # cosines that agree to a millionth are equal
EVEN = 0.5  # how far towards an even spread the axes are stretched: 0 leaves islands in an empty box


def topic_layout(
    vectors: np.ndarray | RowView, topics: "Topics", articles: pd.Series, seed: int = 0
) -> np.ndarray:
    """x and y, float32 (n,) each, from 0 to 1: the passages laid out by the vectors that topics are found in.

    ``vectors``: unit rows of the kept passages; ``articles``: the article of each. Where articles lent their passages
    context when topics were found (``topics.context``), they do here too: laid out by the sentences alone, a third of a
    dot's ten nearest dots shared its topic in the bundled corpus, and nine tenths in the topics' own vectors.
    """
    return layout(_topic_vectors(vectors, topics, articles), seed)


def _topic_vectors(
    vectors: np.ndarray | RowView, topics: "Topics", articles: pd.Series
) -> np.ndarray | RowView:
    from newsthemes.topics.article_context import article_members, with_article_means

    vectors = as_float32(vectors)
    if getattr(topics, "context", False):
        members = article_members(list(articles), np.arange(len(vectors)))
        return with_article_means(vectors, members)
    return vectors


def study_layout(study: StudyTables) -> np.ndarray:
    """x and y, float32 (n,) each, from 0 to 1: the kept passages of a study, by :func:`topic_layout`.

    Where its topics were found in an earlier corpus and the result folder has the map of that (``study.drawn_map``),
    passages that topics were found in stay where they were and the others stand beside those that are most alike: a
    layout of 20,000 passages takes 45 s of processor time, and readers find their dots again.
    """
    topics, kept, drawn = study.topics, study.kept, None
    if getattr(topics, "added", 0) or getattr(topics, "gone", 0):
        drawn = study.drawn_map
    if drawn is not None:
        places = drawn.set_index("passage_id")[["x", "y"]].reindex(kept["passage_id"]).to_numpy(np.float32)
        if topics.fitted.sum() >= FEWEST_FOR_UMAP and np.isfinite(places[topics.fitted]).all():
            vectors = _topic_vectors(study.vectors_of_kept, topics, kept["article_id"])
            return extended_layout(places, topics.fitted, vectors).T
    return topic_layout(study.vectors_of_kept, topics, kept["article_id"], study.seed)


def extended_layout(places: np.ndarray, known: np.ndarray, vectors: np.ndarray | RowView) -> np.ndarray:
    """float32 (n, 2): ``places`` where ``known``, (n,) bool; each other row beside the known ones most like it.

    ``vectors``: unit rows, (n, d); a copy of a known row has its place. At least three rows are known.

    >>> vectors = np.eye(4, dtype=np.float32)[[0, 1, 2, 1]]
    >>> places = np.array([[0, 0], [1, 0], [0, 1], [9, 9]], np.float32)
    >>> extended_layout(places, np.array([True, True, True, False]), vectors).tolist()[-1]
    [1.0, 0.0]
    """
    placed, where = np.array(places, np.float32), np.flatnonzero(known)
    nearest, distances = _nearest_of_many(vectors[~known], vectors, where)
    beside = _beside(placed, nearest)
    placed[~known] = np.where(distances[:, :1] > 0, beside, placed[nearest[:, 0]])
    return placed


def layout(vectors: np.ndarray | RowView, seed: int = 0) -> np.ndarray:
    """x and y, float32 (n,) each, of :func:`map_2d`; kept in the cache, because a layout takes seconds."""
    vectors = as_float32(vectors)
    return memoize("map", [vectors, seed], lambda: {"places": map_2d(vectors, seed)})["places"].T


def map_2d(vectors: np.ndarray | RowView, seed: int = 0) -> np.ndarray:
    """float32 (n, 2), each axis from 0 to 1: neighbours in ``vectors`` (unit rows) stay neighbours.

    Distances between groups mean little, and the axes nothing: they are stretched so that the map fills its box. UMAP
    by cosine distance (McInnes, Healy and Melville 2018), single-threaded with a fixed seed: the same on one machine,
    not comparable between machines. Of more than LAID_OUT different rows the others stand beside those most like them,
    a part at a time. Fewer than 15 different rows are placed by principal components.
    """
    vectors = as_float32(vectors)
    first, place = _different_rows(vectors)
    chosen = np.arange(len(first))
    if len(first) > LAID_OUT:
        chosen = np.sort(np.random.default_rng(seed).choice(len(first), LAID_OUT, replace=False))
    known, own = np.unique(vectors[first[chosen]], axis=0, return_inverse=True)
    placed = _principal(known) if len(known) < FEWEST_FOR_UMAP else _umap(known, seed)
    everywhere = np.zeros((len(first), 2), placed.dtype)
    for part in chunks(len(first), ROWS) if len(first) > len(chosen) else ():
        everywhere[part] = _beside(placed, _nearest(vectors[first[part]], known, 3)[0])
    everywhere[chosen] = placed[own.ravel()]
    return _filling(everywhere)[place]


def _different_rows(vectors: np.ndarray | RowView) -> tuple[np.ndarray, np.ndarray]:
    """(where each different row comes first, which of these each row is), by a hash of their bytes."""
    codes = np.empty(len(vectors), np.uint64)
    for part in chunks(len(vectors)):
        rows = np.ascontiguousarray(vectors[part], np.float32) + np.float32(0)  # -0 is 0
        codes[part] = [int.from_bytes(blake2b(row.tobytes(), digest_size=8).digest(), "big") for row in rows]
    _, first, place = np.unique(codes, return_index=True, return_inverse=True)
    return first, place


def _umap(vectors: np.ndarray, seed: int) -> np.ndarray:
    return _fitted(vectors, _nearest(vectors, vectors, min(NEIGHBOURS, len(vectors) - 1)), seed)


def _beside(places: np.ndarray, nearest: np.ndarray) -> np.ndarray:
    """Places beside the nearest of ``places``, a little towards the next ones."""
    return places[nearest[:, 0]] * 0.8 + places[nearest[:, 1:]].mean(axis=1) * 0.2


def _fitted(vectors: np.ndarray, neighbours: tuple[np.ndarray, np.ndarray], seed: int) -> np.ndarray:
    provide_home()
    from umap import UMAP

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that given neighbours can't be used to place further rows
        mapper = UMAP(
            n_neighbors=neighbours[0].shape[1],
            metric="cosine",
            min_dist=0.5,  # dots of a group side by side, not on one another
            n_epochs=EPOCHS,
            init="pca",  # a spectral start differs by build
            n_jobs=1,  # what a fixed seed implies anyway
            random_state=seed,
            precomputed_knn=neighbours,  # exact, and a third of the time: UMAP's search is compiled at each start
        )
        return mapper.fit_transform(vectors).astype(np.float64)


def _nearest_of_many(
    queries: np.ndarray, vectors: np.ndarray | RowView, where: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(rows, distances), (n, 3) each, of the rows ``where`` of many vectors, as of :func:`_nearest`, part by part."""
    rows, distances = np.zeros((len(queries), 0), int), np.zeros((len(queries), 0), np.float32)
    for part in chunks(len(where), LAID_OUT):
        near, apart = _nearest(queries, vectors[where[part]], min(3, part.stop - part.start))
        rows, distances = np.hstack([rows, where[part][near]]), np.hstack([distances, apart])
        order = np.argsort(distances, axis=1, kind="stable")[
            :, :3
        ]  # of equal ones the first: parts come in order
        rows, distances = np.take_along_axis(rows, order, 1), np.take_along_axis(distances, order, 1)
    return rows, distances


def _nearest(queries: np.ndarray, vectors: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
    """(rows, distances), (n, number) each, by rising cosine distance, of equal ones by row; a row of both is its own
    nearest."""
    rows = np.empty((len(queries), number), np.int32)
    distances = np.empty((len(queries), number), np.float32)
    for part in chunks(len(queries), max(1, min(1000, at_once(CELLS, 8) // max(1, len(vectors))))):
        millionths = np.rint(queries[part] @ vectors.T * np.float32(MILLION))
        order = np.concatenate([_largest(millionths[some], number) for some in chunks(len(millionths), FEW)])
        cosines = np.take_along_axis(millionths, order, 1) / np.float32(MILLION)
        rows[part], distances[part] = order, np.clip(1 - cosines, 0, 2)
    return rows, distances


def _largest(values: np.ndarray, number: int) -> np.ndarray:
    """(n, number): the columns of the largest whole numbers of each row, of equal ones the first.

    As numbers without ties they can be selected, where a stable sort of all took three times as long.
    """
    ranks = np.arange(values.shape[1]) - values.astype(np.int64) * values.shape[1]
    return np.sort(np.partition(ranks, number - 1, axis=1)[:, :number], axis=1) % values.shape[1]


def _filling(placed: np.ndarray) -> np.ndarray:
    """Turned so that the longest side lies flat, and each axis stretched to run from 0 to 1."""
    if len(placed) < 2:
        return np.full((len(placed), 2), 0.5, np.float32)
    turned = _principal(placed)
    ranks = turned.argsort(axis=0, kind="stable").argsort(axis=0) / (len(turned) - 1)
    span = np.ptp(turned, axis=0)
    even = (turned - turned.min(axis=0)) / np.where(span > 0, span, 1)
    mixed = np.where(span > 0, EVEN * ranks + (1 - EVEN) * even, 0.5)
    return mixed.astype(np.float32)


def _principal(vectors: np.ndarray) -> np.ndarray:
    if len(vectors) == 0:
        return np.zeros((0, 2), np.float32)
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    left, scale, _ = np.linalg.svd(centred, full_matrices=False)
    flat = np.zeros((len(vectors), 2))
    width = min(2, left.shape[1])
    flat[:, :width] = left[:, :width] * scale[:width]
    # The sign of a component is arbitrary: its largest coordinate is made positive
    signs = np.sign(flat[np.abs(flat).argmax(axis=0), [0, 1]])
    return (flat * np.where(signs == 0, 1, signs)).astype(np.float32)
