"""Runs of letters inside words: what words of one stem share, whatever their endings."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Self

import numpy as np
from scipy import sparse

SHORTEST, LONGEST = 3, 5


class Letters:
    """TF-IDF of the runs of letters inside words that some texts have, as scikit-learn's ``TfidfVectorizer`` gives it
    for ``analyzer="char_wb"`` with sublinear counts; each different word is cut up once, which takes three quarters of
    the library's time (benchmarks/alternatives.py), and scoring needs the columns without it."""

    def __init__(self, runs: list[str], rarity: np.ndarray) -> None:
        """``runs``: the columns; ``rarity``: the inverse document frequency of each."""
        self.runs, self.rarity = runs, rarity
        self.place = {run: column for column, run in enumerate(runs)}

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """What ``texts`` have."""
        runs = sorted({run for text in texts for word in text.lower().split() for run in _runs(word)})
        having = (cls(runs, np.ones(len(runs))).counts(texts) > 0).sum(0)
        return cls(runs, np.log((1 + len(texts)) / (1 + having)) + 1)

    def counts(self, texts: Sequence[str]) -> sparse.csr_array:
        """CSR (texts, runs)."""
        words = [text.lower().split() for text in texts]
        place = {word: row for row, word in enumerate(dict.fromkeys(chain.from_iterable(words)))}
        spelled = [[self.place[run] for run in _runs(word) if run in self.place] for word in place]
        return _counted(words, len(place), place) @ _counted(spelled, len(self.runs))

    def __call__(self, texts: Sequence[str]) -> sparse.csr_array:
        """CSR (texts, runs), unit rows; a text with none of the runs has zeros."""
        weighted = self.counts(texts)
        weighted.data = (1 + np.log(weighted.data)) * self.rarity[weighted.indices]
        rows = np.repeat(np.arange(len(texts)), np.diff(weighted.indptr))
        weighted.data /= np.sqrt(np.bincount(rows, weighted.data**2, len(texts)))[rows]
        return weighted


@lru_cache(maxsize=20_000)
def _runs(word: str) -> tuple[str, ...]:
    """A word with the space around it, in runs; one that is shorter than a run is its own run, once."""
    word, runs = f" {word} ", []
    for length in range(SHORTEST, LONGEST + 1):
        runs += [word[i : i + length] for i in range(max(1, len(word) - length + 1))]
        if len(word) <= length:
            break
    return tuple(runs)


def _counted(
    rows: Sequence[Sequence[Any]], width: int, place: Mapping[Any, int] | None = None
) -> sparse.csr_array:
    """CSR (rows, width) of how often each row lists each column; ``place``: {what is listed: its column}."""
    starts = np.cumsum([0, *map(len, rows)])
    listed = chain.from_iterable(rows)
    columns = np.fromiter(map(place.__getitem__, listed) if place else listed, np.int32, starts[-1])
    return sparse.csr_array((np.ones(len(columns)), columns, starts), shape=(len(rows), width))
