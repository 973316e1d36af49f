"""The widgets an explorer is made of: they hold what the browser shows; what is shown is decided here."""

from collections.abc import Callable
from typing import Any

import anywidget
import numpy as np
import pandas as pd
import traitlets

from newsthemes.prevalence import FEWEST_FOR_PERCENT
from newsthemes.prevalence.intervals import FEWEST_STORIES, LEVEL_PERCENT
from newsthemes.widgets import passage_view
from newsthemes.widgets.front_end import module, style
from newsthemes.widgets.one_at_a_time import one_at_a_time
from newsthemes.widgets.selection_shares import selection_shares

EXPLAINED = 12  # words, phrases and examples that are listed as reasons


class Reader(anywidget.AnyWidget):
    """The selected passages, one open at a time (``view``): ``place`` of ``total``; ``listed``: those around it.

    ``why``: what made the score of the surest theme, once asked for. ``show(rows)`` opens the first of some passages.
    """

    _esm, _css = module("reader"), style()
    place = traitlets.Int(0).tag(sync=True)
    total = traitlets.Int(0).tag(sync=True)
    first = traitlets.Int(0).tag(sync=True)  # the place of the first that is listed
    view = traitlets.Dict().tag(sync=True)
    listed = traitlets.List().tag(sync=True)
    why = traitlets.List().tag(sync=True)
    status = traitlets.Unicode("").tag(sync=True)

    def __init__(self, study: Any) -> None:
        super().__init__()
        self.study, self.rows = study, np.zeros(0, int)
        self.on_seed: Callable[[str, str], str] | None = None
        self.observe(self._open, "place")
        self.on_msg(lambda _, content, buffers: self.act(content.get("do")))

    @one_at_a_time
    def show(self, rows: np.ndarray, theme: str | None = None) -> None:
        """Read some rows of ``study.kept``, the surest first; see ``passage_view.reading_order``."""
        self.rows = passage_view.reading_order(self.study, rows, theme)
        with self.hold_sync():
            self.total, self.listed = len(self.rows), []
            self.place = 0
            self._open()

    @one_at_a_time
    def act(self, what: str) -> None:
        """Do what a button or key asks for: "why" (reasons for the score) or "seed" (hand the quote to a theme)."""
        if not self.total:
            return
        if what == "why":
            self._explain()
        elif what == "seed" and self.on_seed:
            self.status = self.on_seed(self.view["language"], self.view["quote"])

    @one_at_a_time
    def _open(self, _: Any = None) -> None:
        place = min(max(self.place, 0), max(self.total - 1, 0))
        with self.hold_sync():
            self.place, self.why, self.status = place, [], ""
            self.view = passage_view.passage_view(self.study, int(self.rows[place])) if self.total else {}
            if self.total and not self.first <= place < self.first + len(self.listed):
                self.first = place - place % passage_view.LISTED
                some = self.rows[self.first : self.first + passage_view.LISTED]
                self.listed = passage_view.snippets(self.study, some)

    def _explain(self) -> None:
        theme = self.view["themes"][0] if self.view["themes"] else None
        if theme is None:
            self.status = "No theme is measured."
            return
        self.status = f"Why {theme['name']} scores {theme['score']:.2f}: log odds lost without each"
        table = self.study.explain(self.view["passage_id"], theme["id"]).head(EXPLAINED)
        self.why = as_json(pd.DataFrame(table)[["part", "text", "effect"]])


class Legend(anywidget.AnyWidget):
    """What the colours mean: ``groups`` (name, colour, count, selected); ``picked``: the one pressed, or None."""

    _esm, _css = module("legend"), style()
    groups = traitlets.List().tag(sync=True)
    title = traitlets.Unicode("").tag(sync=True)
    picked = traitlets.Unicode(None, allow_none=True).tag(sync=True)


class Shares(anywidget.AnyWidget):
    """The share of each theme and topic among the selected passages and the rest: ``rows`` of ``selection_shares``."""

    _esm, _css = module("shares"), style()
    level = traitlets.Unicode(LEVEL_PERCENT).tag(sync=True)
    fewest = traitlets.Int(FEWEST_FOR_PERCENT).tag(sync=True)
    rows = traitlets.List().tag(sync=True)
    title = traitlets.Unicode("").tag(sync=True)

    def __init__(self, study: Any) -> None:
        super().__init__()
        self.study, self.table = study, pd.DataFrame()

    def show(self, rows: np.ndarray | None = None) -> None:
        """Count rows of ``study.kept`` against the rest; None: all of them."""
        self.table = selection_shares(self.study, rows)
        count = len(self.study.kept) if rows is None else len(rows)
        compared = "all of them" if rows is None else f"of {len(self.study.kept):,}, against the rest"
        stories = int(self.table["n"].max()) if len(self.table) else 0
        few = f"; {stories} stories are too few for intervals" if stories < FEWEST_STORIES else ""
        with self.hold_sync():
            self.rows, self.title = (
                as_json(self.table),
                f"{count:,} passages selected, {compared}; stories that mention it{few}",
            )


def as_json(table: pd.DataFrame) -> list[dict]:
    """Return the rows of a table as JSON can say them: null where there is no number.

    >>> as_json(pd.DataFrame({"share": [0.5, float("nan")]}))
    [{'share': 0.5}, {'share': None}]
    """
    rows = pd.DataFrame(table).astype(object).where(table.notna(), None).to_dict("records")
    return [
        {name: value.item() if isinstance(value, np.generic) else value for name, value in row.items()}
        for row in rows
    ]
