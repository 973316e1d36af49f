"""One coder at work on a sheet: which passage is next, labels written as they are given, the last taken back.

Every label goes into the file at once, under a lock, into the sheet as it is by then: two notebooks that label one
sheet add to one another.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.labelling.sheet import read_sheet, sheet_path, write_sheet
from newsthemes.labelling.theme_sheet import LABELS, to_label
from newsthemes.results.file_lock import locked

if TYPE_CHECKING:
    from newsthemes.study import Study


class Coding:
    """The labels of one coder for one theme, in the CSV file ``path``.

    ``study``: a study with a result folder. ``theme``: its id. ``n``: passages to label in all. ``coder``: the name of
    a second coder, who gets the passages of the first sheet without its labels, in a file of their own. Raises
    InputError where the sheet can't be written.
    """

    def __init__(self, study: "Study", theme: str, n: int = LABELS, coder: str | None = None) -> None:
        if study.out is None:
            raise InputError("label: this study has no result folder; give Study(..., out='folder')")
        self.study, self.theme, self.coder = study, theme, coder
        self.path = coder_path(study.out, theme, coder)
        self._drawn(n)
        self.given, self.skipped = [], []  # passage ids: answered here, with the label before; passed over

    def sheet(self) -> pd.DataFrame:
        """Return the sheet as it is now, with the labels of whoever else writes to it."""
        return read_sheet(self.path)

    def next(self) -> str | None:
        """Return the id of the passage to label next, those passed over last; None when all are labelled."""
        sheet = self.sheet()
        open_ids = sheet.loc[sheet["label"].isna(), "passage_id"].tolist()
        later = [passage for passage in self.skipped if passage in set(open_ids)]
        return next(iter([passage for passage in open_ids if passage not in set(later)] + later), None)

    def answer(self, passage: str, carries: bool) -> None:
        """Write down whether a passage carries the theme."""
        self.given.append((passage, self._put(passage, 1.0 if carries else 0.0)))

    def skip(self, passage: str) -> None:
        """Come back to a passage when all others are labelled."""
        self.skipped = [other for other in self.skipped if other != passage] + [passage]

    def undo(self) -> str | None:
        """Take back the last label given here and return its passage; None where there is none."""
        if not self.given:
            return None
        passage, before = self.given.pop()
        self._put(passage, before)
        return passage

    def _put(self, passage: str, label: Any) -> Any:
        """Set a label in the file and return the one before."""
        with locked(self.path):
            sheet = self.sheet()
            row = np.flatnonzero(sheet["passage_id"] == passage)
            if not len(row):
                raise InputError(f"{self.path}: no passage '{passage}' in this sheet; label it anew")
            before = float(sheet.loc[row[0], "label"])
            sheet.loc[row[0], "label"] = label
            write_sheet(sheet, self.path)
        return before

    def _drawn(self, n: int) -> None:
        """Draw the sheet, or extend the one that is there."""
        first = sheet_path(self.study.out, self.theme)
        with locked(first):
            sheet = to_label(self.study, self.theme, n, first if first.exists() else None)
            if not first.exists() or len(sheet) > len(read_sheet(first)):
                write_sheet(sheet, first)
        if self.path != first:
            with locked(self.path):
                _copy_without_labels(sheet, self.path)


def coder_path(out: str | Path, theme: str, coder: str | None = None) -> Path:
    """Return where a coder's sheet lies: that of the first beside the result folder, others beside it by name.

    >>> coder_path("results", "chips", "Ann B.").as_posix().endswith("/results-labels/chips.Ann_B.csv")
    True
    """
    first = sheet_path(out, theme)
    if not coder:
        return first
    name = "".join(letter if letter.isalnum() else "_" for letter in coder.strip()).strip("_")
    if not name:
        raise InputError(f"label: '{coder}' is no name for a coder; use letters or digits")
    return first.with_name(f"{theme}.{name}.csv")


def other_sheets(out: str | Path, theme: str) -> dict[str, Path]:
    """Return {coder: sheet} of the coders who labelled a theme beside the first."""
    first = sheet_path(out, theme)
    found = sorted(first.parent.glob(f"{theme}.*.csv")) if first.parent.is_dir() else []
    return {path.stem.removeprefix(f"{theme}."): path for path in found if not path.name.startswith(".")}


def _copy_without_labels(sheet: pd.DataFrame, path: Path) -> None:
    """The passages of a sheet for a second coder, who keeps the labels given already."""
    given = read_sheet(path).set_index("passage_id")["label"] if path.exists() else pd.Series(dtype=float)
    own = sheet["passage_id"].map(given).to_numpy(float)
    if not path.exists() or len(sheet) > len(given):
        write_sheet(pd.DataFrame(sheet).assign(label=own), path)
