"""Publication dates as ISO text, from full dates only: never relative, never guessed, never today."""

import re
from collections.abc import Iterable
from datetime import date
from email.utils import parsedate_to_datetime
from functools import cache

ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d%])")
COMPACT = re.compile(r"\A(\d{4})(\d{2})(\d{2})\Z")
CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]")
DAY_MONTH = re.compile(
    r"(?<![\d.,])(\d{1,2})(?:st|nd|rd|th|er|[.ºª°])?[ \u00a0](?:de |d['’]|of )?"
    r"([^\W\d_]+)[.,]?[ \u00a0](?:de |del )?(\d{4})(?![\d%])"
)
MONTH_DAY = re.compile(r"([^\W\d_]+)[ \u00a0](\d{1,2})(?:st|nd|rd|th)?,?[ \u00a0](\d{4})(?![\d%])")
NUMERIC = re.compile(r"\A(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
COMMON = tuple(
    "en fr id es de pt it nl ms tr vi pl ru uk ar fa sv da nb fi cs ro hu el he sw tl hi bn".split()
)
FIRST_YEAR, LAST_YEAR = 1600, 2200


def parse_date(value: str | None, language: str | None = None) -> str | None:
    """The date that a metadata field or a table cell states, as `YYYY-MM-DD`, or None.

    Reads ISO 8601 (with or without a time), RFC 2822, `20240305`, and dates with the month's full
    name in any language babel knows. Numbers alone (`03/04/2024`) are read only where one of them
    cannot be a month; `date_order` settles a whole column.
    """
    text = (value or "").strip()
    if not text:
        return None
    if found := COMPACT.match(text):
        return _iso(*found.groups())
    return find_date(text, language) or _rfc(text) or numeric_date(text, None)


def find_date(text: str, language: str | None = None) -> str | None:
    """The first full date written in a text: ISO, Chinese, Japanese or Korean, or a month's name."""
    candidates = [(m.start(), _iso(*m.groups())) for m in (ISO.search(text), CJK.search(text)) if m]
    for match in DAY_MONTH.finditer(text):
        candidates.append((match.start(), _iso(match[3], month_number(match[2], language), match[1])))
    for match in MONTH_DAY.finditer(text):
        candidates.append((match.start(), _iso(match[3], month_number(match[1], language), match[2])))
    return min((c for c in candidates if c[1]), default=(0, None))[1]


def numeric_date(text: str, order: str | None) -> str | None:
    """`dd/mm/yyyy` or `mm/dd/yyyy`; order is "day first", "month first" or None (only if plain)."""
    found = NUMERIC.match(text.strip())
    if not found:
        return None
    first, second, year = found.groups()
    if first == second or order == "day first" or int(first) > 12:
        return _iso(year, second, first)
    if order == "month first" or int(second) > 12:
        return _iso(year, first, second)
    return None


def date_order(values: Iterable[str | None]) -> str | None:
    """Whether a column writes the day or the month first, shown by any number above 12."""
    orders = set()
    for found in filter(None, (NUMERIC.match((value or "").strip()) for value in values)):
        orders |= {"day first"} if int(found[1]) > 12 else set()
        orders |= {"month first"} if int(found[2]) > 12 else set()
    return orders.pop() if len(orders) == 1 else None


def month_number(name: str, language: str | None = None) -> int | None:
    """The month that a full month name means, in the language given first, then in common ones."""
    name = name.casefold()
    for code in (language, *COMMON):
        if code and (month := _months(code).get(name)):
            return month
    return None


@cache
def _months(language: str) -> dict[str, int]:
    from babel import Locale, UnknownLocaleError

    try:
        months = Locale.parse(language.replace("-", "_")).months
    except (UnknownLocaleError, ValueError, TypeError):
        return {}
    wide = [months[context]["wide"] for context in ("format", "stand-alone")]
    return {name.casefold(): number for names in wide for number, name in names.items() if not name.isdigit()}


def _rfc(text: str) -> str | None:
    try:
        return _iso(*parsedate_to_datetime(text).timetuple()[:3])
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _iso(year, month, day) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except (TypeError, ValueError):
        return None
    return found.isoformat() if FIRST_YEAR <= found.year <= LAST_YEAR else None


def read_dates(values, languages) -> list[str | None]:
    """The dates of a column, whose order of day and month its own values settle."""
    order = date_order(values)
    return [
        (parse_date(value, language) or numeric_date(value, order)) if value else None
        for value, language in zip(values, languages, strict=True)
    ]


def is_date(value: str) -> bool:
    """Whether a value is a date and nothing else."""
    return bool(NUMERIC.match(value.strip()) or parse_date(value))
