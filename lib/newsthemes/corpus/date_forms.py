"""Dates in a text as they are written: fixed forms, names of months in every language, numbers in an order."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from newsthemes.corpus.persian_calendar import persian_dates
from newsthemes.language.months import dotted_months, month_number, weekday_number

FIRST_YEAR, LAST_YEAR = 1600, 2200
BUDDHIST, BUDDHIST_YEARS, BUDDHIST_CENTURY = 543, range(2400, 2644), 2500
ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
PIVOT = 69  # years of two digits below it are of this century, as POSIX has it
ISO = re.compile(r"(?<!\d)(\d{4})(?:[-/.]|\.\s)(\d{1,2})(?:[-/.]|\.\s)(\d{1,2})(?![\d%])")
ISO_WEEK = re.compile(r"(?<!\d)(\d{4})-?W(\d{2})-?([1-7])(?!\d)")
ERA_MARKS = re.compile(r"[พค]\.\s?ศ\.")  # of the Buddhist and of the common era, in Thai
ISO_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})\Z|(\d{1,2})[-/.](\d{4})\Z")
COMPACT = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:[T _-]?\d{4}(?:\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?\Z", re.IGNORECASE
)
CJK = re.compile(r"(\d{1,4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日号號일])?")
ERA = re.compile(
    f"({'|'.join(ERAS)})\\s?(元|\\d{{1,3}})\\s?年\\s?(\\d{{1,2}})\\s?月(?:\\s?(\\d{{1,2}})\\s?日)?"
)
CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
CHINESE_DATE = re.compile(
    rf"((?:{'|'.join(ERAS)})[〇零一二三四五六七八九十元]{{1,3}}|[〇零一二三四五六七八九]{{4}})"
    r"年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号號]"
)
VIETNAMESE = re.compile(
    r"(?<!\d)(\d{1,2})\s(?:tháng|thg)\s(\d{1,2})(?:,|\snăm)?\s(\d{4})(?!\d)", re.IGNORECASE
)
NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d%])")
TIME = re.compile(
    r"(?<![\d:])\d{1,2}[:h]\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:[A-Z]{1,5}\b|[+-]\d{2}:?\d{2}\b))?"
)
TOKEN = re.compile(r"\d+|[^\W\d_][^\s\d.,;:/()\[\]{}|·•–—_-]*")
INITIAL_ERA = re.compile(r"(?<![A-Za-z])([SHR])\s?(\d{1,2})[./](\d{1,2})[./](\d{1,2})(?!\d)")  # R6.3.5
INITIALS = {"S": 1925, "H": 1988, "R": 2018}
TWO_NAMES = re.compile(r"(?<![\u0621-\u064a])[\u0621-\u064a]++\s?[/-]\s?(?=[\u0621-\u064a])")  # آذار/مارس
FILLERS = frozenset(
    "de del d m º ª of the en el le den di da dem st nd rd th er e ter tahun bulan gada gads года год р рік г".split()
)


class Found(NamedTuple):
    """A date in a text: where it begins, and how it is written in ISO."""

    start: int
    iso: str


def plain(text: str) -> str:
    """A text with digits of every script as 0 to 9, without marks of direction, white space as single spaces."""
    if not text.isascii():
        text = ERA_MARKS.sub(" ", text)
        text = "".join(_digit(c) for c in text if unicodedata.category(c) != "Cf")
    return " ".join(text.split())


@lru_cache(maxsize=10_000)
def _digit(character: str) -> str:
    return str(unicodedata.digit(character)) if unicodedata.category(character) == "Nd" else character


def fixed_forms(text: str) -> list[Found]:
    """Dates in forms that are the same in every language: ISO 8601, eras, Chinese, Vietnamese."""
    found = [Found(m.start(), iso_date(*m.groups())) for m in ISO.finditer(text)]
    found += [
        Found(m.start(), iso_date(ERAS[m[1]] + (1 if m[2] == "元" else int(m[2])), m[3], m[4]))
        for m in ERA.finditer(text)
    ]
    taken = {m.start(2) for m in ERA.finditer(text)}
    found += [
        Found(m.start(), iso_date(*m.groups()))
        for m in CJK.finditer(text)
        if m.start() not in taken and len(m[1]) == 4
    ]
    found += [Found(m.start(), iso_date(m[3], m[2], m[1])) for m in VIETNAMESE.finditer(text)]
    found += [
        Found(m.start(), iso_date(_chinese_year(m[1]), _chinese(m[2]), _chinese(m[3])))
        for m in CHINESE_DATE.finditer(text)
    ]
    found += [
        Found(m.start(), iso_date(INITIALS[m[1]] + int(m[2]), m[3], m[4])) for m in INITIAL_ERA.finditer(text)
    ]
    found += [Found(*persian) for persian in persian_dates(text)]
    found += [Found(m.start(), _of_week(*map(int, m.groups()))) for m in ISO_WEEK.finditer(text)]
    return [date for date in found if date.iso]


def _of_week(year: int, week: int, day: int) -> str | None:
    try:
        return iso_date(*date.fromisocalendar(year, week, day).timetuple()[:3])
    except ValueError:
        return None


def _chinese_year(written: str) -> int | None:
    era, number = written[:2], written[2:]
    if era not in ERAS:
        return int(written.translate(CHINESE))
    in_era = 1 if number == "元" else _chinese(number)
    return None if in_era is None else ERAS[era] + in_era


def _chinese(number: str) -> int | None:
    """A number up to 99 in characters: 十五, 三十一, 五; None where they are none (十十)."""
    if "元" in number or number.count("十") > 1:
        return None
    tens, ten, ones = number.rpartition("十") if "十" in number else ("", "", number)
    return (int((tens or "1").translate(CHINESE)) * 10 if ten else 0) + int((ones or "0").translate(CHINESE))


def named(text: str, language: str | None, partial: bool) -> list[Found]:
    """Dates with a month's name: day, month and year in any order that ends or begins with the year.

    `partial`: only those without a day. Goes through the words of the text once: linear.
    """
    if not any(c.isalpha() for c in text):
        return []
    text = TWO_NAMES.sub(lambda name: " " * len(name[0]), text) if "/" in text or "-" in text else text
    tokens = _tokens(TIME.sub(lambda time: " " * len(time[0]), text))
    found = []
    for place, (start, word) in enumerate(tokens):
        month = None if word.isdecimal() else _month(word, language)
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
        if not 0 <= i < len(tokens) or not tokens[i][1].isdecimal() or len(tokens[i][1]) > 4:
            break
        found.append(tokens[i][1])
    return found


def _around(
    before: list[int], after: list[int], month: int, tokens: Sequence[tuple[int, str]], place: int
) -> str | None:
    """5 August 2024; August 5, 2024; 2024 August 5; 05-Aug-24, where nothing else is a number."""
    if before and after and after[0] > 99:
        return iso_date(after[0], month, before[0])
    if len(after) > 1 and after[1] > 99:
        return iso_date(after[1], month, after[0])
    if before and before[0] > 99 and after:
        return iso_date(before[0], month, after[0])
    if len(before) > 1 and before[1] > 99 and not after:  # 2024. gada 5. marts
        return iso_date(before[1], month, before[0])
    short = before and after and place <= 2 and len(tokens[place + 1][1]) == 2
    if short and "\u0e00" <= tokens[place][1][0] <= "\u0e7f":  # 5 มี.ค. 67
        return iso_date(BUDDHIST_CENTURY + after[0], month, before[0])
    return iso_date(_century(after[0]), month, before[0]) if short else None


def _month_alone(before: list[int], after: list[int], month: int) -> str | None:
    if len(before) + len(after) != 1:
        return None
    return iso_date((before or after)[0], month)


def numeric(text: str, language: str | None, order: str | None) -> list[Found]:
    """Dates of three numbers with a mark between them, in the ``order`` given where they allow several."""
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
        return iso_date(year, second, first)
    if second > 12:
        return iso_date(year, first, second)
    order = order or by_weekday(text, match, language)
    return {"day first": iso_date(year, second, first), "month first": iso_date(year, first, second)}.get(
        order
    )


def by_weekday(text: str, match: re.Match, language: str | None) -> str | None:
    """The order in which the numbers are the day of the week that is named before them."""
    words = [m[0] for m in TOKEN.finditer(text[: match.start()])]
    pairs = [*words, *(" ".join(words[i : i + 2]) for i in range(len(words) - 1))]
    named = {day for word in pairs if (day := weekday_number(word, language)) is not None}
    year = _century(int(match[4])) if len(match[4]) == 2 else match[4]
    written = {
        "day first": iso_date(year, match[3], match[1]),
        "month first": iso_date(year, match[1], match[3]),
    }
    fits = [order for order, iso in written.items() if iso and date.fromisoformat(iso).weekday() in named]
    return fits[0] if len(fits) == 1 else None


def _century(year: int) -> int:
    return year + (2000 if year < PIVOT else 1900)


def iso_date(year: int | str | None, month: int | str | None, day: int | str | None = None) -> str | None:
    """`YYYY-MM-DD`, or `YYYY-MM` without a day; None where there is no such date."""
    try:
        year = int(year) - (BUDDHIST if int(year) in BUDDHIST_YEARS else 0)
        found = date(year, int(month), int(day or 1))
    except (TypeError, ValueError):
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found.isoformat() if day is not None else f"{found:%Y-%m}"
