"""How much of the coverage is about each theme, in all and in groups, with intervals."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from newsthemes.figures.colours import ACCENT, QUIET, colours
from newsthemes.figures.missing import no_theme
from newsthemes.figures.phrasing import (
    FEWEST_FOR_PERCENT,
    UNITS,
    not_measured_in,
    noun,
    percent,
    plural,
    share_or_count,
)
from newsthemes.figures.registry import figure
from newsthemes.figures.share_finding import (
    MEASURES,
    apart,
    gap,
    share_finding,
    share_in_words,
    was_corrected,
    widest,
)
from newsthemes.figures.style import MOST_ROWS, SMALL, empty, left_out, page, percent_axis, rows, short
from newsthemes.language.codes import language_name
from newsthemes.prevalence.intervals import LEVEL_PERCENT
from newsthemes.results.columns import theme_names
from newsthemes.results.study_tables import StudyTables

INTERVAL = (
    f"Bars: {LEVEL_PERCENT} interval from resampling stories; where there are too few stories there is none, "
    "and below ten a share is given as a count."
)
NO_INTERVAL = "Too few stories for intervals; below ten a share is given as a count."
KEYS = {"main": "is the main theme", "mentions": "is mentioned"}
CORRECTED = "Shares of mentions are corrected for the classifier's errors by labelled passages."
MOST_GROUPS = 8
WHOLE = "all"
COLUMNS = [
    "theme",
    "group",
    "by",
    "measure",
    "unit",
    "share",
    "low",
    "high",
    "count",
    "n",
    "stories",
    "single_source",
    "unmeasured",
]


@figure(stage="prevalence", by=("source", "language"), notebook="04-themes")
class ThemeShares:
    """How much of the coverage is about each theme?"""

    missing = staticmethod(no_theme)

    @staticmethod
    def data(
        study: StudyTables, by: str | None = None, unit: str = "stories", measure: str | None = None
    ) -> pd.DataFrame:
        """theme (a name), group, by, measure, unit, share, low, high, count, n, stories, single_source, unmeasured
        (articles), uncorrected (the share before labels corrected it, null without labels), false_alarms (share of
        unrelated articles in which the theme is found), note.

        ``measure``: "main" or "mentions", by default both of the whole and the main theme of groups. The largest groups
        first; articles of no known group are left out.
        """
        wanted = [measure] if measure else list(MEASURES) if by is None else ["main"]
        tables = [study.prevalence(by, unit=unit, measure=name) for name in wanted]
        table = pd.concat(tables, ignore_index=True).assign(by=by)
        if by is None:
            table["group"] = WHOLE
        else:
            table = table.rename(columns={by: "group"}).dropna(subset="group")
            table = table.sort_values(["n", "group"], ascending=[False, True], kind="stable")
        if by == "language":
            table["group"] = table["group"].map(language_name)
        for name in ("uncorrected", "false_alarms"):
            table[name] = table.get(name, pd.Series(dtype=float))
        return theme_names(study, table)[[*COLUMNS, "uncorrected", "false_alarms", "note"]].reset_index(
            drop=True
        )

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """The share of stories (or articles) about each theme, with its interval; groups as dots on one axis.

        ``frame``: theme (name), group (name), by (what the groups are, or None), measure ("main" or "mentions"), unit,
        share, low, high (0 to 1; low and high null where there is no interval), count (of n that carry it), n (units of
        the group), stories (of the group), single_source (bool, null where sources are unknown) and,
        where labels correct shares, uncorrected (0 to 1 or null). Themes by share.
        """
        if frame.empty:
            return empty(frame, "How much of the coverage is about each theme", "No passage was kept.")
        marks = "measure" if frame["by"].isna().all() else "group"
        kinds = list(frame[marks].unique())[:MOST_GROUPS]
        order = _by_share(frame)
        key = {KEYS.get(name, name): look for name, look in _looks(kinds, marks).items()}
        figure = page(
            frame,
            0.5 + (0.2 + 0.16 * len(kinds)) * len(order),
            share_finding(frame),
            _measured(frame, marks),
            (INTERVAL if frame["low"].notna().any() else NO_INTERVAL)
            + _by_mistake(frame)
            + (f" {CORRECTED} ×: before." if was_corrected(frame).any() else "")
            + (" Hollow: carried by one source only." if _true(frame["single_source"]).any() else "")
            + left_out(frame[marks].nunique() - len(kinds), marks)
            + _themes_left_out(frame, len(order)),
            "Dots with bars; largest: "
            + "; ".join(
                f"{r.theme}, {r.group}: {share_in_words(r._asdict())}"
                for r in frame[frame["share"] > 0].nlargest(5, "share").itertuples()
            ),
            key=key,
        )
        axes = figure.subplots()
        for place, (kind, look) in enumerate(_looks(kinds, marks).items()):
            shift = 0.16 * (place - (len(kinds) - 1) / 2) * min(1, 5 / len(kinds))
            part = frame[frame[marks] == kind].drop_duplicates("theme").set_index("theme").reindex(order)
            _dots_and_bars(axes, part, shift, look, named=len(kinds) < 3)
        rows(axes, [short(theme, 10, 2.6) for theme in order])
        axes.set_xlim(0, min(ceiling(frame) * (1.14 if len(kinds) < 3 else 1.03), 1.14))
        percent_axis(axes.xaxis)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        """Of the whole: the commonest themes; of groups: where the groups are furthest apart."""
        if not frame["share"].max() > 0:
            read = len(study.articles) - int(frame.drop_duplicates("group")["unmeasured"].sum())
            return f"No theme was found in {plural(read, 'article')}{_left_out(frame)}."
        ends = None if frame["by"].isna().all() else widest(frame)
        said, corrected = share_finding(frame), f" {CORRECTED}" if was_corrected(frame).any() else ""
        if ends is not None and not apart(*ends) and min(end.stories for end in ends) >= FEWEST_FOR_PERCENT:
            sure = "overlap" if ends[0].high == ends[0].high else "are not known, for want of stories"
            said += f"; furthest apart is {gap(*ends)}, but their intervals {sure}"
        return f"{said}{_left_out(frame)}.{corrected}"


def _themes_left_out(frame: pd.DataFrame, drawn: int) -> str:
    """How many themes are not drawn, and whether that is because they are not found."""
    found = frame.loc[frame["share"].gt(0), "theme"].nunique()
    not_found = "the main theme of none" if set(frame["measure"]) == {"main"} else "found in none"
    return left_out(frame["theme"].nunique() - drawn, "theme", not_found if 0 < found == drawn else "")


def _true(values: pd.Series) -> pd.Series:
    """Booleans in which null is false."""
    return values.eq(True)


def _by_share(frame: pd.DataFrame) -> Any:
    """Themes that are found at all, the largest share first: of main themes where they are given, else over all
    groups."""
    asked = frame[frame["measure"] == frame["measure"].iloc[0]]
    themes = asked.groupby("theme")["share"].mean().sort_values(ascending=False, kind="stable").index
    found = themes.isin(frame.loc[frame["share"].gt(0), "theme"])
    return themes[found if found.any() else slice(None)][:MOST_ROWS]


def _looks(kinds: Any, marks: Any) -> dict[Any, Any]:
    if marks == "group":
        return colours(kinds)
    looks = {"main": (ACCENT, "o"), "mentions": ("#8FA9CC", "D")}
    return {kind: looks.get(kind, (ACCENT, "o")) for kind in kinds}


def _measured(frame: pd.DataFrame, marks: Any) -> str:
    """What is counted, its unit and n."""
    unit, first = frame["unit"].iloc[0], frame.iloc[0]
    measure = "whose main theme it is" if first["measure"] == "main" else "that mention the theme"
    if marks == "measure":
        measure = "whose main theme it is, and that mention it" if frame[marks].nunique() > 1 else measure
        return f"Share of {unit} {measure}; n = {plural(int(first['n']), UNITS[unit])}{_left_out(frame)}"
    groups = frame.drop_duplicates("group").head(MOST_GROUPS)
    known = groups[groups["n"] > 0]
    counted = ", ".join(f"{row.group} {int(row.n):,}" for row in known.itertuples())
    last = noun(int(known["n"].iloc[-1]) if len(known) else 0, UNITS[unit])
    return f"Share of {unit} {measure}, by {first['by']}; n: {counted} {last}{_left_out(frame)}"


def _left_out(frame: pd.DataFrame) -> str:
    """How many articles are in a language in which themes cannot be measured, if any are."""
    lost = frame.drop_duplicates("group")["unmeasured"].sum() if "unmeasured" in frame else 0
    return f"; {said}" if (said := not_measured_in(int(lost))) else ""


def _by_mistake(frame: pd.DataFrame) -> str:
    """How often themes are found where they are not, over the themes, if it was measured."""
    rates = frame["false_alarms"].dropna().astype(float) if "false_alarms" in frame else []
    if not len(rates):
        return ""
    found = " to ".join(dict.fromkeys([percent(min(rates)), percent(max(rates))]))
    return f" On unrelated news a theme is found in {found} of articles."


def _dots_and_bars(axes: Axes, part: pd.DataFrame, shift: float, look: Any, named: Any) -> None:
    """A dot a theme at its row and ``shift``, with its interval, and its share in words where there is room."""
    part = part.assign(row=[row + shift for row in range(len(part))]).dropna(subset="share")
    colour, marker = look
    sure = part.dropna(subset="low")
    axes.hlines(
        sure["row"], sure["low"].astype(float), sure["high"].astype(float), color=colour, lw=2, alpha=0.45
    )
    hollow = _true(part["single_source"]) & part["share"].gt(0)
    for fill, dots in ((colour, part[~hollow]), ("white", part[hollow])):
        axes.scatter(
            dots["share"].astype(float), dots["row"], color=fill, marker=marker, s=34, edgecolors=colour,
            linewidths=1.3, zorder=3, clip_on=False,
        )  # fmt: skip
    before = part[was_corrected(part)]
    if len(before):
        axes.scatter(
            before["uncorrected"], before["row"], color=colour, marker="x", s=30, zorder=2, clip_on=False
        )
    few = part[
        part["stories"].lt(FEWEST_FOR_PERCENT) & part["share"].gt(0)
    ]  # their place is no percentage to read off
    for theme in (part if named else few).itertuples():
        axes.annotate(
            share_or_count(theme.share, theme.count, theme.n, theme.stories),
            (max(theme.share, theme.high if theme.high == theme.high else 0), theme.row), (6, 0),
            textcoords="offset points", va="center", size=SMALL, color=QUIET, annotation_clip=False,
        )  # fmt: skip


def ceiling(frame: pd.DataFrame) -> float:
    return max(float(frame[["share", "high"]].astype(float).max(axis=None)), 0.05)
