"""Vectors in a file: float32 where they are few, eight bits a value where they are many, one reader for both.

Each row is a direction (a vector of length 1, or of zeros), so eight bits a value need no scale beside them: a row is
stored as the whole numbers -127 to 127 that lie along it, and read as these divided by their length.
"""

import os
from pathlib import Path
from typing import Any

import numpy as np

from newsthemes.arrays import RowView, chunks, release_pages

# Bytes as float32 from which vectors are stored in eight bits: 3,000,000 passages of 896 values are 10.8 GB, 2.7 so. Of
# the ten nearest of 600 passages, eight bits kept .996 (19,324 of real news) and .993 (the bundled corpus, where copies
# and translations lie closest), float16 1.0 and .999. Half a gigabyte, 150,000 passages, is no burden to anyone.
COMPACT_FROM = 1 << 29
LARGEST = 127  # of a row in eight bits
PART = 16_384  # rows at a time
# Rows looked at between two releases of pages: the system maps up to 64 KB around each, so that 16,384 rows here and
# there held all of a file of 115 MB.
LOOKED_AT = 2048


class CompactRows(RowView):
    """float32 unit rows (n, d) of int8 directions; an index (a number, a slice, row numbers or a mask) gives an array.

    >>> rows = CompactRows(np.array([[3, 4], [0, 0]], np.int8))
    >>> rows.shape, rows[0].astype(float).round(2).tolist(), rows[:].astype(float).round(2).tolist()
    ((2, 2), [0.6, 0.8], [[0.6, 0.8], [0.0, 0.0]])
    """

    def __init__(self, directions: np.ndarray) -> None:
        self.directions, self.shape = directions, directions.shape
        self.dtype, self.ndim = np.dtype(np.float32), directions.ndim
        self.looked_at = 0  # rows since pages were released

    def __len__(self) -> int:
        return len(self.directions)

    def __getitem__(self, index: Any) -> Any:
        rows = np.asarray(self.directions[index], np.float32)
        self.looked_at += rows.size // max(self.shape[1], 1)
        if self.looked_at >= LOOKED_AT:
            self.looked_at = 0
            release_pages(self.directions)
        lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
        return rows / np.where(lengths > 0, lengths, 1)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self[:], dtype)


def zeros(shape: tuple[int, int], file: Path | None = None) -> np.ndarray:
    """Return float32 zeros, in their file from the start where there is one, so that memory need not hold them.

    >>> zeros((1, 2)).tolist()
    [[0.0, 0.0]]
    """
    if file is None:
        return np.zeros(shape, np.float32)
    vectors = np.lib.format.open_memmap(file, "w+", np.float32, shape)
    _allocate(file)
    return np.asarray(vectors)


def _allocate(path: Path) -> None:
    """Take the room of a file now: a full disk would else end the process at the page that finds none."""
    if hasattr(os, "posix_fallocate"):
        with open(path, "r+b") as file:
            os.posix_fallocate(file.fileno(), 0, path.stat().st_size)


def compacted(vectors: np.ndarray) -> np.ndarray:
    """Return the directions of rows (n, d) as int8: each value of a row in 127ths of its largest, rounded.

    What was read from such directions gives the same ones again. Rows of zeros stay zeros.

    >>> compacted(np.array([[0.6, -0.8], [0, 0]], np.float32)).tolist()
    [[95, -127], [0, 0]]
    """
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    return np.rint(vectors * (LARGEST / np.where(largest > 0, largest, 1))).astype(np.int8)


def compact_file(path: Path, least: int | None = None) -> None:
    """Store the vectors of a .npy file in eight bits from now on, where they are of ``least`` bytes or more.

    The file is replaced when its successor is complete. ``least``: by default COMPACT_FROM.
    """
    vectors = np.load(path, mmap_mode="r", allow_pickle=False)
    if vectors.dtype != np.float32 or vectors.nbytes < (COMPACT_FROM if least is None else least):
        return
    written = path.with_name(f"compact-{path.name}")
    directions = np.lib.format.open_memmap(written, "w+", np.int8, vectors.shape)
    _allocate(written)
    for part in chunks(len(vectors), PART):
        directions[part] = compacted(vectors[part])
        release_pages(vectors)
        release_pages(directions)
    directions.flush()
    written.replace(path)


def read_vectors(path: Path) -> np.ndarray | CompactRows:
    """Return the vectors of a .npy file: they stay on disk, read-only, until they are looked at."""
    stored = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    return CompactRows(stored) if stored.dtype == np.int8 and stored.ndim == 2 else stored
