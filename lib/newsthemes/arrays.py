"""Arrays cut, viewed and grouped by rows: what every room does with many vectors."""

import mmap
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

ROWS = 1024  # so many that double precision of them takes little memory


def chunks(count: int, size: int | None = None) -> list[slice]:
    """Slices of ``size`` rows, by default ROWS, that cover ``count`` of them; the last may be shorter."""
    size = size or ROWS
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]


def release_pages(array: Any) -> None:
    """Let go of the memory in which the file under an array was looked at; the file keeps all, written or not.

    A mapped file counts as memory of the process for as long as it may. Nothing is done for an array of another kind.

    >>> release_pages(np.ones(3))
    """
    while isinstance(array, np.ndarray):
        if isinstance(array, np.memmap) and array.mode == "c":
            return
        array = array.base
    if isinstance(array, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        array.madvise(mmap.MADV_DONTNEED)


class RowView:
    """``values[rows]`` without the copy; an index (a number, a slice, row numbers or a mask) gives an array. Sent to
    another process, it arrives as an array of these rows."""

    def __init__(self, values: Any, rows: ArrayLike) -> None:
        self.values, self.rows = values, np.asarray(rows)
        self.shape, self.dtype = (len(self.rows), *values.shape[1:]), values.dtype
        self.ndim = len(self.shape)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: Any) -> Any:
        return self.values[self.rows[index]]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self.values[self.rows], dtype)

    def __reduce__(self) -> tuple[Any, ...]:
        return np.asarray, (np.asarray(self),)


def as_float32(given: ArrayLike | RowView) -> np.ndarray | RowView:
    """What was given as an array of float32, or as it is where its rows are gathered."""
    return given if isinstance(given, RowView) else np.asarray(given, np.float32)


ALL = 4000  # vectors; up to so many, each is compared with every other
ABOUT = 500  # vectors a landmark
LANDMARKS = 3  # that a vector belongs to: two near ones rarely have none in common
BLOCK = 4096


def candidate_groups(vectors: np.ndarray | RowView, seed: int = 0) -> list[np.ndarray]:
    """Arrays of row numbers, each of at most ALL unit rows that lie near one another; a row is in several.

    All rows together where they are few. Otherwise rows chosen at random are landmarks, and each row keeps company
    with those that have one of its nearest landmarks too: near rows are nearly always found, distant ones compared in
    part.
    """
    return [np.sort(rows) for rows in _divided(vectors, np.arange(len(vectors)), np.random.default_rng(seed))]


def _divided(vectors: np.ndarray | RowView, rows: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    if len(rows) <= ALL:
        return [rows]
    chosen = np.sort(rng.choice(len(rows), len(rows) // ABOUT, replace=False))
    near = _nearest(vectors, rows, vectors[rows[chosen]])
    order = np.argsort(near.ravel(), kind="stable")
    ends = np.flatnonzero(np.diff(near.ravel()[order])) + 1
    parts = [rows[part // LANDMARKS] for part in np.split(order, ends)]
    found = []
    for part in parts:
        if len(part) > len(rows) / 2:  # a crowd in one place: its order says as much as any landmark would
            found += np.array_split(part, len(part) // ALL + 1)
        else:
            found += _divided(vectors, part, rng)
    return found


def _nearest(vectors: np.ndarray | RowView, rows: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    """(rows, LANDMARKS): the nearest landmarks of each row."""
    near = np.empty((len(rows), LANDMARKS), int)
    for part in chunks(len(rows), BLOCK):
        cosines = vectors[rows[part]] @ landmarks.T
        near[part] = np.argpartition(-cosines, LANDMARKS, axis=1)[:, :LANDMARKS]
    return near


def connected_components(pairs: Iterable[tuple[int, int]], n: int) -> np.ndarray:
    """(n,), the number of each item's component where ``pairs`` of items are joined; numbered by first appearance.

    >>> connected_components([(0, 2), (2, 3)], 5).tolist()
    [0, 1, 0, 0, 2]
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components as components

    ends = np.array(list(pairs), int).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends), np.int8), (ends[:, 0], ends[:, 1])), shape=(n, n))
    found = components(graph, directed=False)[1]
    _, first, code = np.unique(found, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[code]
