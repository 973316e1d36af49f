"""Which passages of a study are selected: those of a lasso on the map, those that filters leave, or both."""

from typing import Any

import numpy as np
import pandas as pd
import traitlets

from newsthemes.errors import InputError
from newsthemes.exploration.selection import Selection, select, select_rows
from newsthemes.widgets.one_at_a_time import one_at_a_time


class SelectedPassages(traitlets.HasTraits):
    """The selection that all parts of an explorer share.

    ``study``: a study or a part of one. ``rows``: the selected rows of ``study.kept``, rising, as an int array; parts
    observe it. ``lasso``: rows chosen by hand, or None; ``filters``: conditions as ``where`` takes them. A passage is
    selected that is in both; without either, all are.
    """

    rows = traitlets.Any()
    filters = traitlets.Dict()
    lasso = traitlets.Any(allow_none=True)

    def __init__(self, study: Any) -> None:
        super().__init__()
        self.study = study
        self.visible = np.arange(len(study.kept))  # what the filters leave
        self.rows = self.visible

    @property
    def is_whole(self) -> bool:
        """Whether nothing was chosen: every passage counts as selected."""
        return self.lasso is None and not self.filters

    @one_at_a_time
    def choose(self, rows: np.ndarray | None) -> None:
        """Select rows of ``study.kept`` by hand; None or none of them: no longer."""
        rows = None if rows is None else np.unique(np.asarray(rows, np.int64))
        rows = None if rows is None or not len(rows) else rows
        if rows is not None and (rows[0] < 0 or rows[-1] >= len(self.study.kept)):
            raise InputError(f"explore: row {rows[-1]} is not one of {len(self.study.kept):,} kept passages")
        self.lasso = rows
        self._combine()

    @one_at_a_time
    def filter(self, **conditions: Any) -> None:
        """Leave only passages for which all conditions hold, as ``where`` takes them; None lifts one.

        Raises InputError, and changes nothing, where nothing is left or no such column exists.
        """
        wanted = {**self.filters, **conditions}
        wanted = {name: value for name, value in wanted.items() if value is not None}
        part = select(self.study, wanted) if wanted else None
        self.visible = np.arange(len(self.study.kept)) if part is None else part.rows
        self.filters = wanted
        self._combine()

    def choose_table(self, table: Any) -> None:
        """Select the passages of a frame (``passage_id`` or ``article_id``), a part of the study, ids, or None.

        Raises InputError for ids that are not there.
        """
        if table is None:
            return self.choose(None)
        column, ids = _ids(table)
        here = self.study.kept[column]
        unknown = pd.Index(ids).difference(here)
        if len(unknown):
            raise InputError(f"explore: no kept passage with {column} '{unknown[0]}' here; see study.kept")
        return self.choose(np.flatnonzero(here.isin(ids).to_numpy()))

    def part(self) -> Selection:
        """Return what is selected as a part of the study, which answers to the same verbs."""
        return self.study if self.is_whole else select_rows(self.study, self.rows)

    def _combine(self) -> None:
        rows = self.visible if self.lasso is None else np.intersect1d(self.visible, self.lasso)
        self.rows = rows


def _ids(table: Any) -> tuple[str, list[str]]:
    """(column, ids) of what may be selected."""
    if hasattr(table, "kept"):
        return "passage_id", table.kept["passage_id"].tolist()
    if isinstance(table, pd.DataFrame):
        for column in ("passage_id", "article_id"):
            if column in table:
                return column, table[column].tolist()
        raise InputError(
            f"explore: a frame needs passage_id or article_id; found {', '.join(map(str, table.columns))}"
        )
    return "passage_id", [table] if isinstance(table, str) else list(table)
