"""Labels of the passages a theme is least sure of: examples to learn from, no sample to estimate a share by."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.labelling.sheet import sheet_path
from newsthemes.results.file_lock import locked
from newsthemes.results.folder import read_table, write_table

if TYPE_CHECKING:
    from newsthemes.study import Study

COLUMNS = ("text", "language", "themes")


class BorderlineCoding:
    """A coder at work on the passages nearest to a theme's threshold, as ``Coding`` is on a sheet.

    Labels go into ``path``, a CSV file of labelled sentences (text, language, themes), which a themes file may name as
    its ``labels``. ``threshold``: the score from which the theme is present.
    """

    def __init__(self, study: "Study", theme: str, threshold: float = 0.5) -> None:
        if study.out is None:
            raise InputError("label: this study has no result folder; give Study(..., out='folder')")
        self.study, self.theme = study, theme
        self.path = sheet_path(study.out, theme).with_name(f"{theme}-examples.csv")
        nearest = np.argsort(np.abs(study.scores[theme].to_numpy(float) - threshold), kind="stable")
        kept = study.kept.iloc[nearest]
        self.passages = kept[~kept["text"].duplicated().to_numpy()].set_index("passage_id")
        self.given, self.skipped = [], []
        with locked(self.path):
            pass  # a folder that can't be written is known before the first label

    def examples(self) -> pd.DataFrame:
        """Return the labelled passages so far: text, language, themes (the id, or null where it is not there)."""
        return read_table(self.path) if self.path.exists() else pd.DataFrame(columns=list(COLUMNS))

    def next(self) -> str | None:
        """Return the id of the passage to label next, None when all are."""
        open_ids = self.passages.index[~self.passages["text"].isin(self.examples()["text"])].tolist()
        later = [passage for passage in self.skipped if passage in open_ids]
        return next(iter([passage for passage in open_ids if passage not in later] + later), None)

    def answer(self, passage: str, carries: bool) -> None:
        """Write down whether a passage carries the theme."""
        row = self.passages.loc[passage]
        self._change(lambda table: [*table, (row["text"], row["language"], self.theme if carries else None)])
        self.given.append(passage)

    def skip(self, passage: str) -> None:
        """Come back to a passage when all others are labelled."""
        self.skipped = [other for other in self.skipped if other != passage] + [passage]

    def undo(self) -> str | None:
        """Take back the last label given here and return its passage; None where there is none."""
        if not self.given:
            return None
        passage = self.given.pop()
        text = self.passages.loc[passage, "text"]
        self._change(lambda table: [row for row in table if row[0] != text])
        return passage

    def _change(self, change: Any) -> None:
        with locked(self.path):
            rows = change(list(self.examples()[list(COLUMNS)].itertuples(index=False, name=None)))
            beside = Path(self.path).with_name(f".{self.path.stem}.{os.getpid()}.csv")
            write_table(pd.DataFrame(rows, columns=list(COLUMNS)), beside)
            os.replace(beside, self.path)
