"""Quantities of passages as they are compared: those of copies once, with the subjects and days of their articles."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from newsthemes.arrays import chunks
from newsthemes.evidence.comparison import STRICT_SCOPES
from newsthemes.evidence.quantities.claim_context import named_words
from newsthemes.evidence.quantities.extract import DATE, MAGNITUDE, MONEY
from newsthemes.evidence.quantities.table import CONVERTED
from newsthemes.parallel.executors import Workers

SUBJECTS = 5  # names that an article is about: those it has most often
PART = 4096  # passages read at a time, by one worker


def distinct_records(
    found: pd.DataFrame, passages: pd.DataFrame, articles: pd.DataFrame
) -> list[dict[str, Any]]:
    """The quantities of these passages in their order, as dicts: those of a passage and its copies once, with all
    ``articles`` that give them."""
    rows = pd.Index(passages["passage_id"]).get_indexer(found["passage_id"])
    order = np.argsort(rows, kind="stable")
    order = order[rows[order] >= 0]
    rows, found = rows[order], found.iloc[order]
    columns = {name: found[name].to_numpy(object, na_value=None) for name in found}
    once, days = {}, _days(articles)
    texts, languages = passages["text"].iloc[rows].tolist(), passages["language"].iloc[rows].tolist()
    for row, text, language, *fields in zip(rows.tolist(), texts, languages, *columns.values(), strict=True):
        one = dict(zip(columns, fields, strict=True))
        if CONVERTED in one["scopes"].split():
            continue  # the amount that it repeats is compared
        place = (text, one["start"], one["end"], one["kind"])
        if place not in once:
            once[place] = _record(row, one, language, days.get(one["article_id"], np.nan))
        once[place]["articles"].add(one["article_id"])
    return list(once.values())


def add_subjects(records: list[dict[str, Any]], passages: pd.DataFrame, workers: Workers) -> None:
    """Give each record the names that its articles name most often."""
    wanted = set().union(*(record["articles"] for record in records))
    rows = np.flatnonzero(passages["article_id"].isin(wanted).to_numpy())
    columns = [passages[name] for name in ("article_id", "text", "language")]
    parts = ([column.iloc[rows[part]].tolist() for column in columns] for part in chunks(len(rows), PART))
    named: dict[str, Counter[str]] = {}
    for counts in workers.map(_names_of_articles, parts):
        for article, names in counts.items():
            named.setdefault(article, Counter()).update(names)
    subjects = {
        article: [name for name, _ in counts.most_common(SUBJECTS)] for article, counts in named.items()
    }
    for record in records:
        record["subjects"] = frozenset(
            name for article in record["articles"] for name in subjects.get(article, ())
        )


def _names_of_articles(columns: Sequence[list[Any]]) -> dict[str, Counter[str]]:
    """{article: how often it names each, the first named first} of some passages."""
    named: dict[str, Counter[str]] = {}
    for article, text, language in zip(*columns, strict=True):
        named.setdefault(article, Counter()).update(list(named_words(text, language or "en")))
    return named


def _days(articles: pd.DataFrame) -> dict[str, float]:
    """{article: days since 1970} of those with a date."""
    if "date" not in articles:
        return {}
    dates = pd.to_datetime(articles["date"].astype("str").str[:10], format="%Y-%m-%d", errors="coerce")
    days = (dates - pd.Timestamp(0)) / pd.Timedelta(days=1)
    return dict(zip(articles["article_id"], days, strict=True))


def _record(row: int, one: dict[str, Any], language: str | None, day: float) -> dict[str, Any]:
    value = one["value"] if one["date"] is None else one["date"]
    family = MONEY if one["kind"] == MAGNITUDE else one["kind"]
    exact = (value,) if family == DATE else (f"{one[part]:.9g}" for part in ("value", "low", "high"))
    scopes, measures = frozenset(one["scopes"].split()), one["measures"].split()
    sets = {name: frozenset(one[name].split()) for name in ("context_words", "item", "years", "names")}
    return one | sets | {
        "row": row,
        "family": family,
        "value": value,
        "language": language,
        "day": day,
        "measures": frozenset(measures),
        "measure_order": measures,
        "scopes": scopes,
        "strict": scopes & STRICT_SCOPES,
        "months": frozenset(name for name in scopes if name.startswith("month-")),
        "articles": set(),
        "signature": (family, *exact),  # nine digits, so that rounding does not part what says the same
    }  # fmt: skip
