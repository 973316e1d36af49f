"""A word in context: every place where it stands, in every language, with the words around it."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.language.english_line import english_line
from newsthemes.language.glossary import gloss, glossed_languages
from newsthemes.language.scripts import UNSPACED_CHARACTER

AROUND = 60  # characters shown on each side of a hit
COLUMNS = (
    "passage_id", "article_id", "left", "hit", "right", "language", "gloss", "source", "title", "date",
)  # fmt: skip
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def concordance(articles: pd.DataFrame, kept: pd.DataFrame, query: str, n: int | None = 20) -> pd.DataFrame:
    """Return the places where a query stands in the kept passages: one row per hit, in the order of the articles.

    ``query``: a word or several in a row, whatever their case; a ``*`` at the end stands for any ending. A
    single English word is also found where a word of another language is glossed so ("chips" finds "puces").
    ``n``: at most so many rows, None for all; ``.attrs["hits"]`` is the number of all hits,
    ``.attrs["passages"]`` of passages with one. Columns: passage_id, article_id, left, hit, right (verbatim),
    language, gloss (of the whole passage; null in English and where there is no glossary), source, title,
    date. Raises InputError for an empty query.

    >>> articles = pd.DataFrame({"article_id": ["a"], "title": ["Chips"], "source": [None], "date": [None]})
    >>> kept = pd.DataFrame({"passage_id": ["a:0"], "article_id": "a", "text": "Chips are scarce.",
    ...     "language": "en"})
    >>> concordance(articles, kept, "chips")[["left", "hit", "right"]].values.tolist()
    [['', 'Chips', ' are scarce.']]
    """
    pattern = _pattern(query)
    found = _hits(kept, pattern)
    found += _glossed_hits(kept, query.strip().lower(), {(row, start) for row, start, _ in found})
    found = sorted(found)
    table = _table(kept, found[:n])
    about = articles.set_index("article_id").reindex(table["article_id"])
    for name in ("source", "title", "date"):
        values = about[name].astype(object).to_numpy() if name in about else np.full(len(table), None, object)
        table[name] = pd.Series(values, dtype=object).where(pd.notna(values), None)
    table = table[list(COLUMNS)]
    table.attrs = {"hits": len(found), "passages": len({row for row, *_ in found})}
    return table


def _pattern(query: str) -> re.Pattern:
    words = query.split()
    if not words:
        raise InputError("find: the query is empty; give a word or a phrase")
    open_ended = words[-1].endswith("*") and len(words[-1]) > 1
    if open_ended:
        words[-1] = words[-1][:-1]
    said = r"\s+".join(map(re.escape, words))
    before = "" if UNSPACED_CHARACTER.match(words[0]) else r"(?<!\w)"
    after = r"\w*" if open_ended else "" if UNSPACED_CHARACTER.match(words[-1][-1]) else r"(?!\w)"
    return re.compile(before + said + after, re.IGNORECASE)


def _hits(kept: pd.DataFrame, pattern: re.Pattern) -> list[tuple[int, int, int]]:
    """[(row, start, end)] of a pattern."""
    return [
        (row, *match.span())
        for row, text in enumerate(kept["text"].tolist())
        for match in pattern.finditer(text)
    ]


def _glossed_hits(kept: pd.DataFrame, query: str, known: set[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """[(row, start, end)] of words in other languages whose gloss is the query; those already ``known`` left
    out."""
    if not query.isalpha():
        return []
    found = []
    for language in set(glossed_languages()) & set(kept["language"]):
        rows = np.flatnonzero(kept["language"].eq(language))
        texts = kept["text"].iloc[rows].tolist()
        words = sorted({match.group() for text in texts for match in WORD.finditer(text)})
        meant = dict(zip(words, gloss(words, [language] * len(words)), strict=True))
        wanted = {
            word for word, english in meant.items() if _is_same(english, query) and word.lower() != query
        }
        found += [
            (row, *match.span())
            for row, text in zip(rows.tolist(), texts, strict=True)
            for match in WORD.finditer(text)
            if match.group() in wanted and (row, match.start()) not in known
        ]
    return found


def _is_same(english: str, query: str) -> bool:
    """Whether a gloss is the query, as written or in another number."""
    english = english.strip().lower()
    return english in (query, query + "s", query + "es") or query in (english + "s", english + "es")


def _table(kept: pd.DataFrame, hits: Sequence[tuple[int, int, int]]) -> pd.DataFrame:
    rows = [row for row, *_ in hits]
    table = kept[["passage_id", "article_id", "text", "language"]].iloc[rows].reset_index(drop=True)
    texts, languages = table.pop("text").tolist(), table["language"].tolist()
    table["left"] = [_cut(text[:start], left=True) for text, (_, start, _) in zip(texts, hits, strict=True)]
    table["hit"] = [text[start:end] for text, (_, start, end) in zip(texts, hits, strict=True)]
    table["right"] = [_cut(text[end:], left=False) for text, (_, _, end) in zip(texts, hits, strict=True)]
    table["gloss"] = pd.Series(
        [english_line(text, language) for text, language in zip(texts, languages, strict=True)],
        dtype=object,
    )
    return table


def _cut(text: str, left: bool) -> str:
    """At most AROUND characters on one side of a hit, cut at a space where there is one."""
    if len(text) <= AROUND:
        return text
    part = text[-AROUND:] if left else text[:AROUND]
    at = part.find(" ") if left else part.rfind(" ")
    if at < 0:
        return part
    return part[at:] if left else part[: at + 1]
