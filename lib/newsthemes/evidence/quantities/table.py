"""The quantities of many passages as one table, to be kept and added to as a corpus grows."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from newsthemes.arrays import chunks
from newsthemes.evidence.quantities.claim_context import claim_context, measures_of
from newsthemes.evidence.quantities.extract import (
    COUNT,
    DATE,
    MAGNITUDE,
    MEASURED,
    MONEY,
    Quantity,
    find_quantities,
)
from newsthemes.parallel.executors import Workers
from newsthemes.themes.reference_corpus import content_words

PART = 4096  # passages read at a time, by one worker
NEARBY = 8  # words on each side of an amount that say what it measures
ITEM = 3  # words after a measurement that say of what it is
WINDOW = 200  # characters in which those words are looked for
OF_MONEY = frozenset("revenue profit loss debt cost price fine funding salary tax aid".split())
MILLION = 1_000_000
DURATIONS = frozenset("second minute hour day week month quarter year decade times time fold".split())
CONVERTED = "converted"  # the scope of an amount that repeats the one before it in another currency
CONVERSION = re.compile(r"\s?[(/;,–-]\s?(?:(?:or|about|around|soit|environ|atau|sekitar|rund|etwa|unos)\s)?")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
COLUMNS = {
    "passage_id": "str", "article_id": "str", "start": "int64", "end": "int64", "written": "str", "kind": "str",
    "unit": "str", "date": "str", "value": "float64", "low": "float64", "high": "float64", "precision": "float64",
    "bound": "int64", "context_words": "str", "item": "str", "years": "str", "measures": "str", "scopes": "str",
    "names": "str",
}  # fmt: skip


def quantities(passages: pd.DataFrame, workers: Workers | None = None) -> pd.DataFrame:
    """One row per quantity of the kept passages, in their order; the same table after a way through Parquet.

    ``workers``: who reads the passages, PART at a time; by default this process.
    ``start``, ``end``: offsets in the passage; ``written``: verbatim. ``kind``, ``unit``, ``value``, ``low``, ``high``,
    ``precision``: see :class:`Quantity`; a date has its ISO text in ``date`` and no numbers. ``bound``: -1 for "less
    than", 1 for "more than", 0 for neither. Joined by spaces: ``context_words`` (content words near the amount, glossed
    where there is a glossary), ``item`` (those right after it), ``years`` that the passage names, and ``measures``,
    ``scopes`` and ``names`` of the :class:`ClaimContext`. Years alone and durations are left out: they rarely say the
    same of anything.

    >>> text = "The pier cost $5.5 million, and 40 ferries use it."
    >>> passages = pd.DataFrame({"passage_id": ["a:0"], "article_id": ["a"], "text": [text], "language": ["en"]})
    >>> quantities(passages)[["written", "kind", "unit", "value"]].values.tolist()
    [['$5.5 million', 'money', 'USD', 5500000.0], ['40', 'count', 'ferry use', 40.0]]
    """
    kept = passages[passages["kept"].to_numpy(bool)] if "kept" in passages else passages
    columns = [kept[name] for name in ("passage_id", "article_id", "text", "language")]
    parts = ([column.iloc[part].tolist() for column in columns] for part in chunks(len(kept), PART))
    found = list((workers or Workers()).map(_of_passages, parts))
    return pd.concat(found, ignore_index=True) if found else _table([])


def updated(
    before: pd.DataFrame, kept: pd.DataFrame, same: np.ndarray, workers: Workers | None = None
) -> pd.DataFrame:
    """The quantities of the passages ``kept``, of which those that are the ``same`` (bool) as in an earlier table
    ``before`` are not read again."""
    there = before["passage_id"].isin(kept.loc[same, "passage_id"])
    new = quantities(kept[~same], workers)
    both = pd.concat([before[there].astype(object), new.astype(object)], ignore_index=True)
    order = np.argsort(pd.Index(kept["passage_id"]).get_indexer(both["passage_id"]), kind="stable")
    return both.iloc[order].reset_index(drop=True).astype(before.dtypes)


def _of_passages(columns: Sequence[list[Any]]) -> pd.DataFrame:
    """The quantities of some passages, whose ids, articles, texts and languages are given."""
    found = []
    for passage, article, text, language in zip(*columns, strict=True):
        before = None
        for quantity in find_quantities(text, language):
            if _is_claim(quantity):
                converted = before is not None and _is_converted(quantity, before, text)
                found.append((passage, article, *_row(quantity, text, language, converted)))
            before = quantity
    return _table(found)


def _table(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _is_claim(quantity: Quantity) -> bool:
    if quantity.kind == DATE:
        return len(quantity.value) > len("2024")  # a year alone dates half of all sentences
    return quantity.kind not in (COUNT, MEASURED) or not set(quantity.unit.split()) & DURATIONS


def _is_converted(quantity: Quantity, before: Quantity, text: str) -> bool:
    """Whether an amount of money is the one before it in another currency: "A$300 (£170; $208)"."""
    beside = quantity.kind == MONEY and before.kind in (MONEY, MAGNITUDE) and quantity.unit != before.unit
    return beside and CONVERSION.fullmatch(text, before.end, quantity.start) is not None


def _row(quantity: Quantity, text: str, language: str, converted: bool = False) -> tuple[Any, ...]:
    start, end, kind, unit, *numbers = quantity
    dated, measured = (numbers[0], [np.nan] * 4) if kind == DATE else (None, numbers)
    before = " ".join(text[max(0, start - WINDOW) : start].split()[-NEARBY:])
    after = " ".join(text[end : end + WINDOW].split()[:NEARBY])
    words = sorted(set(content_words(f"{before} ; {after}", language)))
    item = unit if kind == COUNT else " ".join(content_words(" ".join(after.split()[:ITEM]), language))
    if kind == COUNT and numbers[0] >= MILLION and measures_of(after, language) & OF_MONEY:
        kind, unit = MAGNITUDE, None  # "5 million budget"
    years = sorted(set(YEAR.findall(text)))
    context = claim_context(text, start, end, language)
    scopes = context.scopes | ({CONVERTED} if converted else set())
    described = (words, item.split(), years, context.measures, sorted(scopes), sorted(context.names))
    return (
        start,
        end,
        text[start:end],
        kind,
        unit,
        dated,
        *measured,
        _bound(quantity),
        *map(" ".join, described),
    )


def _bound(quantity: Quantity) -> int:
    if quantity.kind == DATE or quantity.low < quantity.value < quantity.high:
        return 0
    return int(quantity.value == quantity.low) - int(quantity.value == quantity.high)
