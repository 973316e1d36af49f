"""Publication dates as ISO text, only as precise as they are stated: never relative, never guessed, never today.

Forms that are the same everywhere, and names of months as CLDR has them, are read by ``date_forms``. What is left, a
date in words that CLDR does not know, goes to dateparser in its strict, absolute mode, and counts only where the day
and the year that it gives stand in the value: alone it reads an ambiguous `03/04/2024` in the order of the language it
supposes, knows no compact forms, eras or column, and takes 45 ms or more a value in languages it has to find out.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from newsthemes.corpus.date_forms import (
    COMPACT,
    FIRST_YEAR,
    ISO_MONTH,
    LAST_YEAR,
    NUMERIC,
    Found,
    by_weekday,
    fixed_forms,
    iso_date,
    named,
    numeric,
    plain,
)
from newsthemes.language.months import COMMON

LONGEST = 200  # characters: a longer value is no date
LOOKED_AT = 500  # characters of a line of text in which a date is looked for
SERIALS = range(25_569, 73_415)  # days since 1899-12-30, as Excel counts them: 1970 to 2100
EPOCHS = ((10**8, 1), (10**11, 10**3), (10**14, 10**6), (10**17, 10**9))  # from, units a second
TRIES = (
    50  # values of a column, one after the other, that dateparser may fail to read before it is asked no more
)
LIBRARY_LANGUAGES = [code for code in COMMON if "_" not in code]  # all 200 would take a second a value
NUMBER = re.compile(r"\A\d++(?:\.\d++)?(?:e[+-]?\d{1,2})?\Z", re.IGNORECASE)
NET = re.compile(r"/?Date\((\d{9,14})(?:[+-]\d{4})?\)/?\Z")  # as .NET writes a Unix time in JSON
PUBLISHED = re.compile(
    r"publi|posted|issued|créé|mis en ligne|terbit|tayang|veröff|erschien|geplaatst|gepubl|pubbl|опубл|yayın|giriş|"
    r"đăng|发布|發布|公開|掲載|配信|입력|게시|نشر|เผยแพร่|प्रकाशित",
    re.IGNORECASE,
)


def parse_date(
    value: str | None, language: str | None = None, order: str | None = None, library: bool = True
) -> str | None:
    """The date that a field or a cell states: `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` where it says no more.

    Reads ISO 8601, RFC 2822, compact forms, Unix times, years of Buddhist, Japanese and Taiwanese eras, digits of every
    script, names of months and their abbreviations. Numbers alone (`03/04/2024`) are read where one of them cannot be
    a month, where they are parted by full stops (the day is first), where the day of the week beside them fits one
    order only, or by `order`, "day first" or "month first", which `date_order` takes from a whole column.
    `library`: whether dateparser is asked where nothing else is found, which takes some 45 ms.

    >>> [parse_date(value) for value in ("Aug. 5, 2024 10:15 a.m. ET", "令和6年8月5日", "March 2024", "3 days ago")]
    ['2024-08-05', '2024-08-05', '2024-03', None]
    """
    return _parse(value, language, order) or (_by_library(value, language) if value and library else None)


@lru_cache(maxsize=100_000)
def _parse(value: str | None, language: str | None, order: str | None) -> str | None:
    text = plain(value or "") if len(value or "") <= LONGEST else ""
    if not text:
        return None
    if found := COMPACT.match(text):
        return iso_date(*found.groups())
    if NUMBER.match(text):
        return _year(text) or _epoch(float(text))
    if stamp := NET.match(text):
        return _epoch(float(stamp[1]))
    dates = [*fixed_forms(text), *named(text, language, partial=False), *numeric(text, language, order)]
    if dates:
        return _published(text, dates)
    if month := ISO_MONTH.match(text):
        return iso_date(month[1] or month[4], month[2] or month[3])
    return next((found.iso for found in named(text, language, partial=True)), None)


def read_dates(values: Sequence[str | None], languages: Sequence[str | None]) -> list[str | None]:
    """The dates of a column of a table: their order of day and month, and whether numbers are Excel's, is the column's.

    >>> read_dates(["03/04/2024", "25/04/2024", None], [None] * 3)
    ['2024-04-03', '2024-04-25', None]
    """
    order = date_order(values)
    stated = [value.strip() for value in values if value]
    if stated and all(
        NUMBER.match(value[:LONGEST]) and 4 < len(value) < 20 and int(float(value)) in SERIALS
        for value in stated
    ):
        return [_serial(float(value)) if value else None for value in values]
    read, failed = [], 0
    for value, language in zip(values, languages, strict=True):
        found = _parse(value, language, order) if value else None
        if value and not found and failed < TRIES:
            found = _by_library(value, language)
            failed = 0 if found else failed + 1
        read.append(found)
    return read


def find_date(text: str, language: str | None = None) -> str | None:
    """The first full date written in the beginning of a text: in ISO, in characters, or with a month's name.

    >>> find_date("Almery, 5 août 2024 à 10h15")
    '2024-08-05'
    """
    text = plain(text[:LOOKED_AT])
    full = [
        found for found in (*fixed_forms(text), *named(text, language, partial=False)) if len(found.iso) == 10
    ]
    return _published(text, full) if full else None


def is_date(value: str) -> bool:
    """Whether a value states a date, be it one whose order of day and month is open."""
    text = plain(value) if len(value) <= LONGEST else ""
    return bool(_parse(value, None, None) or NUMERIC.match(text))


def date_order(values: Iterable[str | None]) -> str | None:
    """Whether a column writes the day or the month first, shown by any number above 12 or day of the week."""
    orders = set()
    for value in values:
        text = plain(value) if value and len(value) <= LONGEST else ""
        found = NUMERIC.search(text)
        if not found or found[2] == ".":
            continue
        orders |= {"day first"} if int(found[1]) > 12 else set()
        orders |= {"month first"} if int(found[3]) > 12 else set()
        if (
            int(found[1]) <= 12 >= int(found[3])
            and found[1] != found[3]
            and (by_day := by_weekday(text, found, None))
        ):
            orders |= {by_day}
    return orders.pop() if len(orders) == 1 else None


def _published(text: str, dates: list[Found]) -> str:
    """Of several dates, the one said to be that of publication, else the first."""
    dates = sorted(dates)
    said = [found for found in dates if PUBLISHED.search(text[max(0, found.start - 25) : found.start])]
    return (said if len(dates) > 1 and said else dates)[0].iso


def _by_library(value: str, language: str | None) -> str | None:
    """What dateparser reads in a short value with a year, where its day and its year are written in the value."""
    text = plain(value) if len(value) <= 60 else ""
    numbers = set(map(int, re.findall(r"\d{1,4}", text)))
    if not any(FIRST_YEAR <= number <= LAST_YEAR for number in numbers) or len(numbers) < 2:
        return None
    if not any(c.isalpha() for c in text) or NUMERIC.search(text):  # it would guess an order
        return None
    found = _library(text, language)
    return (
        iso_date(found.year, found.month, found.day) if found and {found.year, found.day} <= numbers else None
    )


@lru_cache(maxsize=10_000)
def _library(text: str, language: str | None) -> datetime | None:
    import dateparser

    settings = {
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
    }
    try:
        return dateparser.parse(
            text, languages=[language] if language else LIBRARY_LANGUAGES, settings=settings
        )
    except (
        ValueError,
        OverflowError,
        RecursionError,
        re.error,
    ):  # ValueError: a language that it does not know
        return None


def _year(text: str) -> str | None:
    return text if len(text) == 4 and text.isdigit() and 1900 <= int(text) <= 2100 else None


def _epoch(value: float) -> str | None:
    """Seconds, milliseconds, microseconds or nanoseconds since 1970, by their size: 1973 or later."""
    units = [unit for least, unit in EPOCHS if value >= least]
    if not units or value / units[-1] > 4.2e9:
        return None
    return datetime.fromtimestamp(value / units[-1], UTC).date().isoformat()


def _serial(days: float) -> str:
    return (date(1899, 12, 30) + timedelta(days=int(days))).isoformat()
