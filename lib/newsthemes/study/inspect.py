"""What a run would read, in seconds and without writing anything."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from newsthemes.corpus import read
from newsthemes.corpus.discover import ARTICLES_FOUND, find_inputs
from newsthemes.corpus.headline import letters
from newsthemes.corpus.readers.columns import named
from newsthemes.corpus.readers.content import Content
from newsthemes.corpus.readers.registry import reader_of
from newsthemes.language.plural import plural

TOLD = 1_000  # characters of an article that tell its language
SHOWN = 10  # rows of a list on screen


def inspect(corpus: Any, columns: Mapping[str, str | Sequence[str]] | None = None) -> str:
    """What would be read as what: kinds of files, articles, columns, dates, languages, duplicates, and what would not.

    ``corpus`` and ``columns`` as in :func:`newsthemes.read_corpus`. Pages of a list of URLs are not fetched. Raises
    InputError where nothing at all could be read.

    >>> import pandas as pd
    >>> print(inspect(pd.DataFrame({"body": ["The ferry will sail twice a day from June, they said."] * 2})))
    2 articles
    table: text ← body
    no article has a date
    languages: en 2
    duplicates: 1 article has the text of another
    """
    tables: dict[str, str] = {}
    articles, report = read(corpus, columns, fetch=False, note=tables.setdefault)
    lines = [plural(len(articles), "article"), *_kinds(corpus, columns, articles, report)]
    exports = set(report.loc[report["reason"] == ARTICLES_FOUND, "item"])  # their fields are known
    lines += _shown([f"{path}: {said}" for path, said in tables.items() if path not in exports])
    lines += [_dates(articles), _languages(articles), _duplicates(articles), _no_articles(articles)]
    lines += [*_others(articles), *_unread(report)]
    return "\n".join(line for line in lines if line)


def _kinds(corpus: Any, columns: Any, articles: pd.DataFrame, report: pd.DataFrame) -> list[str]:
    """A line a kind of file: how many there are, and how many articles they hold."""
    if isinstance(corpus, pd.DataFrame):
        return []
    exports = report[report["reason"] == ARTICLES_FOUND].set_index("item")["detail"].to_dict()
    held, files, kept = articles["path"].value_counts(), Counter(), Counter()
    for found in find_inputs(corpus)[0]:
        kind = exports.get(found.path, "").partition("; ")[2] or _kind(found, columns)
        files[kind] += 1
        kept[kind] += int(held.get(found.path, 0))
    return [
        f"  {kind}: {plural(files[kind], 'file')}, {plural(kept[kind], 'article')}" for kind in sorted(files)
    ]


def _kind(found: Any, columns: Any) -> str:
    try:
        return reader_of(Content(found.path, found.file.name, named(columns), file=found.file)).kind
    except Exception:  # whatever is wrong with it is said below
        return "not readable"


def _dates(articles: pd.DataFrame) -> str:
    dates = sorted(articles["date"].dropna())
    if not dates:
        return "no article has a date"
    return f"dates: {dates[0]} to {dates[-1]}, of {len(dates)} of {plural(len(articles), 'article')}"


def _languages(articles: pd.DataFrame) -> str:
    from newsthemes.passages.identify_language import tag

    stated = zip(articles["language"], articles["text"], strict=True)
    counted = Counter(language or tag([text[:TOLD]])[0][0] for language, text in stated)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return "languages: " + ", ".join(f"{language} {number}" for language, number in ordered[:SHOWN])


def _duplicates(articles: pd.DataFrame) -> str:
    again = int(articles["text"].map(letters).duplicated().sum())
    has = "has the text of another" if again == 1 else "have the text of another"
    return f"duplicates: {plural(again, 'article')} {has}" if again else ""


def _no_articles(articles: pd.DataFrame) -> str:
    pages = articles["page"].dropna() if "page" in articles else pd.Series(dtype=object)
    counted = ", ".join(f"{kind} {number}" for kind, number in sorted(Counter(pages).items()))
    return f"set aside as no article: {counted}" if counted else ""


def _others(articles: pd.DataFrame) -> list[str]:
    from newsthemes.corpus import ARTICLE_COLUMNS

    others = [name for name in articles if name not in (*ARTICLE_COLUMNS, "page")]
    return [f"other columns, each of which can be a grouping: {', '.join(others)}"] if others else []


def _unread(report: pd.DataFrame) -> list[str]:
    rows = report[report["reason"] != ARTICLES_FOUND]
    said = [
        f"{row.item}: {row.reason}" + (f" ({row.detail})" if row.detail else "") for row in rows.itertuples()
    ]
    return [f"{plural(len(rows), 'row')} would be in report.csv:", *_shown(said)] if said else []


def _shown(lines: list[str]) -> list[str]:
    more = [f"… and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [*lines[:SHOWN], *more]
