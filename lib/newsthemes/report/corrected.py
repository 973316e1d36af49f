"""What labels say of a theme's share, as a line under its name on the page."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd

from newsthemes.errors import InputError
from newsthemes.figures.phrasing import plural
from newsthemes.labelling.labelled_themes import labelled_sheets
from newsthemes.labelling.shares import corrected_share


def corrected_lines(
    out: str | Path, articles: pd.DataFrame, kept: pd.DataFrame, themes: pd.DataFrame, seed: int
) -> dict[str, str]:
    """Return {theme: the corrected share of passages in words} of the themes whose sheet beside ``out`` holds labels.

    ``kept``: the kept passages; ``themes``: passage_id, theme, score, present of all of them. A sheet that can't be
    used is said to be so, with the reason.
    """
    said = {}
    for theme in dict.fromkeys(themes["theme"]):
        try:
            for known, path in labelled_sheets(out, [theme]).items():
                tables: Any = _tables(articles, kept, themes, known, seed)
                said[theme] = corrected_line(corrected_share(tables, known, path).iloc[0])
        except InputError as error:
            said[theme] = f"its labels can't be used: {error}"
    return said


def _tables(
    articles: pd.DataFrame, kept: pd.DataFrame, themes: pd.DataFrame, theme: str, seed: int
) -> SimpleNamespace:
    own = themes[themes["theme"] == theme].set_index("passage_id").reindex(kept["passage_id"]).reset_index()
    scores, presence = (pd.DataFrame({theme: own[name]}) for name in ("score", "present"))
    return SimpleNamespace(articles=articles, kept=kept, scores=scores, presence=presence, seed=seed)


def corrected_line(row: pd.Series) -> str:
    """Return a row of ``corrected_share`` in words.

    >>> row = {"share": 0.098, "low": 0.071, "high": 0.13, "labels": 120, "uncorrected": 0.124, "note": None}
    >>> corrected_line(pd.Series(row))
    '9.8% of passages (7.1% to 13.0%), corrected by 120 labels; uncorrected 12.4%'
    """
    sure = f" ({row['low']:.1%} to {row['high']:.1%})" if pd.notna(row["low"]) else ""
    note = f"; {row['note']}" if pd.notna(row["note"]) and row["note"] else ""
    labels = plural(int(row["labels"]), "label")
    return f"{row['share']:.1%} of passages{sure}, corrected by {labels}; uncorrected {row['uncorrected']:.1%}{note}"
