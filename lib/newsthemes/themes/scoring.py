"""Scores of a corpus of any size: part by part, in bounded memory, wherever the parts are computed."""

from typing import NamedTuple

import numpy as np

from newsthemes.parallel.executors import Workers
from newsthemes.themes.classifier import Scorer
from newsthemes.themes.features import Passages

DIGITS = 9  # of a score: the last bits depend on the number of threads that computed it
PART = 4096  # texts, and the rest of the article that the last one is from: neighbours count
SCORED_AT_ONCE = 1024  # texts of a part, in the same way: bounds memory


class Part(NamedTuple):
    """Some of the texts, with all that scoring them takes."""

    texts: list
    languages: list
    vectors: np.ndarray
    articles: list | None
    originals: list | None


def scores(
    texts, vectors, languages, themes, embedder, articles=None, labels=None, originals=None, workers=None
):
    """(n, themes) between 0 and 1; see ``score_themes``."""
    if not texts:
        return np.zeros((0, len(themes)))
    scorer, workers = Scorer(themes, embedder, labels), workers or Workers()
    scorer.check(vectors)
    articles = None if articles is None else list(articles)
    slices = whole_articles(articles, len(texts), PART)

    def parts():
        for rows in slices:
            theirs, before = articles and articles[rows], originals and list(originals[rows])
            yield Part(texts[rows], languages[rows], np.nan_to_num(vectors[rows]), theirs, before)

    return np.vstack(list(workers.map(_score, parts(), shared=scorer)))


def whole_articles(articles, count, size):
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


def _score(scorer, part):
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
