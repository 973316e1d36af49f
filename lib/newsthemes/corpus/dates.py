"""Publication dates as ISO text, only as precise as they are stated: never relative, never guessed, never today.

Forms that are the same everywhere are read here; names of months are CLDR's. What is left, a date in words that CLDR
does not know, goes to dateparser in its strict, absolute mode, and counts only where the day and the year that it
gives stand in the value: alone it reads an ambiguous `03/04/2024` in the order of the language it supposes, knows no
compact forms, eras or column, and takes 45 ms or more a value in languages it has to find out.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from newsthemes.language.months import COMMON, dotted_months, month_number, weekday_number

LONGEST = 200  # characters: a longer value is no date
LOOKED_AT = 500  # characters of a line of text in which a date is looked for
FIRST_YEAR, LAST_YEAR = 1600, 2200
BUDDHIST, BUDDHIST_YEARS = 543, range(2400, 2644)
ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
SERIALS = range(25_569, 73_415)  # days since 1899-12-30, as Excel counts them: 1970 to 2100
EPOCHS = ((10**8, 1), (10**11, 10**3), (10**14, 10**6), (10**17, 10**9))  # from, units a second
PIVOT = 69  # years of two digits below it are of this century, as POSIX has it
TRIES = (
    50  # values of a column, one after the other, that dateparser may fail to read before it is asked no more
)

LIBRARY_LANGUAGES = [code for code in COMMON if "_" not in code]  # all 200 would take a second a value

ISO = re.compile(r"(?<!\d)(\d{4})(?:[-/.]|\.\s)(\d{1,2})(?:[-/.]|\.\s)(\d{1,2})(?![\d%])")
ISO_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})\Z|(\d{1,2})[-/.](\d{4})\Z")
COMPACT = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:[T _-]?\d{4}(?:\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?\Z", re.IGNORECASE
)
NUMBER = re.compile(r"\A\d++(?:\.\d++)?(?:e[+-]?\d{1,2})?\Z", re.IGNORECASE)
CJK = re.compile(r"(\d{1,4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日号號일])?")
ERA = re.compile(
    f"({'|'.join(ERAS)})\\s?(元|\\d{{1,3}})\\s?年\\s?(\\d{{1,2}})\\s?月(?:\\s?(\\d{{1,2}})\\s?日)?"
)
CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
CHINESE_DATE = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号號]"
)
VIETNAMESE = re.compile(
    r"(?<!\d)(\d{1,2})\s(?:tháng|thg)\s(\d{1,2})(?:,|\snăm)?\s(\d{4})(?!\d)", re.IGNORECASE
)
NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d%])")
TIME = re.compile(
    r"(?<![\d:])\d{1,2}[:h]\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:[A-Z]{1,5}\b|[+-]\d{2}:?\d{2}\b))?"
)
TOKEN = re.compile(r"\d+|[^\W\d_][^\s\d.,;:/()\[\]{}|·•–—_-]*")
BETWEEN = re.compile(r"[\s.,/’'ºª°-]{0,4}\Z")
FILLERS = frozenset(
    "de del d of the en el le den di da dem st nd rd th er e ter tahun bulan года год р рік г".split()
)
PUBLISHED = re.compile(
    r"publi|posted|issued|créé|mis en ligne|terbit|tayang|veröff|erschien|geplaatst|gepubl|pubbl|опубл|yayın|giriş|"
    r"đăng|发布|發布|公開|掲載|配信|입력|게시|نشر|เผยแพร่|प्रकाशित",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """A date in a text: where it begins, and how it is written in ISO."""

    start: int
    iso: str


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
        return _iso(*found.groups())
    if NUMBER.match(text):
        return _year(text) or _epoch(float(text))
    dates = [*_fixed_forms(text), *_named(text, language, partial=False), *_numeric(text, language, order)]
    if dates:
        return _published(text, dates)
    if month := ISO_MONTH.match(text):
        return _iso(month[1] or month[4], month[2] or month[3])
    return next((found.iso for found in _named(text, language, partial=True)), None)


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
        found
        for found in (*_fixed_forms(text), *_named(text, language, partial=False))
        if len(found.iso) == 10
    ]
    return min(full).iso if full else None


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
            and (by_day := _by_weekday(text, found, None))
        ):
            orders |= {by_day}
    return orders.pop() if len(orders) == 1 else None


def plain(text: str) -> str:
    """A text with digits of every script as 0 to 9, without marks of direction, white space as single spaces."""
    if not text.isascii():
        text = "".join(_digit(c) for c in text if unicodedata.category(c) != "Cf")
    return " ".join(text.split())


@lru_cache(maxsize=10_000)
def _digit(character: str) -> str:
    return str(unicodedata.digit(character)) if unicodedata.category(character) == "Nd" else character


def _fixed_forms(text: str) -> list[Found]:
    found = [Found(m.start(), _iso(*m.groups())) for m in ISO.finditer(text)]
    found += [
        Found(m.start(), _iso(ERAS[m[1]] + (1 if m[2] == "元" else int(m[2])), m[3], m[4]))
        for m in ERA.finditer(text)
    ]
    taken = {m.start(2) for m in ERA.finditer(text)}
    found += [
        Found(m.start(), _iso(*m.groups()))
        for m in CJK.finditer(text)
        if m.start() not in taken and len(m[1]) == 4
    ]
    found += [Found(m.start(), _iso(m[3], m[2], m[1])) for m in VIETNAMESE.finditer(text)]
    found += [
        Found(m.start(), _iso(m[1].translate(CHINESE), _chinese(m[2]), _chinese(m[3])))
        for m in CHINESE_DATE.finditer(text)
    ]
    return [date for date in found if date.iso]


def _chinese(number: str) -> int:
    tens, ten, ones = number.rpartition("十") if "十" in number else ("", "", number)
    return (int((tens or "1").translate(CHINESE)) * 10 if ten else 0) + int((ones or "0").translate(CHINESE))


def _named(text: str, language: str | None, partial: bool) -> list[Found]:
    """Dates with a month's name: day, month and year in any order that ends or begins with the year.

    `partial`: only those without a day. Goes through the words of the text once: linear.
    """
    if not any(c.isalpha() for c in text):
        return []
    tokens = _tokens(TIME.sub(lambda time: " " * len(time[0]), text))
    found = []
    for place, (start, word) in enumerate(tokens):
        month = None if word.isdigit() else _month(word, language)
        if month:
            before = [int(w) for w in _numbers(text, tokens, place, -1)]
            after = [int(w) for w in _numbers(text, tokens, place, +1)]
            iso = (
                _month_alone(before, after, month)
                if partial
                else _around(before, after, month, tokens, place)
            )
            found += [Found(start, iso)] if iso else []
    return found


def _month(word: str, language: str | None) -> int | None:
    return dotted_months().get(word) or month_number(word, language)


def _tokens(text: str) -> list[tuple[int, str]]:
    for name in dotted_months() if "." in text and not text.isascii() else ():
        text = text.replace(f"{name}.", name.replace(".", "\u02d9") + " ").replace(
            name, name.replace(".", "\u02d9")
        )
    found = ((m.start(), m[0].replace("\u02d9", ".")) for m in TOKEN.finditer(text))
    return [(start, word) for start, word in found if word.casefold() not in FILLERS]


def _numbers(text: str, tokens: list[tuple[int, str]], place: int, step: int) -> list[str]:
    """The one or two numbers that stand beside a word, nearest first."""
    found = []
    for i in (place + step, place + 2 * step):
        if not 0 <= i < len(tokens) or not tokens[i][1].isdigit() or len(tokens[i][1]) > 4:
            break
        found.append(tokens[i][1])
    return found


def _around(
    before: list[int], after: list[int], month: int, tokens: Sequence[tuple[int, str]], place: int
) -> str | None:
    """5 August 2024; August 5, 2024; 2024 August 5; 05-Aug-24, where nothing else is a number."""
    if before and after and after[0] > 99:
        return _iso(after[0], month, before[0])
    if len(after) > 1 and after[1] > 99:
        return _iso(after[1], month, after[0])
    if before and before[0] > 99 and after:
        return _iso(before[0], month, after[0])
    short = before and after and place <= 2 and len(tokens[place + 1][1]) == 2
    return _iso(_century(after[0]), month, before[0]) if short else None


def _month_alone(before: list[int], after: list[int], month: int) -> str | None:
    if len(before) + len(after) != 1:
        return None
    return _iso((before or after)[0], month)


def _numeric(text: str, language: str | None, order: str | None) -> list[Found]:
    found = []
    for match in NUMERIC.finditer(text):
        if len(match[4]) == 2 and any(map(str.isdigit, text[: match.start()])):
            continue  # 10.15.20 after a date is a time
        iso = _in_order(text, match, language, order)
        found += [Found(match.start(), iso)] if iso else []
    return found


def _in_order(text: str, match: re.Match, language: str | None, order: str | None) -> str | None:
    first, second, year = int(match[1]), int(match[3]), match[4]
    year = _century(int(year)) if len(year) == 2 else year
    if first > 12 or first == second or (second <= 12 and match[2] == "."):
        return _iso(year, second, first)
    if second > 12:
        return _iso(year, first, second)
    order = order or _by_weekday(text, match, language)
    return {"day first": _iso(year, second, first), "month first": _iso(year, first, second)}.get(order)


def _by_weekday(text: str, match: re.Match, language: str | None) -> str | None:
    """The order in which the numbers are the day of the week that is named before them."""
    words = [m[0] for m in TOKEN.finditer(text[: match.start()])]
    pairs = [*words, *(" ".join(words[i : i + 2]) for i in range(len(words) - 1))]
    named = {day for word in pairs if (day := weekday_number(word, language)) is not None}
    year = _century(int(match[4])) if len(match[4]) == 2 else match[4]
    written = {"day first": _iso(year, match[3], match[1]), "month first": _iso(year, match[1], match[3])}
    fits = [order for order, iso in written.items() if iso and date.fromisoformat(iso).weekday() in named]
    return fits[0] if len(fits) == 1 else None


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
    return _iso(found.year, found.month, found.day) if found and {found.year, found.day} <= numbers else None


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


def _century(year: int) -> int:
    return year + (2000 if year < PIVOT else 1900)


def _epoch(value: float) -> str | None:
    """Seconds, milliseconds, microseconds or nanoseconds since 1970, by their size: 1973 or later."""
    units = [unit for least, unit in EPOCHS if value >= least]
    if not units or value / units[-1] > 4.2e9:
        return None
    return datetime.fromtimestamp(value / units[-1], UTC).date().isoformat()


def _serial(days: float) -> str:
    return (date(1899, 12, 30) + timedelta(days=int(days))).isoformat()


def _iso(year: int | str, month: int | str, day: int | str | None = None) -> str | None:
    try:
        year = int(year) - (BUDDHIST if int(year) in BUDDHIST_YEARS else 0)
        found = date(year, int(month), int(day or 1))
    except (TypeError, ValueError):
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found.isoformat() if day is not None else f"{found:%Y-%m}"
