"""The sheet of a theme: drawn, or extended where there is one."""

from pathlib import Path

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.labelling.sampling import draw
from newsthemes.labelling.sheet import COLUMNS, read_sheet
from newsthemes.labelling.units import rows_of, units_of
from newsthemes.language.english_line import english_line
from newsthemes.results.study_tables import StudyTables

LABELS = 120  # enough for ±3 points at a share of 10% (benchmarks/labelling.py)


def to_label(
    study: StudyTables, theme: str, n: int = LABELS, earlier: pd.DataFrame | str | Path | None = None
) -> pd.DataFrame:
    """Return the sheet of a theme: one row per passage to label, columns as in ``sheet.COLUMNS``.

    ``n``: how many passages it has in all. ``earlier``: a sheet (CSV or frame) that it extends: its rows come first
    with their labels, no passage or text is drawn again, and the probabilities are those of the longer sheet.
    Raises InputError where ``n`` is no whole number above 0, and for a sheet of another study.

    >>> sheet = to_label(study, "bread", 8)
    >>> sheet["text"].tolist()[0], len(sheet), int(sheet["label"].notna().sum())
    ('Le prix du pain augmente', 8, 0)
    >>> longer = to_label(study, "bread", 10, earlier=sheet)
    >>> len(longer), longer["passage_id"].tolist()[:8] == sheet["passage_id"].tolist()
    (10, True)
    """
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)) or n < 1:
        raise InputError(f"label: n is '{n}', but must be a whole number of passages, 1 or more")
    units = units_of(study, theme)
    before, known = np.zeros(0, int), pd.DataFrame(columns=COLUMNS)
    if earlier is not None:
        known, name = read_sheet(earlier), "labels" if isinstance(earlier, pd.DataFrame) else str(earlier)
        check_theme(known, theme, name)
        before = rows_of(known, units, study.kept, name)
    drawn = np.isin(np.arange(len(units.table)), before)
    sample = draw(units.table, max(n, int(drawn.sum())), drawn, study.seed).set_index("row")
    rows = np.r_[before, sample.index[~drawn[sample.index]]].astype(int)
    sheet = units.table.iloc[rows].reset_index(drop=True).assign(theme=theme, label=np.nan)
    sheet.loc[: len(known) - 1, "passage_id"] = known["passage_id"].to_numpy(object)
    sheet.loc[: len(known) - 1, "label"] = known["label"].to_numpy(float)
    sheet["gloss"] = _glosses(sheet)
    sheet["stratum"], sheet["probability"] = (
        sample.loc[rows, part].to_numpy() for part in ("stratum", "probability")
    )
    own = [name for name in known if name not in sheet]
    return sheet[list(COLUMNS)].join(known[own])


def check_theme(sheet: pd.DataFrame, theme: str, name: str) -> None:
    """Raise InputError for a sheet that was drawn for another theme."""
    other = np.flatnonzero(sheet["theme"] != theme) if "theme" in sheet else []
    if len(other):
        row = other[0]
        raise InputError(
            f"{name}, row {row + 2}: theme '{sheet['theme'][row]}', but labels of '{theme}' were asked for"
        )


def _glosses(sheet: pd.DataFrame) -> list[str]:
    texts, languages = sheet["text"].tolist(), sheet["language"].tolist()
    return [english_line(text, language) or "" for text, language in zip(texts, languages, strict=True)]
