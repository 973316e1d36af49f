"""Months on an axis: which there are, a line through their shares, and their names where there is room."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from newsthemes.figures.style import ACCENT, QUIET


def months_between(frame: pd.DataFrame) -> list[str]:
    """Every month from the first to the last, whether it has articles or not."""

    def number(month: str) -> int:
        return int(month[:4]) * 12 + int(month[5:7]) - 1

    first, last = number(frame["month"].min()), number(frame["month"].max())
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1)]


def month_line(axes: Axes, part: pd.DataFrame, place: Any) -> None:
    part = part.assign(at=part["month"].map(place)).sort_values("at")
    sure = part[part["low"].notna()]
    axes.vlines(sure["at"], sure["low"], sure["high"], color=ACCENT, lw=1.4, alpha=0.4)
    breaks = part["at"].diff().gt(1).cumsum()
    for _, run in part.groupby(breaks):
        axes.plot(run["at"], run["share"], color=ACCENT, lw=1.2, marker="o", ms=3.6)


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
