"""How the coverage of each theme changes from month to month."""

import pandas as pd
from matplotlib.figure import Figure

from newsthemes.figures.missing import no_theme, small_months
from newsthemes.figures.months import (
    PANELS_A_ROW,
    hollow_months,
    month_panels,
    months_between,
    not_drawn,
    split_months,
)
from newsthemes.figures.phrasing import FEWEST_FOR_PERCENT, interval_note, percent, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.share_finding import apart, widest
from newsthemes.figures.shares import ceiling
from newsthemes.figures.style import empty, page, short
from newsthemes.results.columns import theme_names
from newsthemes.results.study_tables import StudyTables


@figure(stage="prevalence", notebook="04-themes")
class ThemesOverTime:
    """How does the coverage of each theme change over time?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        return small_months(study) or no_theme(study)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """theme, month, share, low, high, n, undated (articles without a date): the dated months only."""
        dated = split_months(study.prevalence("month", measure="mentions"))
        largest = dated.groupby("theme")["share"].transform("mean")
        dated = dated.assign(order=-largest).sort_values(["order", "theme", "month"])
        return theme_names(study, dated)[
            ["theme", "month", "share", "low", "high", "n", "undated"]
        ].reset_index(drop=True)

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Each theme's share month by month, one panel a theme, with intervals.

        ``frame``: theme, month ("2024-03"), share, low, high (0 to 1; null where there is no interval), n
        (stories of the month), undated (stories without a date, the same on every row). Months next to one
        another are joined by a line.
        """
        if frame.empty:
            return empty(frame, "Themes over time", "No article has a date.")
        themes, months = list(frame["theme"].unique())[:20], months_between(frame)
        dated = int(frame.drop_duplicates("month")["n"].sum())
        undated = int(frame["undated"].iloc[0])
        bands = -(-len(themes) // PANELS_A_ROW)
        figure = page(
            frame,
            0.5 + bands * 1.45,
            _moved(frame),
            f"Share of the month's stories that mention the theme; n = {plural(dated, 'dated story')}"
            + not_drawn(undated),
            interval_note(frame["low"], "Thin bars")
            + " Months without: gaps."
            + hollow_months(frame["n"], frame["month"]),
            f"Small charts, one a theme, {months[0]} to {months[-1]}",
        )
        titles = {theme: short(theme, 9.5, 2.6) for theme in themes}
        month_panels(figure, frame.assign(stories=frame["n"]), "theme", titles, 9.5, ceiling(frame) * 1.08)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        dated, months = int(frame.drop_duplicates("month")["n"].sum()), frame["month"].nunique()
        undated = not_drawn(int(frame["undated"].iloc[0]))
        return f"{_moved(frame)}. {plural(dated, 'dated story')} in {plural(months, 'month')}{undated}."


def _moved(frame: pd.DataFrame) -> str:
    """The theme whose months are furthest apart, of months with stories enough for a percentage, if it is sure."""
    enough = frame[frame["n"] >= FEWEST_FOR_PERCENT]
    enough = enough.assign(group=enough["month"])
    ends, sure = widest(enough, sure_first=False), widest(enough)
    if ends is None or sure is None:
        return f"{plural(frame['theme'].nunique(), 'theme')} over {plural(frame['month'].nunique(), 'month')}"
    if not apart(*sure):
        return "No theme differs for sure by month"
    varied = "varied most" if apart(*ends) else "varied for sure"  # the widest gap may be chance
    ends = ends if apart(*ends) else sure
    first, last = sorted(ends, key=lambda end: end.month)
    return f"{ends[1].theme} {varied}: {percent(first.share)} in {first.month}, {percent(last.share)} in {last.month}"
