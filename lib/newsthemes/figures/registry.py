"""The figures by name. Each is one class with static functions:

- ``data(study, by=None)``: the tidy frame it draws, and no more; works on a study and on a selection of one
- ``draw(frame)``: a matplotlib Figure of that frame; computes nothing but the layout and saves nothing
- ``caption(frame, study)``: the sentence beneath it, with its number
- ``missing(study, by)``: why there is nothing to draw, or None

and, where that shows in the frame only, ``too_little(frame)``: why it is not worth drawing, or None.

The class's docstring is the question that the figure answers. Its name is that of the exported files: ``ThemeShares``
is theme-shares.png, and theme-shares-by-source.png by source. A figure is added by writing its class: the run, the
report, the index and the tests read this registry.

>>> from newsthemes.figures.registry import FIGURES
>>> FIGURES["theme-shares"].question
'How much of the coverage is about each theme?'
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from newsthemes.errors import InputError
from newsthemes.figures.missing import one_value
from newsthemes.figures.phrasing import source_line
from newsthemes.results.study_tables import StudyTables

FIGURES = {}


def figure(
    stage: str, by: Sequence[str] = (), notebook: str = "", in_run: tuple[str | None, ...] | None = None
) -> Callable:
    """Put a class into FIGURES.

    ``stage``: the one that completes what the figure shows. ``by``: the groupings it is drawn by besides the whole.
    ``notebook``: the one that shows it. ``in_run``: whether every run draws it; the others encode, score or find
    topics again and are drawn where they are asked for.
    """

    def register(made: type) -> type:
        name = re.sub(r"(?<!^)(?=[A-Z])", "-", made.__name__).lower()
        drawn = (None, *by) if in_run is None else in_run
        FIGURES[name] = RegisteredFigure(name, made, stage, tuple(by), notebook, tuple(drawn))
        return made

    return register


@dataclass(frozen=True)
class RegisteredFigure:
    """A figure of the registry; see the module for what its class holds."""

    name: str
    made: Any
    stage: str
    by: tuple[str, ...]
    notebook: str
    in_run: tuple[str | None, ...]

    @property
    def question(self) -> str:
        return self.made.__doc__.split("\n")[0]

    def file_name(self, by: str | None = None) -> str:
        """The name of its files without suffix: "theme-shares", "theme-shares-by-source"."""
        return f"{self.name}-by-{by.replace('_', '-')}" if by else self.name

    def data(self, study: StudyTables, by: str | None = None, **options: Any) -> pd.DataFrame:
        """The tidy frame of ``study``, in the groups of the column ``by``, its attribute "source" saying what it is
        made from. Raises InputError where the figure has no groups."""
        if by is not None and not self.by:
            raise InputError(f"figure {self.name} is not drawn by groups; leave out by='{by}'")
        frame = self.made.data(study, **options) if by is None else self.made.data(study, by=by, **options)
        frame.attrs["source"] = source_line(study)
        return frame

    def draw(self, frame: pd.DataFrame) -> Figure:
        """The matplotlib Figure of a frame as :meth:`data` gives it; its gid is the figure's name."""
        from newsthemes.figures.style import draw_styled

        return draw_styled(self.made.draw, frame, self.name)

    def caption(self, frame: pd.DataFrame, study: StudyTables) -> str:
        """One sentence that says what the figure shows, with its number."""
        if frame.empty:
            return f"Nothing to draw: {self.missing(study) or 'there is none of it'}."
        return self.made.caption(frame, study)

    def missing(self, study: StudyTables, by: str | None = None) -> str | None:
        """Why there is nothing to draw, or None where there is something."""
        return self._lacking(study, by) or (self.data_or_reason(study, by)[1] if self._judged else None)

    def data_or_reason(
        self, study: StudyTables, by: str | None = None
    ) -> tuple[pd.DataFrame, None] | tuple[None, str]:
        """(frame, None), or (None, why there is nothing to draw): :meth:`data` and :meth:`missing` at once."""
        if reason := self._lacking(study, by):
            return None, reason
        frame = self.data(study, by)
        reason = self.made.too_little(frame) if self._judged else None
        return (None, reason) if reason else (frame, None)

    @property
    def _judged(self) -> bool:
        """Whether only the frame shows that there is too little to draw."""
        return hasattr(self.made, "too_little")

    def _lacking(self, study: StudyTables, by: str | None) -> str | None:
        return self.made.missing(study, by) or (one_value(study, by) if by else None)


def variants(in_run: bool = True) -> list[tuple[RegisteredFigure, str | None]]:
    """[(figure, by)] of all figures and their groupings; only those that every run draws where ``in_run``."""
    return [(made, by) for made in FIGURES.values() for by in (made.in_run if in_run else (None, *made.by))]


def left_out(study: StudyTables, in_run: bool = True) -> dict[str, str]:
    """{file name: reason} of the figures that this study has nothing to draw for."""
    reasons = {made.file_name(by): made.missing(study, by) for made, by in variants(in_run)}
    return {name: reason for name, reason in reasons.items() if reason}
