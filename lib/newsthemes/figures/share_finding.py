"""What a table of theme shares shows, in a sentence: the commonest theme, or the groups that are furthest apart."""

from typing import Any

import pandas as pd

from newsthemes.figures.phrasing import (
    FEWEST_FOR_PERCENT,
    UNSURE,
    above_false_alarms,
    leaders,
    listed,
    not_surely_more,
    share_of,
)

MEASURES = {
    "main": ("the main theme", "of"),
    "mentions": ("mentioned", "in"),
}  # what a theme is, of or in stories


def was_corrected(frame: pd.DataFrame) -> pd.Series:
    """Return of each row whether labels changed its share."""
    before = (
        frame["uncorrected"].astype(float) if "uncorrected" in frame else pd.Series(float("nan"), frame.index)
    )
    return before.notna() & (before - frame["share"].astype(float)).abs().gt(1e-9)


def share_finding(frame: pd.DataFrame) -> str:
    """Of the whole: the commonest theme; of groups: the theme whose groups are furthest apart, if it is sure."""
    if frame["by"].isna().all():
        return _commonest(frame)
    known = frame.loc[frame["share"].notna(), "group"].unique()
    if len(known) == 1:
        return f"Themes are measured in {known[0]} alone"
    ends = widest(frame)
    if ends is None or not apart(*ends):
        few = (frame.drop_duplicates("group")["stories"] >= FEWEST_FOR_PERCENT).sum() < 2
        why = ": too few stories in the groups" if few else ""
        return f"No theme differs for sure by {frame['by'].iloc[0]}{why}"
    return gap(*ends)


def _commonest(frame: pd.DataFrame) -> str:
    """The commonest main theme and how often it is mentioned; the themes that share the first place together; where
    none is surely a main theme, the one mentioned most."""
    found = frame[frame["share"] > 0]
    if found.empty:
        return "No theme was found"
    sure = above_false_alarms(found)
    told = found[sure] if sure.any() else found  # what may be a mistake is no finding where anything is
    measure = frame["measure"].iloc[0] if frame["measure"].iloc[0] in set(told["measure"]) else "mentions"
    asked = told[told["measure"] == measure]
    first = leaders(asked["theme"], asked["share"])
    row = asked[asked["theme"] == first[0]].iloc[0]
    what, of = MEASURES[measure]
    said = f"{listed(first, 3)} {'is' if len(first) == 1 else 'are each'} {what} {of} {share_in_words(row)}"
    if not sure.any():
        return f"{UNSURE}; {said}"
    other = told[(told["theme"] == first[0]) & (told["measure"] != measure)]
    unsure = not_surely_more(frame[frame["measure"] == measure], first)
    also = f"mentioned in {share_in_words(other.iloc[0])}" if len(first) == 1 and len(other) else ""
    return said + unsure + (f"{';' if unsure else ' and'} {also}" if also else "")


def gap(low: Any, high: Any) -> str:
    """The rows of :func:`widest` in words."""
    most, least = share_in_words(high._asdict()), share_in_words(low._asdict())
    return f"{high.theme}: {most} in {high.group}, {least} in {low.group}"


def share_in_words(row: Any) -> str:
    """ "13% of stories", "1 of 5 stories"."""
    return share_of(row["share"], row["count"], row["n"], row["stories"], row["unit"])


def apart(low: Any, high: Any) -> bool:
    """Whether the intervals of two rows are known and do not overlap."""
    return bool(low.high < high.low)


def widest(frame: pd.DataFrame, sure_first: bool = True) -> Any:
    """The rows of the smallest and the largest share of the theme whose groups are furthest apart, of groups with an
    interval where there are two. ``sure_first``: of themes whose intervals don't overlap, where there are any."""
    known = frame[frame["share"].notna()]
    sure = known[known["low"].notna()]
    known = sure if sure["group"].nunique() > 1 else known
    if known["group"].nunique() < 2:
        return None
    by_theme = known.sort_values("share", kind="stable").groupby("theme", sort=False)
    groups = {theme: list(part.itertuples(index=False)) for theme, part in by_theme}
    ends = [(groups[theme][0], groups[theme][-1]) for theme in known["theme"].unique()]
    low, high = max(ends, key=lambda pair: (sure_first and apart(*pair), pair[1].share - pair[0].share))
    return (low, high) if high.share > low.share else None
