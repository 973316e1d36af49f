"""What labels say of a theme's share, as a line under its name on the page."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd

from newsthemes.errors import InputError
from newsthemes.figures.phrasing import corrected_share_of
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
                said[theme] = corrected_share_of(corrected_share(tables, known, path).iloc[0])
        except InputError as error:
            said[theme] = f"its labels can't be used: {error}"
    return said


def _tables(
    articles: pd.DataFrame, kept: pd.DataFrame, themes: pd.DataFrame, theme: str, seed: int
) -> SimpleNamespace:
    own = themes[themes["theme"] == theme].set_index("passage_id").reindex(kept["passage_id"]).reset_index()
    scores, presence = (pd.DataFrame({theme: own[name]}) for name in ("score", "present"))
    return SimpleNamespace(articles=articles, kept=kept, scores=scores, presence=presence, seed=seed)
