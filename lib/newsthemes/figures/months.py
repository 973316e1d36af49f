"""Months on an axis: which there are, a line through their shares, and their names where there is room."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from newsthemes.figures.colours import ACCENT, INK, QUIET
from newsthemes.figures.phrasing import FEWEST_FOR_PERCENT, plural
from newsthemes.figures.style import wrapped_text
from newsthemes.missing import UNDATED

PANELS_A_ROW = 5


def months_between(frame: pd.DataFrame) -> list[str]:
    """Every month from the first to the last, whether it has articles or not."""

    def number(month: str) -> int:
        return int(month[:4]) * 12 + int(month[5:7]) - 1

    first, last = number(frame["month"].min()), number(frame["month"].max())
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1)]


def split_months(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of dated months, with ``undated``: how many of what ``n`` counts have no date, the same on every row."""
    undated = table.loc[table["month"] == UNDATED, "n"].max()
    dated = table[table["month"] != UNDATED]
    return dated.assign(undated=0 if pd.isna(undated) else int(undated))


def not_drawn(undated: int) -> str:
    """What is to be said of what has no date: nothing where all have one.

    >>> not_drawn(2), not_drawn(0)
    (', 2 undated and not drawn', '')
    """
    return f", {undated:,} undated and not drawn" if undated else ""


def month_panels(
    figure: Figure, frame: pd.DataFrame, by: str, titles: dict[Any, str], size: float, top: float
) -> None:
    """A small chart of the shares month by month for each value of the column ``by`` that has one of the ``titles``,
    in their order; ``size`` of a title in points; ``top``: where the axis of shares ends. ``frame`` has the stories of
    each month: of those with few the dots are hollow."""
    months = months_between(frame)
    place = {month: number for number, month in enumerate(months)}
    columns = min(PANELS_A_ROW, len(titles))
    bands = -(-len(titles) // columns)
    panels = figure.subplots(bands, columns, sharex=True, sharey=True, squeeze=False).ravel()
    for axes, (value, title) in zip(panels, titles.items(), strict=False):
        month_line(axes, frame[frame[by] == value], place)
        axes.set_title(wrapped_text(title, size, 7.0 / columns - 0.2), size=size, color=INK, pad=4)
        axes.grid(axis="y")
        axes.set_ylim(0, top)
        axes.set_xlim(-0.5, len(months) - 0.5)
        axes.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
        month_ticks(axes, months)
    for axes in panels[len(titles) :]:
        axes.set_visible(False)


def hollow_months(stories: pd.Series, months: pd.Series) -> str:
    """What a foot says of the months in which stories are too few for a percentage; empty where there are none.

    >>> hollow_months(pd.Series([4, 12, 4]), pd.Series(["2024-01", "2024-02", "2024-01"]))
    ' Hollow: 1 month with fewer than 10 stories, whose shares say little.'
    """
    few = plural(months[stories < FEWEST_FOR_PERCENT].nunique(), "month")
    said = f" Hollow: {few} with fewer than {FEWEST_FOR_PERCENT} stories, whose shares say little."
    return said if (stories < FEWEST_FOR_PERCENT).any() else ""


def month_line(axes: Axes, part: pd.DataFrame, place: Any) -> None:
    part = part.assign(at=part["month"].map(place)).sort_values("at")
    sure = part[part["low"].notna()]
    axes.vlines(sure["at"], sure["low"], sure["high"], color=ACCENT, lw=1.4, alpha=0.4)
    breaks = part["at"].diff().gt(1).cumsum()
    for _, run in part.groupby(breaks):
        axes.plot(run["at"], run["share"], color=ACCENT, marker="", lw=1.2)
    few = part["stories"] < FEWEST_FOR_PERCENT
    for rows, fill in ((part[~few], ACCENT), (part[few], "white")):
        looks: dict[str, Any] = {"color": fill, "edgecolors": ACCENT, "linewidths": 0.9}
        axes.scatter(rows["at"], rows["share"], s=13, zorder=3, clip_on=False, **looks)


def month_ticks(axes: Axes, months: Any) -> None:
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
        written[0].set_horizontalalignment("left")
        written[-1].set_horizontalalignment("right")
    axes.tick_params(axis="x", labelsize=8)
    axes.tick_params(axis="y", labelsize=8, labelcolor=QUIET)
