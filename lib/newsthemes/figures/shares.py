"""How much of the coverage is about each theme, in groups and month by month, with intervals."""

import pandas as pd

from newsthemes.figures.missing import no_theme, one_month
from newsthemes.figures.phrasing import listed, percent, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import (
    ACCENT,
    INK,
    MOST_ROWS,
    QUIET,
    SMALL,
    empty,
    hairlines,
    left_out,
    page,
    rows,
    short,
    wrapped_text,
)
from newsthemes.results.columns import UNKNOWN, theme_names

INTERVAL = (
    "Bars: 95% interval from resampling stories (reposts and excerpts count once); where there are too few stories "
    "there is none."
)
MOST_PANELS = 12
WHOLE = "all"


@figure(stage="prevalence", by=("source", "language"), notebook="04-themes")
class ThemeShares:
    """How much of the coverage is about each theme?"""

    missing = staticmethod(no_theme)

    @staticmethod
    def data(study, by=None, unit="stories", measure="mentions"):
        """theme (a name), group, by, unit, share, low, high, n, overall, single_source, note; the largest groups
        first."""
        whole = study.prevalence(unit=unit, measure=measure)
        overall = dict(zip(whole["theme"], whole["share"], strict=True))
        table = (
            whole.assign(group=WHOLE)
            if by is None
            else study.prevalence(by, unit, measure).rename(columns={by: "group"}).fillna({"group": UNKNOWN})
        )
        table = table.assign(by=by, overall=None if by is None else table["theme"].map(overall))
        if by is not None:
            table = table.sort_values(["n", "group"], ascending=[False, True], kind="stable")
        table["overall"] = table["overall"].astype(float)
        return theme_names(study, table)[
            ["theme", "group", "by", "unit", "share", "low", "high", "n", "overall", "single_source", "note"]
        ].reset_index(drop=True)

    @staticmethod
    def draw(frame):
        """The share of articles (or passages, or words) about each theme, with its interval; one panel a group.

        ``frame``: theme (name), group (name; panels in the order of first rows), by (what the groups are, or
        None), unit, share, low, high (0 to 1; low and high null where there is no interval), n (units in the
        group), overall (the theme's share in the whole corpus, or null), single_source (bool). Themes are ordered
        by share, all groups together.
        """
        if frame.empty:
            return empty("How much of the coverage is about each theme", "No passage was kept.")
        unit, by = frame["unit"].iloc[0], frame["by"].iloc[0]
        groups = list(frame["group"].unique())[:MOST_PANELS]
        order = (
            frame.groupby("theme")["share"]
            .mean()
            .sort_values(ascending=False, kind="stable")
            .index[:MOST_ROWS]
        )
        columns = min(len(groups), 4)
        bands = -(-len(groups) // columns)
        grouped = isinstance(by, str)
        figure = page(
            bands * (0.75 + 0.3 * len(order)),
            "How much of the coverage is about each theme" + (f", by {by}" if grouped else ""),
            f"Share of {unit} that carry the theme; n = {_whole(frame, groups)}",
            INTERVAL
            + (
                " Grey tick: all of the corpus, where a story told in several groups counts once."
                if frame["overall"].notna().any()
                else ""
            )
            + (" Hollow: carried by one source only." if frame["single_source"].any() else "")
            + left_out(frame["group"].nunique() - len(groups), "group"),
            "Dots with bars; largest: "
            + "; ".join(
                f"{r.theme} in {r.group} {percent(r.share)}" for r in frame.nlargest(5, "share").itertuples()
            ),
        )
        panels = figure.subplots(bands, columns, sharex=True, sharey=True, squeeze=False).ravel()
        top, names = _ceiling(frame), [short(theme, 10, 2.3) for theme in order]
        for axes, group in zip(panels, groups, strict=False):
            part = frame[frame["group"] == group].set_index("theme").reindex(order)
            _dots_and_bars(axes, part)
            n = f"{int(part['n'].max()):,}"
            if grouped:
                axes.set_title(
                    f"{wrapped_text(short(group, 10.5, 9 / columns), 10.5, 5.4 / columns)}\nn = {n}",
                    color=INK,
                )
            if axes.get_subplotspec().is_first_col():
                rows(axes, names)
            else:
                hairlines(axes, len(order))
                axes.yaxis.set_visible(False)
            axes.set_xlim(0, top * (1.12 if columns == 1 else 1.3))
            axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
            axes.locator_params(axis="x", nbins=4 if columns > 2 else 6)
        for axes in panels[len(groups) :]:
            axes.set_visible(False)
        return figure

    @staticmethod
    def caption(frame, study):
        """Of the whole corpus: the commonest themes; of groups: where the groups are furthest apart."""
        if frame.empty or not frame["share"].max() > 0:
            return f"No theme was found in {plural(len(study.articles), 'article')}."
        if frame["by"].isna().all():
            top = frame[frame["share"] > 0].sort_values("share", ascending=False, kind="stable").head(3)
            most = listed(f"{row.theme} ({percent(row.share)} of articles)" for row in top.itertuples())
            return f"Most carried: {most}."
        by, widest = frame["by"].iloc[0], _widest(frame)
        if widest is None:
            return f"There is one {by} only, so no gap between groups."
        low, high = widest
        return (
            f"The widest gap by {by}: {high.theme}, {percent(low.share)} ({low.group}) to {percent(high.share)} "
            f"({high.group}); their intervals {_overlap(low, high)}."
        )


@figure(stage="prevalence", notebook="04-themes")
class ThemesOverTime:
    """How does the coverage of each theme change over time?"""

    @staticmethod
    def missing(study, by=None):
        return one_month(study) or no_theme(study)

    @staticmethod
    def data(study):
        """theme, month, share, low, high, n, undated (articles without a date): the dated months only."""
        table = study.prevalence("month")
        undated = table.loc[table["month"] == "undated", "n"].max()
        dated = table[table["month"] != "undated"].assign(undated=0 if pd.isna(undated) else int(undated))
        largest = dated.groupby("theme")["share"].transform("mean")
        dated = dated.assign(order=-largest).sort_values(["order", "theme", "month"])
        return theme_names(study, dated)[
            ["theme", "month", "share", "low", "high", "n", "undated"]
        ].reset_index(drop=True)

    @staticmethod
    def draw(frame):
        """Each theme's share month by month, one panel a theme, with intervals.

        ``frame``: theme, month ("2024-03"), share, low, high (0 to 1; null where there is no interval), n
        (articles of the month), undated (articles without a date, the same on every row). Months next to one
        another are joined by a line.
        """
        if frame.empty:
            return empty("Themes over time", "No article has a date.")
        themes, months = list(frame["theme"].unique())[:20], _months(frame)
        place = {month: number for number, month in enumerate(months)}
        dated = int(frame.drop_duplicates("month")["n"].sum())
        undated = int(frame["undated"].iloc[0])
        columns = min(5, len(themes))
        bands = -(-len(themes) // columns)
        figure = page(
            0.5 + bands * 1.45,
            "Themes over time",
            f"Share of the month's articles that carry the theme; n = {plural(dated, 'dated article')}, "
            f"{undated:,} undated and not drawn",
            "Thin bars: 95% interval from resampling stories; none where there are too few. Months without "
            "articles are "
            "gaps.",
            f"Small charts, one a theme, {months[0]} to {months[-1]}",
        )
        panels = figure.subplots(bands, columns, sharex=True, sharey=True, squeeze=False).ravel()
        for axes, theme in zip(panels, themes, strict=False):
            _month_line(axes, frame[frame["theme"] == theme], place)
            axes.set_title(
                wrapped_text(short(theme, 9.5, 2.6), 9.5, 7.0 / columns - 0.2), size=9.5, color=INK, pad=4
            )
            axes.grid(axis="y")
            axes.set_ylim(0, _ceiling(frame) * 1.08)
            axes.set_xlim(-0.5, len(months) - 0.5)
            axes.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
            _month_ticks(axes, months)
        for axes in panels[len(themes) :]:
            axes.set_visible(False)
        return figure

    @staticmethod
    def caption(frame, study):
        undated = int(study.articles["date"].isna().sum())
        dated, months = int(frame.drop_duplicates("month")["n"].sum()), frame["month"].nunique()
        return (
            f"{plural(dated, 'dated article')} in {plural(months, 'month')}; "
            f"without a date and not on the figure: {undated:,}."
        )


def _dots_and_bars(axes, part):
    part = part.assign(row=range(len(part))).dropna(subset="share")
    part = part.astype(dict.fromkeys(["overall", "low", "high"], float))
    whole, sure = part.dropna(subset="overall"), part.dropna(subset="low")
    ticks = {"color": "#AAAAAA", "lw": 1.6, "capstyle": "projecting", "zorder": 1}
    bars = {"color": ACCENT, "lw": 2, "capstyle": "projecting", "alpha": 0.45, "zorder": 2}
    axes.vlines(whole["overall"], whole["row"] - 0.3, whole["row"] + 0.3, **ticks)
    axes.hlines(sure["row"], sure["low"], sure["high"], **bars)
    hollow = part["single_source"].astype(bool) & part["share"].gt(0)
    looks = {"s": 36, "edgecolors": ACCENT, "linewidths": 1.3, "zorder": 3, "clip_on": False}
    for fill, dots in ((ACCENT, part[~hollow]), ("white", part[hollow])):
        axes.scatter(dots["share"], dots["row"], color=fill, **looks)
    for share, end, row in zip(part["share"], part[["share", "high"]].max(axis=1), part["row"], strict=True):
        axes.annotate(
            percent(share),
            (end, row),
            (6, 0),
            textcoords="offset points",
            va="center",
            size=SMALL,
            color=QUIET,
            annotation_clip=False,
        )


def _ceiling(frame):
    return max(float(frame[["share", "high"]].max(axis=None)), 0.05)


def _whole(frame, groups):
    n = frame.drop_duplicates("group").set_index("group")["n"]
    return (
        f"{int(n.sum()):,} {frame['unit'].iloc[0]}"
        if len(groups) > 1
        else f"{int(n.max()):,} {frame['unit'].iloc[0]}"
    )


def _months(frame):
    """Every month from the first to the last, whether it has articles or not."""

    def number(month):
        return int(month[:4]) * 12 + int(month[5:7]) - 1

    first, last = number(frame["month"].min()), number(frame["month"].max())
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1)]


def _month_line(axes, part, place):
    part = part.assign(at=part["month"].map(place)).sort_values("at")
    sure = part[part["low"].notna()]
    axes.vlines(sure["at"], sure["low"], sure["high"], color=ACCENT, lw=1.4, alpha=0.4)
    breaks = part["at"].diff().gt(1).cumsum()
    for _, run in part.groupby(breaks):
        axes.plot(run["at"], run["share"], color=ACCENT, lw=1.2, marker="o", ms=3.6)


def _month_ticks(axes, months):
    shown = sorted({0, len(months) - 1} | {i for i, month in enumerate(months) if month.endswith("-01")})
    step = max(1, len(shown) // 4)
    ends = {0, len(months) - 1}
    shown = [
        at
        for i, at in enumerate(shown)
        if at in ends or (i % step == 0 and min(at, len(months) - 1 - at) > len(months) / 2.5)
    ]
    axes.set_xticks(shown, [months[at] for at in shown])
    written = axes.get_xticklabels()  # none where another panel below carries them
    if len(written) > 1:  # the ends' names stay inside their panel, so that neighbours' don't meet
        written[0].set_ha("left")
        written[-1].set_ha("right")
    axes.tick_params(axis="x", labelsize=8)
    axes.tick_params(axis="y", labelsize=8, labelcolor=QUIET)


def _widest(frame):
    """The rows of the smallest and the largest share of the theme whose groups are furthest apart."""
    known = frame[frame["share"].notna()]
    if known["group"].nunique() < 2:
        return None
    ends = known.groupby("theme", sort=False)["share"].agg(lambda shares: shares.max() - shares.min())
    part = known[known["theme"] == ends.idxmax()].sort_values("share", kind="stable")
    ends = list(part.itertuples())
    return ends[0], ends[-1]


def _overlap(low, high):
    if low.high != low.high or high.low != high.low:
        return "are not known, for want of stories"
    return "overlap" if low.high >= high.low else "do not overlap"
