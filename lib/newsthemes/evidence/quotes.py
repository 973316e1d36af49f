"""The passages behind the numbers: verbatim quotes that can be found again in their source."""

from collections.abc import Sequence
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
    if not len(passages) == len(scores) == len(presence):
        raise InputError(
            f"evidence: {len(passages)} passages, {len(scores)} scores, {len(presence)} presences"
        )
    found = []
    for theme in presence:
        rows = np.flatnonzero(presence[theme].to_numpy(bool))
        order = np.argsort(-scores[theme].to_numpy(float)[rows], kind="stable")[:most]
        found.append(
            pd.DataFrame(
                {
                    "theme": theme,
                    "rank": np.arange(1, len(order) + 1),
                    "score": scores[theme].to_numpy(float)[rows][order],
                    "row": rows[order],
                }
            )
        )
    listed = (
        pd.concat(found, ignore_index=True)
        if found
        else pd.DataFrame(columns=["theme", "rank", "score", "row"])
    )
    quotes = quote_rows(articles, passages, listed["row"].to_numpy(int), glosses, workers)
    return pd.concat([listed.drop(columns="row"), quotes], axis=1)[list(COLUMNS)]


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
    different, again = np.unique(rows, return_inverse=True)
    columns = ["article_id", "passage_id", "start", "end", "language", "text"]
    chosen = passages[columns].iloc[different].reset_index(drop=True).rename(columns={"text": "quote"})
    place = pd.Index(articles["article_id"]).get_indexer(chosen["article_id"])
    _check_verbatim(chosen, articles["text"].tolist(), place)
    chosen["gloss"] = _glosses(
        chosen["quote"].tolist(), chosen["language"].tolist(), glosses, workers or Workers()
    )
    for name in ("source", "title", "date"):
        values = (
            articles[name].astype(object) if name in articles else pd.Series(None, articles.index, object)
        )
        chosen[name] = values.where(values.notna(), None).iloc[place].reset_index(drop=True)
    return chosen.iloc[again].reset_index(drop=True)


def _check_verbatim(chosen: pd.DataFrame, texts: Sequence[str | None], place: np.ndarray) -> None:
    spans = zip(
        *(chosen[name].tolist() for name in ("passage_id", "quote", "start", "end")), place, strict=True
    )
    for passage, text, start, end, article in spans:
        found = texts[article][start:end] if article >= 0 and isinstance(texts[article], str) else None
        if found != text:
            raise ValueError(
                f"passage {passage} is not verbatim in its article: {text!r} but there is {found!r}"
            )


def _glosses(
    quotes: Sequence[str], languages: Sequence[str | None], known: pd.DataFrame | None, workers: Workers
) -> list[str | None]:
    glossed = {} if known is None else _known_glosses(known)
    said = list(zip(quotes, languages, strict=True))
    new = [one for one in dict.fromkeys(said) if one not in glossed and one[1] != "en"]
    made = workers.map(_lines, (new[part] for part in chunks(len(new), PART)))
    glossed |= dict(zip(new, chain.from_iterable(made), strict=True))
    return [glossed.get(one) for one in said]


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
