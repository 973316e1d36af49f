"""The quantities of many passages as one table, to be kept and added to as a corpus grows."""

import re

import numpy as np
import pandas as pd

from newsthemes.evidence.quantities.extract import COUNT, DATE, MEASURED, find_quantities
from newsthemes.themes.reference_corpus import content_words

NEARBY = 8  # words on each side of an amount that say what it measures
DURATIONS = frozenset("second minute hour day week month quarter year decade times time fold".split())
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
COLUMNS = {
    "passage_id": "str", "article_id": "str", "start": "int64", "end": "int64", "written": "str", "kind": "str",
    "unit": "str", "date": "str", "value": "float64", "low": "float64", "high": "float64", "precision": "float64", "bound": "int64",
    "context_words": "str", "years": "str",
}  # fmt: skip


def quantities(passages):
    """One row a quantity of the kept passages, in their order; the same table after a way through Parquet.

    ``start``, ``end``: offsets in the passage; ``written``: verbatim. ``kind``, ``unit``, ``value``, ``low``, ``high``:
    see :class:`Quantity`; a date has its ISO text in ``date`` and no numbers. ``bound``: -1 for "less than", 1 for
    "more than", 0 for neither. ``context_words`` (English content words near the amount) and ``years`` (that the passage
    names) are joined by spaces. Years alone and durations are left out: they rarely say the same of anything.
    """
    kept = passages[passages["kept"].to_numpy(bool)] if "kept" in passages else passages
    columns = ("passage_id", "article_id", "text", "language")
    found = [
        (passage, article, *_row(quantity, text, language))
        for passage, article, text, language in zip(*(kept[name].tolist() for name in columns), strict=True)
        for quantity in find_quantities(text, language)
        if _says_something(quantity)
    ]
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def _says_something(quantity):
    if quantity.kind == DATE:
        return len(quantity.value) > 4  # a year alone dates half of all sentences
    return quantity.kind not in (COUNT, MEASURED) or not set(quantity.unit.split()) & DURATIONS


def _row(quantity, text, language):
    start, end, kind, unit, *numbers = quantity
    dated, measured = (numbers[0], [np.nan] * 4) if kind == DATE else (None, numbers)
    context, years = sorted(_context_words(text, quantity, language)), sorted(set(YEAR.findall(text)))
    described = (_bound(quantity), " ".join(context), " ".join(years))
    return start, end, text[start:end], kind, unit, dated, *measured, *described


def _bound(quantity):
    if quantity.kind == DATE or quantity.low < quantity.value < quantity.high:
        return 0
    return int(quantity.value == quantity.low) - int(quantity.value == quantity.high)


def _context_words(text, quantity, language):
    before = " ".join(text[: quantity.start].split()[-NEARBY:])
    after = " ".join(text[quantity.end :].split()[:NEARBY])
    return set(content_words(f"{before} ; {after}", language))
