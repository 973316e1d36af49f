"""Scores of a corpus of any size: part by part, in bounded memory, wherever the parts are computed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsthemes.arrays import RowView
from newsthemes.parallel.executors import Workers
from newsthemes.themes.classifier import Scorer
from newsthemes.themes.features import Passages
from newsthemes.themes.labelled_sentences import Source
from newsthemes.themes.theme import Themes

if TYPE_CHECKING:
    from newsthemes.embedding.embedder import Embedder

DIGITS = 9  # of a score: the last bits depend on the number of threads that computed it
PART = 4096  # texts, and the rest of the article that the last one is from: neighbours count
SCORED_AT_ONCE = 1024  # texts of a part, in the same way: bounds memory


class Part(NamedTuple):
    """Some of the texts, with all that scoring them takes."""

    texts: list[str]
    languages: list[str]
    vectors: np.ndarray
    articles: list[Any] | None
    originals: list[str] | None


def scores(
    texts: list[str],
    vectors: np.ndarray | RowView,
    languages: list[str],
    themes: Themes,
    embedder: "Embedder",
    articles: Iterable[Any] | None = None,
    labels: Source | None = None,
    originals: Sequence[str] | None = None,
    workers: Workers | None = None,
) -> np.ndarray:
    """(n, themes) between 0 and 1; see ``score_themes``."""
    if not texts:
        return np.zeros((0, len(themes)))
    scorer, workers = Scorer(themes, embedder, labels), workers or Workers()
    scorer.check(vectors)
    articles = None if articles is None else list(articles)
    slices = whole_articles(articles, len(texts), PART)

    def parts() -> Iterator[Part]:
        for rows in slices:
            theirs, before = articles and articles[rows], list(originals[rows]) if originals else None
            yield Part(texts[rows], languages[rows], np.nan_to_num(vectors[rows]), theirs, before)

    found = np.empty((len(texts), len(themes)))
    for rows, part in zip(slices, workers.map(_score, parts(), shared=scorer), strict=True):
        found[rows] = part
    return found


def whole_articles(articles: Sequence[Any] | None, count: int, size: int) -> list[slice]:
    """Slices of ``size`` rows and more, each to the end of an article."""
    ends = np.arange(1, count + 1)
    if articles is not None:
        names = np.array(articles, object)
        ends = np.append(np.flatnonzero(names[1:] != names[:-1]) + 1, count)
    slices, start = [], 0
    while start < count:
        end = int(ends[np.searchsorted(ends, min(start + size, count))])
        slices.append(slice(start, end))
        start = end
    return slices


def _score(scorer: Scorer, part: Part) -> np.ndarray:
    passages = Passages.of(part.texts, part.vectors, part.languages)
    scores = [
        scorer.score(
            part.texts[rows],
            part.languages[rows],
            passages.take(rows),
            part.articles and part.articles[rows],
            part.originals and part.originals[rows],
        )
        for rows in whole_articles(part.articles, len(part.texts), SCORED_AT_ONCE)
    ]
    return np.round(np.vstack(scores), DIGITS)
