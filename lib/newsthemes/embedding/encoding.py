"""Texts on their way to vectors: what is stored is not encoded, and neither is what was said before."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice

import numpy as np

from newsthemes.arrays import chunks, release_pages
from newsthemes.cache.vectors import VectorCache
from newsthemes.progress import Bar

SAVED_AT_ONCE = (
    512  # texts that one process encodes between two writes to the store: what a killed run can lose
)


class Encoding:
    """The vectors of ``count`` texts, as they come: of each new text once, in the order of :meth:`parts`.

    They are written to ``rows`` of ``into``, or to those of a new array where it is None; ``bar`` counts them.

    >>> store = VectorCache(None)
    >>> encoding = Encoding(store, 3, Bar(total=3, desc="", shown=False), None, np.arange(3))
    >>> for part in encoding.parts(["a", "bb", "a"]):
    ...     encoding.take(np.array([[len(text)] for text in part], np.float32))
    >>> encoding.finish().tolist()
    [[1.0], [2.0], [1.0]]
    """

    def __init__(
        self, store: VectorCache, count: int, bar: Bar, into: np.ndarray | None, rows: np.ndarray
    ) -> None:
        self.store, self.count, self.bar, self.into, self.rows = store, count, bar, into, rows
        # Texts by their digests: glossed ones, kept until the last is encoded, would weigh three times as much.
        self.first: dict[bytes, int] = {}
        self.again: list[tuple[int, int]] = []
        self.waiting: deque[list[tuple[int, str]]] = deque()

    def parts(self, texts: Iterable[str]) -> Iterator[list[str]]:
        """Yield what has to be encoded, SAVED_AT_ONCE texts at a time, so that a run that goes on cuts the rest in the
        same places."""
        part, numbered = [], enumerate(texts)
        while some := list(islice(numbered, SAVED_AT_ONCE)):
            part += self._missing(some)
            while len(part) >= SAVED_AT_ONCE:
                yield self._awaited(part[:SAVED_AT_ONCE])
                part = part[SAVED_AT_ONCE:]
        if part:
            yield self._awaited(part)

    def take(self, vectors: np.ndarray) -> None:
        """Store the vectors of the oldest part that is waited for, and write them to their rows."""
        numbers, texts = zip(*self.waiting.popleft(), strict=True)
        self.store.put(texts, vectors)
        self._fill(list(numbers), vectors)

    def finish(self) -> np.ndarray:
        """Return the array, when the texts that came more than once are filled in."""
        for part in chunks(len(self.again), SAVED_AT_ONCE):
            numbers, same = np.array(self.again[part]).T
            self._fill(numbers, self.into[self.rows[same]])
        return self.into

    def _missing(self, some: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """Those of some numbered texts that are neither stored nor the same as an earlier one; the stored are filled
        in."""
        known_as = [self.first.setdefault(_digest(text), number) for number, text in some]
        told = list(zip(some, known_as, strict=True))
        new = {text: number for (number, text), earlier in told if earlier == number}
        self.again.extend((number, earlier) for (number, _), earlier in told if earlier != number)
        if known := self.store.get(list(new)):
            self._fill([new[text] for text in known], np.stack(list(known.values())))
        return [(number, text) for text, number in new.items() if text not in known]

    def _awaited(self, part: list[tuple[int, str]]) -> list[str]:
        self.waiting.append(part)
        return [text for _, text in part]

    def _fill(self, numbers: Sequence[int] | np.ndarray, vectors: np.ndarray) -> None:
        if self.into is None:
            self.into = np.empty((self.count, vectors.shape[1]), np.float32)
        self.into[self.rows[numbers]] = vectors
        release_pages(self.into)
        self.bar.update(len(numbers))


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()
