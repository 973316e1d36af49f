"""Numbers and lists in words, for figures and for the sentences beneath them."""

from collections.abc import Iterator
from typing import Any

from newsthemes.results.study_tables import StudyTables


def percent(share: float | None) -> str:
    """0.004 → "<1%", 0.126 → "13%"; "no share" where there is none (null)."""
    if share is None or share != share:
        return "no share"
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"


FEWEST_FOR_PERCENT = 10  # stories: below, a count says more than a percentage


def share_or_count(share: float, count: int, n: int, stories: int) -> str:
    """ "13%"; "1 of 5" where there are fewer than ten stories; "no share" where there is none (null)."""
    few = stories is not None and stories < FEWEST_FOR_PERCENT and count == count
    return f"{count:,.0f} of {n:,.0f}" if few and share == share else percent(share)


def plural(number: int, noun: str) -> str:
    """1, "story" → "1 story"; 2, "story" → "2 stories"."""
    many = noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"
    return f"{number:,} {noun if number == 1 else many}"


def listed(items: Iterator[Any], most: int = 5, none: str = "none") -> str:
    """ "a, b and c"; after ``most`` items "and 4 more"; ``none`` where there are none."""
    items = [str(item) for item in items]
    if len(items) > most:
        items = [*items[:most], f"{len(items) - most} more"]
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else (items or [none])[0]


def source_line(study: StudyTables) -> str:
    """What a study is made from, in a line: "Source: 172 articles from 8 sources, 2023-01-05 to …"."""
    articles = study.articles
    sources, dates = articles["source"].dropna().nunique(), articles["date"].dropna().astype(str)
    named = f" from {plural(sources, 'source')}" if sources else ""
    dated = f", {dates.min()[:10]} to {dates.max()[:10]}" if len(dates) else ""
    return f"Source: {plural(len(articles), 'article')}{named}{dated}; newsthemes."
