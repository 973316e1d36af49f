"""Find the calendar dates in a passage: day, month and year, or month and year."""

import re
from datetime import date
from functools import cache

from newsthemes.evidence.quantities.number_formats import number_format

YEAR = re.compile(r"(?:19|20)\d\d")
FIRST_YEAR, LAST_YEAR = 1900, 2099


def find_dates(text: str, language: str) -> list[tuple[int, int, str]]:
    """(start, end, ISO text) of each date with a month, in order of appearance, none inside another.

    >>> find_dates("Voted on 3 May 2021.", "en")
    [(9, 19, '2021-05-03')]
    """
    if not YEAR.search(text):
        return []
    months, found = number_format(language).months, {}
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = months.get(parts["month"].lower()) or _whole(parts["month"])
            value = as_date(int(parts["year"]), month, _whole(parts.get("day")))
            if value and not any(match.start() < end and start < match.end() for start, end in found):
                found[match.span()] = value
    return [(start, end, value) for (start, end), value in sorted(found.items())]


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    names = number_format(language).months
    named = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    month = rf"(?P<month>(?>{named}))\.?"
    opening, day = r"(?<![\d.,])", r"(?P<day>[0-3]?\d)(?>(?:st|nd|rd|th|er|\.)?)"
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    forms = [
        rf"{opening}{day}\s(?:de\s|of\s)?{month}\s(?:de\s)?{year}",
        rf"(?<!\w){month}\s{day},?\s{year}",
        rf"(?<!\w){month}\s(?:de\s)?{year}",
    ]
    numeric = [
        rf"{opening}{year}-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)",
        rf"{opening}(?P<day>[0-3]?\d)\.(?P<month>[01]?\d)\.{year}",
        rf"{opening}{year}\s?[年년]\s?(?P<month>[01]?\d)\s?[月월](?:\s?(?P<day>[0-3]?\d)\s?[日일号號])?",
        rf"{opening}(?P<day>[0-3]?\d) tháng (?P<month>[01]?\d) năm {year}",
    ]
    return tuple(re.compile(form, re.IGNORECASE) for form in (*(forms if named else ()), *numeric))


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


def as_date(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """ISO text of a whole or partial date, or None where there is no such day."""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return "-".join(f"{part:02d}" for part in (year, month, day) if part)
