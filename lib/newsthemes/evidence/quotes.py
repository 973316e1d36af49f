"""The passages behind the numbers: verbatim quotes that can be found again in their source."""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import pandas as pd

from newsthemes.arrays import chunks
from newsthemes.errors import InputError
from newsthemes.language.english_line import english_line
from newsthemes.parallel.executors import Workers

PART = 4096  # quotes glossed at a time, by one worker

COLUMNS = (
    "theme", "rank", "score", "article_id", "passage_id", "start", "end", "quote", "language", "gloss",
    "source", "title", "date",
)  # fmt: skip


def evidence(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    scores: pd.DataFrame,
    presence: pd.DataFrame,
    most: int | None = None,
    glosses: pd.DataFrame | None = None,
    workers: Workers | None = None,
) -> pd.DataFrame:
    """Every passage that carries a theme, a row a passage and theme, the surest first (rank 1).

    ``scores`` and ``presence`` are row-aligned with ``passages``. Ties rank by order of appearance. ``most``:
    the number of quotes a theme, all by default. ``quote`` is the article's ``text[start:end]``; a passage that
    is not verbatim there raises ValueError. ``gloss``: the quote glossed into English, None for English and
    where there is no glossary;
    ``glosses``: an earlier such table, from which the glosses of quotes that are in it are taken; ``workers``: who
    glosses the others, by default this process.
    """
    parts = evidence_by_theme(articles, passages, scores, presence, most, glosses, workers)
    return pd.concat(parts, ignore_index=True)


def evidence_by_theme(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    scores: pd.DataFrame,
    presence: pd.DataFrame,
    most: int | None = None,
    glosses: pd.DataFrame | None = None,
    workers: Workers | None = None,
) -> Iterator[pd.DataFrame]:
    """The rows of :func:`evidence` theme after theme, so that those of a large corpus need not be in memory together;
    a table without rows where there is no theme."""
    if not len(passages) == len(scores) == len(presence):
        raise InputError(
            f"evidence: {len(passages)} passages, {len(scores)} scores, {len(presence)} presences"
        )
    ranked = {theme: _surest(scores[theme], presence[theme], most) for theme in presence}
    rows = np.unique(np.concatenate([*ranked.values(), np.zeros(0, int)]))
    glossed = _glosses(passages.iloc[rows], glosses, workers or Workers())
    for theme, chosen in ranked.items():
        quotes = _quoted(articles, passages, chosen, glossed[np.searchsorted(rows, chosen)])
        quotes["theme"], quotes["rank"] = (
            pd.Series(theme, quotes.index, object),
            np.arange(1, len(chosen) + 1),
        )
        yield quotes.assign(score=scores[theme].to_numpy(float)[chosen])[list(COLUMNS)]
    if not ranked:
        yield pd.DataFrame(columns=list(COLUMNS))


def _surest(scores: pd.Series, present: pd.Series, most: int | None) -> np.ndarray:
    """The rows of the passages that carry a theme, the surest first."""
    rows = np.flatnonzero(present.to_numpy(bool))
    return rows[np.argsort(-scores.to_numpy(float)[rows], kind="stable")[:most]]


def quote_rows(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    rows: np.ndarray,
    glosses: pd.DataFrame | None = None,
    workers: Workers | None = None,
) -> pd.DataFrame:
    """Return passages by row number, in that order, as quotes: one row each, with gloss, source, title and date.

    ``glosses``, ``workers``: as for :func:`evidence`. A passage that is not verbatim in its
    article raises ValueError.
    """
    return _quoted(articles, passages, rows, _glosses(passages.iloc[rows], glosses, workers or Workers()))


def _quoted(
    articles: pd.DataFrame, passages: pd.DataFrame, rows: np.ndarray, glossed: np.ndarray
) -> pd.DataFrame:
    """:func:`quote_rows` with the gloss of each row."""
    columns = ["article_id", "passage_id", "start", "end", "language", "text"]
    chosen = passages[columns].iloc[rows].reset_index(drop=True).rename(columns={"text": "quote"})
    place = pd.Index(articles["article_id"]).get_indexer(chosen["article_id"])
    _check_verbatim(chosen, articles["text"], place)
    chosen["gloss"] = pd.Series(glossed, chosen.index, object)
    for name in ("source", "title", "date"):
        values = (
            articles[name].astype(object) if name in articles else pd.Series(None, articles.index, object)
        )
        chosen[name] = values.where(values.notna(), None).iloc[place].reset_index(drop=True)
    return chosen


def _check_verbatim(chosen: pd.DataFrame, texts: pd.Series, place: np.ndarray) -> None:
    """Article by article, so that few texts of articles are in memory as such."""
    columns = [chosen[name].to_numpy(object) for name in ("passage_id", "quote", "start", "end")]
    order = np.argsort(place, kind="stable")
    known: int | None = None
    said: str | None = None
    for row, article in zip(order.tolist(), place[order].tolist(), strict=True):
        if article != known:
            known, said = article, texts.iloc[article] if article >= 0 else None
        passage, text, start, end = (values[row] for values in columns)
        found = said[start:end] if isinstance(said, str) else None
        if found != text:
            raise ValueError(
                f"passage {passage} is not verbatim in its article: {text!r} but there is {found!r}"
            )


def _glosses(passages: pd.DataFrame, known: pd.DataFrame | None, workers: Workers) -> np.ndarray:
    """(n,) objects: the gloss of each passage or None; the same text in one language is glossed once."""
    texts, languages = passages["text"].to_numpy(object), passages["language"].to_numpy(object)
    spoken = pd.factorize(languages)[0] + 1
    said = pd.factorize(texts)[0] * (spoken.max(initial=0) + 1) + spoken
    _, first, place = np.unique(said, return_index=True, return_inverse=True)
    before = {} if known is None else _known_glosses(known)
    glossed = np.array([before.get((texts[row], languages[row])) for row in first.tolist()] + [None], object)
    new = [
        number
        for number, row in enumerate(first.tolist())
        if languages[row] != "en" and (texts[row], languages[row]) not in before
    ]
    parts = ([(texts[first[n]], languages[first[n]]) for n in new[part]] for part in chunks(len(new), PART))
    glossed[new] = np.array([*chain.from_iterable(workers.map(_lines, parts)), None], object)[:-1]
    return glossed[:-1][place]


def _lines(said: Sequence[tuple[str, str | None]]) -> list[str | None]:
    return [english_line(*one) for one in said]


def _known_glosses(table: pd.DataFrame) -> dict[tuple[str, str], str]:
    glossed = table[table["gloss"].notna()]
    return dict(zip(zip(glossed["quote"], glossed["language"], strict=True), glossed["gloss"], strict=True))


def locate(quote: str, articles: pd.DataFrame) -> pd.DataFrame:
    """Where a quote stands, character for character: article_id, path, line, start, end; a row a place.

    ``line`` counts from 1. No rows: nobody said that in these articles.
    """
    places = []
    for article in articles.itertuples():
        start = article.text.find(quote) if quote else -1
        while start >= 0:
            line = article.text.count("\n", 0, start) + 1
            path = getattr(article, "path", None)
            places.append((article.article_id, path, line, start, start + len(quote)))
            start = article.text.find(quote, start + 1)
    return pd.DataFrame(places, columns=["article_id", "path", "line", "start", "end"])
