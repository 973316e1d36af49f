"""Articles to passages: cleaned, segmented, language-tagged; furniture marked, never lost.

| module | what it knows |
|---|---|
| `lexicon`, `furniture.tsv` | what page furniture says, in some twenty languages |
| `furniture` | which lines and sentences are furniture, and why |
| `sentences` | where sentences end |
| `languages` | which language each is in |
| `repeats` | which lines stand in several articles |
| `article` | one article to its passages |
"""

from array import array
from collections.abc import Iterable
from functools import partial
from math import nan

import pandas as pd

from newsthemes.corpus.parallel import in_parallel
from newsthemes.passages.article import passages_of
from newsthemes.passages.furniture import REASONS
from newsthemes.passages.languages import identifier
from newsthemes.passages.repeats import repeated_lines

__all__ = ["PASSAGE_COLUMNS", "REASONS", "article_languages", "split_passages"]

PASSAGE_COLUMNS = tuple("passage_id article_id start end text language language_p kept reason".split())


def split_passages(articles: pd.DataFrame, progress: bool = False) -> pd.DataFrame:
    """Split every article into passages: single sentences, the longest cut at clause marks.

    One row a passage, in the order of the articles and of their text, PASSAGE_COLUMNS:
    `text == article.text[start:end]`, verbatim; passages of an article do not overlap and nothing
    but white space (and zero-width characters) lies outside them. Furniture stays in the table
    with `kept` False and a `reason` out of `REASONS`.
    `language` is ISO 639-1 (639-3 where there is none, `und` where undetermined), `language_p` its
    probability; both are null for passages that are not kept.
    """
    texts = [text if isinstance(text, str) else "" for text in articles["text"]]
    declared = [language if isinstance(language, str) else None for language in articles["language"]]
    split = partial(_passages, repeated=repeated_lines(texts))
    work = list(zip(texts, declared, strict=True))
    label = "splitting" if progress else None
    found = in_parallel(split, work, sum(map(len, texts)), label, prepare=identifier)
    return _table(articles["article_id"].tolist(), texts, found)


def _passages(article: tuple[str, str | None], repeated: frozenset[str]) -> list[tuple]:
    return list(
        zip(*passages_of(*article, repeated), strict=True)
    )  # by column: a list a row would weigh more


def _table(ids: list[str], texts: list[str], found: Iterable[list[tuple]]) -> pd.DataFrame:
    column = {name: [] for name in PASSAGE_COLUMNS} | {
        "start": array("q"),
        "end": array("q"),
        "language_p": array("d"),
    }
    for article_id, text, columns in zip(ids, texts, found, strict=True):
        starts, ends, reasons, languages, certain = columns or ((), (), (), (), ())
        column["passage_id"] += [f"{article_id}:{start}" for start in starts]
        column["article_id"] += [article_id] * len(starts)
        column["start"].extend(starts)
        column["end"].extend(ends)
        column["text"] += [text[start:end] for start, end in zip(starts, ends, strict=True)]
        column["language"] += languages
        column["language_p"].extend(nan if p is None else p for p in certain)
        column["kept"] += [reason is None for reason in reasons]
        column["reason"] += reasons
    return pd.DataFrame({name: _series(name, column[name]) for name in PASSAGE_COLUMNS})


def _series(name: str, values) -> pd.Series:
    kind = {"start": "int64", "end": "int64", "language_p": "float64", "kept": bool}.get(name, object)
    return pd.Series(values, dtype=kind)


def article_languages(passages: pd.DataFrame) -> pd.Series:
    """The language of most kept characters of each article, by article_id; ties go to the first by name."""
    kept = passages[passages["kept"].astype(bool)]
    sizes = (kept["end"] - kept["start"]).groupby([kept["article_id"], kept["language"]]).sum()
    ordered = sizes.reset_index(name="size").sort_values(
        ["size", "language"], ascending=[False, True], kind="stable"
    )
    return ordered.groupby("article_id")["language"].first().rename("language")
