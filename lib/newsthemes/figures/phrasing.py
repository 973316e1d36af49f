"""Numbers and lists in words, for figures and for the sentences beneath them."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from newsthemes.language.plural import noun, plural
from newsthemes.prevalence.intervals import LEVEL_PERCENT
from newsthemes.results.study_tables import StudyTables


def percent(share: float | None) -> str:
    """0.004 → "<1%", 0.126 → "13%"; "no share" where there is none (null)."""
    if share is None or share != share:
        return "no share"
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"


FEWEST_FOR_PERCENT = 10  # stories: below, a count says more than a percentage


def share_or_count(share: float, count: int, n: int, stories: int) -> str:
    """ "13%"; "1 of 5" where there are fewer than ten stories; "no share" where there is none (null)."""
    few = pd.notna(share) and pd.notna(count) and stories is not None and stories < FEWEST_FOR_PERCENT
    return f"{count:,.0f} of {n:,.0f}" if few else percent(share)


def interval_note(low: pd.Series, bars: str = "Bars") -> str:
    """What a foot says of the intervals, whose lower ends are ``low``; ``bars``: how they are drawn.

    >>> interval_note(pd.Series([None, None])), interval_note(pd.Series([0.1]), "Thin bars")[:10]
    ('Too few stories for intervals.', 'Thin bars:')
    """
    if not low.notna().any():
        return "Too few stories for intervals."
    return f"{bars}: {LEVEL_PERCENT} interval from resampling stories; none where there are too few."


UNITS = {"stories": "story", "articles": "article", "passages": "passage", "words": "word"}


def share_of(share: float, count: int, n: int, stories: int, unit: str = "stories") -> str:
    """ "13% of stories"; "1 of 5 stories", "1 of 1 story" where there are fewer than ten."""
    said = share_or_count(share, count, n, stories)
    return f"{said} {noun(int(n), UNITS[unit])}" if " of " in said else f"{said} of {unit}"


def corrected_share_of(row: Any) -> str:
    """A row of ``corrected_share`` in words; ``row``: share, low, high, labels, uncorrected, note.

    >>> row = {"share": 0.098, "low": 0.071, "high": 0.13, "labels": 120, "uncorrected": 0.124, "note": None}
    >>> corrected_share_of(pd.Series(row))
    '9.8% of passages (7.1% to 13.0%), corrected by 120 labels, uncorrected 12.4%'
    """
    sure = f" ({row.low:.1%} to {row.high:.1%})" if pd.notna(row.low) else ""
    note = f" ({row.note})" if pd.notna(row.note) and row.note else ""
    labels = plural(int(row.labels), "label")
    return (
        f"{row.share:.1%} of passages{sure}, corrected by {labels}, uncorrected {row.uncorrected:.1%}{note}"
    )


UNSURE = "No theme is surely found more often than on unrelated news"


def above_false_alarms(shares: pd.DataFrame) -> pd.Series:
    """Whether a theme is surely found more often than on unrelated news: the low end of its interval, or without one
    its share, lies above the largest of ``false_alarms``, for each is measured on few articles; true where none is
    known.

    >>> table = pd.DataFrame({"share": [0.02, 0.4], "low": [0.0, 0.3], "false_alarms": [0.02, 0.02]})
    >>> above_false_alarms(table).tolist()
    [False, True]
    """
    if "false_alarms" not in shares:
        return pd.Series(True, shares.index)
    least, mistakes = shares["low"].astype(float), shares["false_alarms"].astype(float).max()
    return least.fillna(shares["share"].astype(float)).gt(mistakes if mistakes == mistakes else -1.0)


def leaders(names: pd.Series, values: pd.Series) -> list[Any]:
    """The names that have the largest value: several where they are equal, none where no value is above 0.

    >>> leaders(pd.Series(["Desk", "Post", "Echo"]), pd.Series([3, 1, 3]))
    ['Desk', 'Echo']
    """
    largest = values.max() if len(values) else 0
    return list(names[values >= largest - 1e-9]) if largest > 0 else []


def not_surely_more(rows: pd.DataFrame, first: Sequence[Any], name: str = "theme") -> str:
    """What is to be said where the leaders ``first`` of ``rows`` (column ``name``, share, low, high) may not lead: the
    interval of another reaches theirs; nothing where none does, or where there are no intervals.

    >>> table = pd.DataFrame({"theme": ["Rain", "Bread"], "share": [0.4, 0.3], "low": [0.3, 0.2], "high": [0.5, 0.4]})
    >>> not_surely_more(table, ["Rain"]), not_surely_more(table.head(1), ["Rain"])
    (', not surely more than Bread', '')
    """
    if "high" not in rows:
        return ""
    leading = rows[name].isin(first)
    least = rows.loc[leading, "low"].astype(float).min()
    near = rows.loc[~leading & rows["high"].astype(float).ge(least), name].tolist()
    return (
        f", not surely more than {listed(near, 2) if len(near) < 3 else f'{len(near)} others'}"
        if near
        else ""
    )


def not_measured_in(articles: int) -> str:
    """Of how many articles nothing is known; nothing where there are none.

    >>> not_measured_in(1), not_measured_in(0)
    ('themes are not measured in 1 article, whose language is not read', '')
    """
    return (
        f"themes are not measured in {plural(articles, 'article')}, whose language is not read"
        if articles
        else ""
    )


def listed(items: Iterable[Any], most: int = 5, none: str = "none") -> str:
    """ "a, b and c"; after ``most`` items "and 4 more", never "and 1 more"; ``none`` where there are none."""
    items = [str(item) for item in items]
    if len(items) > most + 1:
        items = [*items[:most], f"{len(items) - most} more"]
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else (items or [none])[0]


def source_line(study: StudyTables) -> str:
    """What a study is made from, in a line: "Source: 172 articles from 8 sources, 2023-01-05 to …"."""
    articles = study.articles
    sources, dates = articles["source"].dropna().nunique(), articles["date"].dropna().astype(str)
    named = f" from {plural(sources, 'source')}" if sources else ""
    ends = dict.fromkeys([dates.min()[:10], dates.max()[:10]]) if len(dates) else []
    dated = f", {' to '.join(ends)}" if ends else ""
    return f"Source: {plural(len(articles), 'article')}{named}{dated}; newsthemes."
