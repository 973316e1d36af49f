"""The labelling widget: one passage, yes or no, and the share with its interval moves."""

from collections.abc import Callable
from typing import Any

import anywidget
import numpy as np
import traitlets

from newsthemes.errors import InputError
from newsthemes.labelling.borderline import BorderlineCoding
from newsthemes.labelling.coding import Coding, other_sheets
from newsthemes.labelling.label_page import write_label_page
from newsthemes.labelling.progress import agreement_lines, progress
from newsthemes.labelling.theme_sheet import LABELS
from newsthemes.widgets.front_end import module, style
from newsthemes.widgets.one_at_a_time import one_at_a_time
from newsthemes.widgets.passage_view import passage_view

DRAWN, BORDERLINE = "drawn", "borderline"


class Labeller(anywidget.AnyWidget):
    """Labels for one theme, by one coder: ``begin(theme)``, then ``answer(True)``, ``skip()``, ``undo()``.

    The score of a passage and the labels of others are never shown. ``done``: what ``labelling.progress`` says of the
    labels so far; ``view``: the passage to label, in its article. Labels are written into the sheet of the theme at
    once; see :class:`newsthemes.labelling.coding.Coding`.
    """

    _esm, _css = module("labeller"), style()
    themes = traitlets.List().tag(sync=True)
    theme = traitlets.Unicode("").tag(sync=True)
    view = traitlets.Dict().tag(sync=True)
    done = traitlets.Dict().tag(sync=True)
    agreement = traitlets.List().tag(sync=True)
    status = traitlets.Unicode("").tag(sync=True)
    can_undo = traitlets.Bool(False).tag(sync=True)

    def __init__(self, study: Any) -> None:
        super().__init__()
        self.study = study
        self.coding: Any = None  # a Coding or a BorderlineCoding, once one is begun
        self.themes = [{"id": key, "name": name} for key, name in study.theme_definitions.names.items()]
        self.on_msg(lambda _, content, buffers: self.act(**content))

    @one_at_a_time
    def act(self, do: str, **given: Any) -> None:
        """Do what a button or key asks for; a mistake is shown, not raised."""
        known: dict[str, Callable[..., Any]] = {
            "begin": self.begin,
            "skip": self.skip,
            "undo": self.undo,
            "page": self.page,
        }
        known |= {"yes": lambda: self.answer(True), "no": lambda: self.answer(False)}
        try:
            if do in known:
                known[do](**given)
        except InputError as error:
            self.status = str(error)

    @one_at_a_time
    def begin(self, theme: str, coder: str | None = None, n: int = LABELS, choose: str = DRAWN) -> None:
        """Open the sheet of a theme, drawing it where there is none.

        ``coder``: the name of a second coder, who labels the same passages without seeing the first labels. ``choose``:
        "drawn" (at random with known probabilities, for the share) or "borderline" (examples to learn from).
        """
        theme = self.study.theme_id(theme)
        if choose == BORDERLINE:
            self.coding = BorderlineCoding(self.study, theme)
        else:
            self.coding = Coding(self.study, theme, n, (coder or "").strip() or None)
        self.theme = theme
        self._show(f"labels go into {self.coding.path}")

    @one_at_a_time
    def answer(self, carries: bool) -> None:
        """Label the passage that is shown, and show the next."""
        if self.view:
            self.coding.answer(self.view["passage_id"], carries)
            self._show()

    @one_at_a_time
    def skip(self) -> None:
        """Show the next passage; this one comes again at the end."""
        if self.view:
            self.coding.skip(self.view["passage_id"])
            self._show()

    @one_at_a_time
    def undo(self) -> None:
        """Take back the last label given here."""
        if self.coding is not None and (passage := self.coding.undo()):
            self._show(passage=passage)

    def page(self) -> None:
        """Write the sheet as an html file for a coder without Python, beside the sheet."""
        if not isinstance(self.coding, Coding):
            raise InputError("label: open the sheet of a theme first; passages are then drawn for a page")
        theme = next((theme for theme in self.study.theme_definitions if theme.id == self.theme), None)
        path = self.coding.path.with_suffix(".html")
        write_label_page(
            self.coding.sheet(), path, theme.name if theme else self.theme, theme.definition if theme else ""
        )
        self.status = (
            f"{path}: open it in any browser; its download is read by corrected_share and newsthemes label"
        )

    def _show(self, status: str = "", passage: str | None = None) -> None:
        passage = passage or self.coding.next()
        with self.hold_sync():
            self.view = {} if passage is None else self._view(passage)
            self.done, self.agreement = self._progress()
            self.can_undo, self.status = bool(self.coding.given), status

    def _view(self, passage: str) -> dict[str, Any]:
        row = int(np.flatnonzero((self.study.kept["passage_id"] == passage).to_numpy())[0])
        return {
            key: value
            for key, value in passage_view(self.study, row).items()
            if key not in ("themes", "topic")
        }

    def _progress(self) -> tuple[dict[str, Any], list[Any]]:
        if isinstance(self.coding, BorderlineCoding):
            count = len(self.coding.examples())
            return {
                "labels": count,
                "line": f"{count} examples labelled; name the file as labels in a themes file",
            }, []
        sheet = self.coding.sheet()
        if self.coding.coder is not None:  # a second coder is blind to the first
            count = int(sheet["label"].notna().sum())
            return {"labels": count, "total": len(sheet), "line": f"{count} of {len(sheet)} labelled"}, []
        others = other_sheets(self.study.out, self.theme)
        return progress(self.study, self.theme, sheet), agreement_lines(sheet, others)
