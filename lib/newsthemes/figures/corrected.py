"""Shares of passages corrected by labels, beside the uncorrected ones."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from newsthemes.figures.colours import ACCENT, INK, QUIET
from newsthemes.figures.phrasing import corrected_share_of, listed, percent, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import MOST_ROWS, SMALL, empty, left_out, page, percent_axis, rows, short
from newsthemes.language.codes import language_name
from newsthemes.prevalence.intervals import LEVEL_PERCENT
from newsthemes.results.columns import theme_names
from newsthemes.results.study_tables import StudyTables

GREY = "#9A9A9A"
LOOKS = {"corrected by labels": (ACCENT, "o"), "uncorrected": (GREY, "X")}


@figure(stage="themes", by=("source", "language"), notebook="00-explore", in_run=())
class CorrectedShares:
    """What share of passages carries each theme, corrected by labels?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        from newsthemes.labelling.labelled_themes import labelled_sheets

        found = labelled_sheets(getattr(study, "out", None), study.theme_definitions.ids)
        return (
            None
            if found
            else "no theme has labels; newsthemes label --out DIR --theme THEME draws passages for them"
        )

    @staticmethod
    def data(study: StudyTables, by: str | None = None) -> pd.DataFrame:
        """theme (a name), group, by, share, low, high, uncorrected, labels, corrected_by, note: a row a theme with
        labels and group; share null where a group can't be corrected, ``note`` says why."""
        from newsthemes.labelling.labelled_themes import corrected_shares

        table = corrected_shares(study, getattr(study, "out", None), study.theme_definitions.ids, by).assign(
            by=by
        )
        if by == "language":
            table["group"] = table["group"].map(language_name)
        columns = [
            "theme",
            "group",
            "by",
            "share",
            "low",
            "high",
            "uncorrected",
            "labels",
            "corrected_by",
            "note",
        ]
        return theme_names(study, table)[columns]

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """A row a theme and group: the corrected share with its interval, and a cross at the uncorrected one.

        ``frame``: theme, group, by, share, low, high (0 to 1; null where there is none), uncorrected (0 to 1), labels
        (how many), corrected_by, note (why a share or an interval is null). Rows that can't be corrected have a grey
        name and the reason.
        """
        if frame.empty:
            return empty(frame, "Shares corrected by labels", "No theme has labels.")
        shown = frame.head(MOST_ROWS)
        figure = page(
            frame,
            0.6 + 0.36 * len(shown),
            _finding(frame),
            f"Share of passages that carry the theme; n = {_labels(frame)}",
            f"Bars: {LEVEL_PERCENT} interval. Labels are of passages drawn with known probabilities; copies of a story "
            "share one vote. Grey names: not corrected, and not to be compared."
            + left_out(len(frame) - len(shown), "row"),
            "; ".join(
                f"{_name(row)} {percent(row.share)}, uncorrected {percent(row.uncorrected)}"
                for row in _rows(shown)
            ),
            key=LOOKS,
        )
        axes = figure.subplots()
        for place, row in enumerate(_rows(shown)):
            _draw_row(axes, place, row)
        rows(axes, [short(_name(row), 10, 2.8) for row in _rows(shown)])
        for label, row in zip(axes.get_yticklabels(), _rows(shown), strict=True):
            label.set_color(INK if row.share == row.share else GREY)
        top = shown[["share", "high", "uncorrected"]].astype(float).max(axis=None)
        axes.set_xlim(0, min(max(top, 0.05) * 1.25, 1.2))
        percent_axis(axes.xaxis)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        return f"{_finding(frame)}."


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples(index=False))


def _name(row: Any) -> str:
    return row.theme if row.by is None or row.by != row.by else f"{row.theme}, {row.group}"


def _labels(frame: pd.DataFrame) -> str:
    """ "120 labels of Chips and 80 labels of Licences" """
    counts = frame.groupby("theme", sort=False)["labels"].sum()
    return listed(f"{plural(int(count), 'label')} of {theme}" for theme, count in counts.items())


def _finding(frame: pd.DataFrame) -> str:
    """The first three rows: share, interval and what it was before; and how many rows can't be corrected."""
    known = frame[frame["share"].notna()]
    said = [f"{_name(row)}: {corrected_share_of(row)}" for row in _rows(known.head(3))]
    lacking = len(frame) - len(known)
    without = f"not corrected for want of labels: {plural(lacking, 'group')}" if lacking else ""
    return "; ".join(filter(None, [*said, without]))


def _draw_row(axes: Axes, place: int, row: Any) -> None:
    axes.scatter(row.uncorrected, place, color=GREY, marker="X", s=34, zorder=2, clip_on=False)
    if row.low == row.low:
        axes.hlines(place, row.low, row.high, color=ACCENT, lw=2, alpha=0.45)
    if row.share == row.share:
        axes.scatter(row.share, place, color=ACCENT, s=38, zorder=3, clip_on=False)
    elif row.note:
        axes.annotate(
            short(row.note, SMALL, 3.2), (row.uncorrected, place), (8, 0),
            textcoords="offset points", va="center", size=SMALL, color=QUIET,
        )  # fmt: skip
