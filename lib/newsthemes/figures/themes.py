"""Themes side by side: with one another, against the topics, and without the names."""

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from newsthemes.figures.colours import ACCENT, INK, QUIET, SHADES
from newsthemes.figures.missing import no_theme, no_topic
from newsthemes.figures.phrasing import listed, percent, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import MOST_ROWS, empty, left_out, page, rows, short, slanted_names
from newsthemes.results.columns import theme_names
from newsthemes.results.study_tables import StudyTables

RATIOS = LinearSegmentedColormap.from_list("ratios", ["#A83246", "#E9B8BF", "#F4F4F4", "#8FA9CC", ACCENT])
NO_THEME = "no theme"
FEWEST_TOGETHER = 3  # passages that carry two themes, from which it is said
FEWEST_EXPECTED = 5  # passages with both, below which what chance gives is too few to tell
FEWEST_SHARE = 0.05  # of a topic's passages with a theme, from which topics are drawn against themes
NOT_TOGETHER = f"No two themes are in one passage {FEWEST_TOGETHER} times or more"


@figure(stage="themes", notebook="04-themes")
class ThemesTogether:
    """Which themes go together?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str:
        carried = study.presence.to_numpy(int)
        together = np.triu(carried.T @ carried, 1).max(initial=0)
        few = f"no two themes are in one passage {FEWEST_TOGETHER} times or more"
        none = "no passage carries two themes"
        return None if together >= FEWEST_TOGETHER else few if together else none

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """theme, other, passages, expected: one row a pair of themes that occur, the commonest themes first."""
        presence = study.presence
        counts = presence.sum().sort_values(ascending=False, kind="stable")
        names, rows = study.theme_definitions.names, []
        for theme, other in combinations(counts.index[counts > 0], 2):
            both = int((presence[theme] & presence[other]).sum())
            rows.append((names[theme], names[other], both, counts[theme] * counts[other] / len(presence)))
        return pd.DataFrame(rows, columns=["theme", "other", "passages", "expected"]).astype(
            {"passages": int, "expected": float}
        )

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Which themes are carried by the same passages, more or less often than chance would have it.

        ``frame``: theme, other (a theme), passages (that carry both), expected (passages if the two were
        independent); one row a pair in one order. Drawn as the lower triangle, in the order of first rows.
        """
        if frame.empty:
            return empty(frame, "Themes that go together", "Fewer than two themes are present.")
        names = list(dict.fromkeys([*frame["theme"], *frame["other"]]))
        tell = frame[(frame["passages"] > 0) | (frame["expected"] >= FEWEST_EXPECTED)]
        shown = [name for name in names if name in {*tell["theme"], *tell["other"]}][:20]
        figure = page(
            frame,
            0.5 + 0.42 * len(shown),
            _together(frame),
            "Passages that carry both themes; in brackets, how many there would be if the two were independent",
            "Blue: together more often than by chance; red: less; grey: fewer than five expected, too few to tell."
            + left_out(len(names) - len(shown), "theme"),
            "Most often together: "
            + "; ".join(
                f"{r.theme} and {r.other}, {r.passages}" for r in frame.nlargest(5, "passages").itertuples()
            ),
        )
        axes = figure.subplots()
        cells = {}
        for pair in frame.itertuples():
            if pair.theme in shown and pair.other in shown:
                x, y = sorted((shown.index(pair.theme), shown.index(pair.other)))
                cells[x, y], dark = _more_or_less(pair.passages, pair.expected)
                axes.text(
                    x,
                    y,
                    f"{pair.passages:,} ({_expected(pair.expected)})",
                    ha="center",
                    va="center",
                    size=8.5,
                    color="white" if dark else INK,
                )
        _fill(axes, cells)
        axes.set_xlim(-0.5, len(shown) - 1.5)
        axes.set_yticks(range(1, len(shown)), [short(name, 10, 2.4) for name in shown[1:]])
        axes.set_ylim(len(shown) - 0.5, 0.5)
        axes.set_xticks([])
        axes.spines[:].set_visible(False)
        for x, name in enumerate(shown[:-1]):
            axes.text(
                x - 0.1,
                x + 0.42,
                short(name, 10, 2.4),
                rotation=0,
                ha="left",
                va="bottom",
                size=9,
                color=QUIET,
            )
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        pairs = frame[frame["passages"] >= FEWEST_TOGETHER].nlargest(2, "passages").itertuples()
        paired = listed((f"{p.theme} with {p.other} ({p.passages:,})" for p in pairs), none="")
        return f"Most often in one passage: {paired}." if paired else f"{NOT_TOGETHER}."


@figure(stage="themes", notebook="04-themes")
class TopicsByThemes:
    """Which themes do the topics carry, and what does no theme name?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        return no_topic(study) or no_theme(study)

    @staticmethod
    def too_little(frame: pd.DataFrame) -> str | None:
        most = frame.loc[frame["theme"] != NO_THEME, "share"].max()
        few = f"no theme is in {percent(FEWEST_SHARE)} of the passages of any topic"
        return None if most >= FEWEST_SHARE else few

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """topic, label, size, theme, share, named: how much of each topic carries each theme, and how much none;
        ``named``: whether any theme names the topic (see ``newsthemes.themes.themes_by_topics``)."""
        from newsthemes.themes import themes_by_topics

        crossed = themes_by_topics(study.presence, study.topics.assignment)
        crossed = crossed[crossed["topic"] >= 0].assign(named=lambda table: table["theme"].notna())
        commonest = study.presence.sum().sort_values(ascending=False, kind="stable").index
        crossed = (
            crossed.drop(columns="theme").assign(any=1 - crossed["any"]).rename(columns={"any": NO_THEME})
        )
        long = crossed.melt(["topic", "passages", "named"], [*commonest, NO_THEME], "theme", "share")
        long = theme_names(
            study, long.sort_values("topic", kind="stable", ignore_index=True), {NO_THEME: NO_THEME}
        )
        long["label"] = long["topic"].map(
            dict(zip(study.topics.table["topic"], study.topics.table["label"], strict=True))
        )
        return long.rename(columns={"passages": "size"})[
            ["topic", "label", "size", "theme", "share", "named"]
        ]

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Which themes the discovered topics carry, and which topics no theme names.

        ``frame``: topic (id), label, size (passages), theme (name), share (of the topic's passages that carry the
        theme, 0 to 1), named (bool: whether a theme names the topic; the others have a star); one row a topic and
        theme. Topics in the order of first rows; "no theme" is a column like the others.
        """
        if frame.empty:
            return empty(frame, "What the themes miss", "No topic was found; see the study's claims for why.")
        every, themes = frame.drop_duplicates("topic"), list(frame["theme"].unique())[:16]
        topics = every.head(MOST_ROWS)
        figure = page(
            frame,
            1.35 + 0.32 * len(topics),
            _typical(int(every["named"].sum()), len(every)),
            f"Share of each topic's passages (rows) that carry the theme (columns); "
            f"n = {plural(int(every['size'].sum()), 'passage')} in {plural(len(every), 'topic')}",
            "A passage may carry several themes, so rows need not add up to 100%. *: no theme is typical of this "
            "topic." + left_out(frame["topic"].nunique() - len(topics), "topic"),
            "Strongest: "
            + "; ".join(
                f"{r.label} × {r.theme} {percent(r.share)}" for r in frame.nlargest(6, "share").itertuples()
            ),
        )
        axes = figure.subplots()
        position = {topic: row for row, topic in enumerate(topics["topic"])}
        cells = {}
        for cell in frame[frame["topic"].isin(position) & frame["theme"].isin(themes)].itertuples():
            x, y = themes.index(cell.theme), position[cell.topic]
            cells[x, y] = SHADES(min(float(cell.share) * 1.25, 1.0))
            if cell.share >= 0.005:
                axes.text(
                    x,
                    y,
                    f"{cell.share * 100:.0f}",
                    ha="center",
                    va="center",
                    size=9,
                    color="white" if cell.share > 0.42 else INK,
                )
        _fill(axes, cells)
        stars = ["" if named else " *" for named in topics["named"]]
        sized = zip(topics["label"], topics["size"], stars, strict=True)
        rows(axes, [f"{short(label, 10, 2.4)} ({size:,}){star}" for label, size, star in sized])
        axes.set_xlim(-0.5, len(themes) - 0.5)
        slanted_names(axes, [short(theme, 9.5, 2.5) for theme in themes])
        axes.spines[:].set_visible(False)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        missed = frame.loc[~frame["named"].astype(bool), "label"].unique()
        if len(missed) == frame["topic"].nunique():
            return f"{_typical(0, len(missed))}."
        missed = listed((f"“{label}”" for label in missed), none="none of them")
        return (
            f"Of {plural(frame['topic'].nunique(), 'topic')}, those of which no theme is typical: {missed}."
        )


def _typical(named: int, topics: int) -> str:
    if topics == 1:
        return f"{'A' if named else 'No'} theme is typical of the one topic"
    return f"{f'A theme is typical of {named}' if named else 'No theme is typical of any'} of {plural(topics, 'topic')}"


def _together(frame: pd.DataFrame) -> str:
    largest = frame.nlargest(1, "passages", keep="all")
    top = largest.iloc[0]
    if top["passages"] < FEWEST_TOGETHER:
        return NOT_TOGETHER
    often = "most often with" if len(largest) == 1 else f"in {int(top['passages']):,} passages with"
    return f"{top['theme']} goes {often} {top['other']}"


def _fill(axes: Axes, cells: Any) -> None:
    """``cells``: {(column, row): colour}"""
    boxes = [Rectangle((x - 0.47, y - 0.45), 0.94, 0.9) for x, y in cells]
    axes.add_collection(PatchCollection(boxes, facecolors=list(cells.values()), linewidths=0), autolim=False)


def _expected(passages: float) -> str:
    """Whole passages, but for those that would round up to FEWEST_EXPECTED."""
    return f"{passages:.{int(FEWEST_EXPECTED - 0.5 <= passages < FEWEST_EXPECTED)}f}"


def _more_or_less(passages: Any, expected: Any) -> tuple[Any, bool]:
    """(colour, whether it is dark): diverging by the log of observed over expected."""
    if expected < FEWEST_EXPECTED:
        return "#E6E6E6", False
    ratio = np.clip(np.log2((passages + 0.5) / (expected + 0.5)) / 2, -1, 1)
    return RATIOS((ratio + 1) / 2), abs(ratio) > 0.65
