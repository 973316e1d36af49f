"""The texts as given → the distinct ones in an order of their own, so that the input's order never counts."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from newsthemes.arrays import RowView, as_float32, chunks
from newsthemes.errors import InputError

# Largest difference of two vectors of one text that are one: beyond the noise of a processor, 1e-6, which made 58 of
# 1,967 passages of the bundled corpus different ones, and 42 topics of 36.
SAME = 1e-4


@dataclass(frozen=True)
class Rows:
    """Distinct texts in content order: their ``vectors`` (m, d) as unit rows, made when they are asked for,
    ``languages`` (m,) and ``first`` (m,), where each was first given. ``place`` (n,) says which of them each given text
    is, -1 for a text without content (no letter or digit, or a zero vector)."""

    vectors: np.ndarray | RowView
    languages: np.ndarray
    first: np.ndarray
    place: np.ndarray

    def __len__(self) -> int:
        return len(self.vectors)

    def to_all_texts(self, values: ArrayLike, missing: float) -> np.ndarray:
        """Values of the distinct texts given back to every text; ``missing`` for those without content."""
        values = np.asarray(values)
        given = np.full((len(self.place), *values.shape[1:]), missing, values.dtype)
        given[self.place >= 0] = values[self.place[self.place >= 0]]
        return given

    @property
    def copies(self) -> np.ndarray:
        """How many of the given texts each distinct one stands for."""
        return np.bincount(self.place[self.place >= 0], minlength=len(self))


def checked(
    texts: Sequence[str | None],
    vectors: np.ndarray | RowView,
    labels: Mapping[str, Sequence[Any] | np.ndarray | None],
) -> tuple[list[str], np.ndarray | RowView, dict[str, np.ndarray | None]]:
    """(list of str, float32 (n, d), {name: object array or None}), or InputError in one line.

    ``labels``: {name: one label a text, or None}; a missing label becomes None, any other one a str.
    """
    texts = ["" if text is None else str(text) for text in texts]
    vectors = as_float32(vectors)
    if not texts and not len(vectors):
        vectors = np.zeros((0, vectors.shape[1] if vectors.ndim == 2 else 0), np.float32)
    if vectors.ndim != 2 or len(vectors) != len(texts):
        raise InputError(
            f"find_topics: {len(texts)} texts but vectors of shape {vectors.shape}; give one row a text"
        )
    finite = np.concatenate([np.isfinite(vectors[rows]).all(axis=1) for rows in chunks(len(vectors))] or [[]])
    if not finite.all():
        row = int(np.argmin(finite))
        raise InputError(f"find_topics: the vector of text {row} holds a value that is not a finite number")
    return texts, vectors, {name: _labels(name, given, len(texts)) for name, given in labels.items()}


def _labels(name: str, given: Sequence[Any] | np.ndarray | None, count: int) -> np.ndarray | None:
    if given is None:
        return None
    labels = np.array([None if v is None or v != v else str(v) for v in given], dtype=object)
    if len(labels) != count:
        raise InputError(f"find_topics: {count} texts but {len(labels)} {name}; give one a text")
    return labels


def flags(given: Sequence[bool | None] | np.ndarray | None, count: int) -> np.ndarray:
    """(count,) bool: which texts are headlines; none by default. InputError where that is not one a text."""
    if given is None:
        return np.zeros(count, bool)
    if len(given) != count:
        raise InputError(f"find_topics: {count} texts but {len(given)} headlines; give True or False a text")
    return np.array([value is not None and value == value and bool(value) for value in given], bool)


def distinct(texts: Sequence[str], vectors: np.ndarray | RowView, languages: np.ndarray | None) -> Rows:
    """The :class:`Rows` of checked texts. The same text in the same language with the same vector, within SAME, counts
    once (a repost is no further evidence of a topic); the order is that of a hash of the text, so that neither the
    last bits of a vector nor how a language is written move any text but copies of one."""
    alike, spoken = first_alike(texts, vectors, languages), _spoken(texts, languages)
    first = _in_order(np.flatnonzero(alike == np.arange(len(texts))), texts, spoken, vectors)
    number = np.full(len(texts) + 1, -1)
    number[first] = np.arange(len(first))
    return Rows(
        UnitRows(vectors, first),
        np.array([spoken[row] for row in first], dtype=object),
        first,
        number[alike],
    )


def first_alike(
    texts: Sequence[str], vectors: np.ndarray | RowView, languages: np.ndarray | None
) -> np.ndarray:
    """(n,) the first row with the same text, language and (within SAME) vector, -1 for a text without content."""
    norms = np.concatenate([np.linalg.norm(vectors[rows], axis=1) for rows in chunks(len(vectors))] or [[]])
    has_content = np.array([any(map(str.isalnum, text)) for text in texts], bool) & (norms > 1e-6)
    alike = np.where(has_content, np.arange(len(texts)), -1)
    rows = np.flatnonzero(has_content)
    for copies in _copies(rows, texts, _spoken(texts, languages)):
        known = copies[:1]
        for row in copies[1:]:
            same = (first for first in known if np.abs(vectors[first] - vectors[row]).max() < SAME)
            alike[row] = next(same, row)
            if alike[row] == row:
                known.append(row)
    return alike


def _copies(rows: np.ndarray, texts: Sequence[str], spoken: Sequence[str]) -> Iterator[list[int]]:
    """The rows of each text that stands in several of ``rows`` in one language."""
    import pandas as pd

    said = pd.factorize(np.array([texts[row] for row in rows.tolist()], object))[0]
    tongue = pd.factorize(np.array([spoken[row] for row in rows.tolist()], object))[0]
    code = pd.factorize(said * (tongue.max(initial=0) + 1) + tongue)[0]
    repeated = np.flatnonzero(np.bincount(code)[code] > 1) if len(code) else code
    repeated = repeated[np.argsort(code[repeated], kind="stable")]
    ends = np.flatnonzero(np.diff(code[repeated])) + 1
    yield from (part.tolist() for part in np.split(rows[repeated], ends) if len(part))


def _spoken(texts: Sequence[str], languages: np.ndarray | None) -> list[str]:
    return [""] * len(texts) if languages is None else [language or "" for language in languages]


class UnitRows(RowView):
    """Rows of vectors with length 1, made when they are indexed: of 3,000,000 vectors topics are found in 4,000, and a
    copy of all would hold 4.6 GB."""

    def __getitem__(self, index: Any) -> np.ndarray:
        chosen = np.array(super().__getitem__(index), np.float32)
        chosen /= np.linalg.norm(chosen, axis=-1, keepdims=True)
        return chosen

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self[:], dtype)


def scaled(vectors: np.ndarray | RowView, rows: np.ndarray) -> np.ndarray:
    """A copy of some rows, each with length 1."""
    return UnitRows(vectors, rows)[:]


def _in_order(
    rows: np.ndarray, texts: Sequence[str], spoken: Sequence[str], vectors: np.ndarray | RowView
) -> np.ndarray:
    """The rows by a hash of their text, then by language, then by vector."""
    digests = bytearray()  # joined from a list, each would weigh five times as much
    for row in rows.tolist():
        digests += hashlib.blake2b(texts[row].encode("utf-8", "surrogatepass"), digest_size=16).digest()
    high, low = np.frombuffer(digests, ">u8").reshape(-1, 2).T.astype(np.uint64)
    tongue = np.unique(np.array([spoken[row] for row in rows.tolist()], str), return_inverse=True)[1]
    order = np.lexsort((tongue, low, high))
    same = (np.diff(high[order]) == 0) & (np.diff(low[order]) == 0) & (np.diff(tongue[order]) == 0)
    ordered, equal = rows[order], np.flatnonzero(same)
    for run in np.split(equal, np.flatnonzero(np.diff(equal) > 1) + 1) if len(equal) else ():
        part = slice(run[0], run[-1] + 2)
        ordered[part] = sorted(ordered[part].tolist(), key=lambda row: vectors[row].tobytes())
    return ordered


def numbered(labels: np.ndarray | None, count: int) -> np.ndarray:
    """(count,) a number for each label, an article say; a text without one is a number of its own."""
    if labels is None:
        return np.arange(count)
    numbers = {}
    own = [label if label is not None else ("", row) for row, label in enumerate(labels)]
    return np.array([numbers.setdefault(label, len(numbers)) for label in own], int)


def labels_of_first(labels: np.ndarray | None, rows: Rows) -> np.ndarray:
    """(m,) the number of the label, a story say, of each distinct text where it was first given; a text without one is
    a number of its own."""
    return numbered(None if labels is None else labels[rows.first], len(rows))
