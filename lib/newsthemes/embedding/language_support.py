"""Which language is read by which encoder, and how well: measured by ``scripts/measure_languages.py``."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

FILE = Path(__file__).with_name("language_support.tsv")
# Share of reference sentences, the worse of both ways, whose nearest sentence in English is their translation.
GRADES = {"as well as English": 0.98, "well": 0.9, "roughly": 0.6, "not": 0.0}
NOT_MEASURED = "not measured: no reference sentences in this language"


class Support(NamedTuple):
    """``views``: names of the encoders that read the language, none where none does; ``found``: the share of
    reference sentences that find their translation, None where that is not measured."""

    views: tuple
    found: float | None


@cache
def supported() -> dict[str, Support]:
    """{language: :class:`Support`}"""
    with open(FILE, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {
        row["language"]: Support(
            tuple(filter(None, row["views"].split("+"))), float(row["found"]) if row["found"] else None
        )
        for row in rows
    }


def grade(found: float | None) -> str | None:
    """What a share of sentences found means to a user; None stays None."""
    return None if found is None else next(name for name, least in GRADES.items() if found >= least)


def language_support() -> pd.DataFrame:
    """A table of languages: language (code), name, views, found (0 to 1), grade, reason; best first, then by name.

    ``grade``: "as well as English", "well", "roughly" or "not"; null where it is not measured, with the ``reason``.

    >>> table = language_support().set_index("language")
    >>> table.loc["fr", "grade"]
    'as well as English'
    """
    import pandas as pd
    from babel import Locale

    names = Locale("en").languages
    rows = [
        {
            "language": code,
            "name": names.get(code, code),
            "views": " + ".join(support.views),
            "found": support.found,
            "grade": grade(support.found),
            "reason": NOT_MEASURED if support.found is None else None,
        }
        for code, support in supported().items()
    ]
    table = pd.DataFrame(rows)
    table["grade"], table["reason"] = (table[name].astype(object) for name in ("grade", "reason"))
    return table.sort_values(["found", "name"], ascending=[False, True], kind="stable", ignore_index=True)
