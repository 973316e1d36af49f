"""How each language writes amounts: one :class:`NumberFormat` per language.

Separators, magnitudes, months, currencies and units of measurement are CLDR's (through Babel), number words
num2words's; what neither has is in ``number_formats.tsv``: language (``*``: all), kind, value, the forms joined by
``|``; a form that ends in ``*`` stands for all words that begin so. French ``billion`` is 10^12, Indonesian ``miliar``
10^9.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from newsthemes.evidence.quantities.alternatives import alternatives, plain_form
from newsthemes.evidence.quantities.word_boundaries import UNSPACED_LANGUAGES

if TYPE_CHECKING:
    from babel import Locale

TABLE = Path(__file__).with_name("number_formats.tsv")
IN_WORDS = (*range(2, 101), *range(110, 1000, 10))  # others are written in digits or with a magnitude
GROUPING_SPACES = "\u00a0\u202f "
FORMS = "|"
RELATIONS = ("below", "above", "about")
CURRENCIES = (
    "USD EUR GBP JPY CNY INR RUB IDR KRW NGN TRY UAH BRL CAD AUD NZD CHF SEK NOK DKK PLN CZK HUF RON MXN ARS CLP COP "
    "PEN ZAR KES TZS UGX GHS EGP SAR AED KWD QAR ILS IRR PKR BDT LKR NPR THB VND PHP MYR SGD HKD TWD"
).split()
UNITS = (
    "length-kilometer length-meter length-centimeter length-millimeter length-mile length-foot length-inch length-yard "
    "area-hectare area-acre area-square-kilometer area-square-meter area-square-mile area-square-foot "
    "mass-tonne mass-ton mass-kilogram mass-gram mass-pound mass-ounce volume-liter volume-cubic-meter volume-gallon "
    "volume-barrel volume-bushel volume-hectoliter power-gigawatt power-megawatt power-kilowatt power-watt "
    "energy-kilowatt-hour energy-calorie speed-kilometer-per-hour speed-mile-per-hour speed-knot "
    "temperature-celsius temperature-fahrenheit digital-gigabyte digital-terabyte "
    "duration-second duration-minute duration-hour duration-day duration-week duration-month duration-quarter "
    "duration-year duration-decade"
).split()
AMBIGUOUS = frozenset({"in", "to", "mi", "c", "t"})  # short forms that are words as well
BRITISH = {
    "metres": "meters", "metre": "meter", "kilometres": "kilometers", "kilometre": "kilometer", "litres": "liters",
    "litre": "liter", "tonnes": "metric tons", "tonne": "metric ton", "square kilometres": "square kilometers",
    "cubic metres": "cubic meters", "square metres": "square meters", "millimetres": "millimeters",
}  # fmt: skip
SAMPLES = (1, 2, 3, 5, 11, 100)  # counts that between them need every plural form of a language


class NumberFormat(NamedTuple):
    """Tables and patterns of one language.

    ``words``: {number in words: value}; ``openers``: the first word of each of them.
    ``magnitudes``: {lower case: factor}.
    ``patterns`` by name; those of what follows a number match at its end, those of what stands before end at its start.
    """

    decimal: str
    spaced: bool  # whether a plain space may group digits
    words: dict
    openers: frozenset
    longest: int  # words of the longest number
    magnitudes: dict
    currencies: dict  # {lower case: code}
    units: dict  # {lower case: CLDR name}
    fractions: dict
    months: dict
    patterns: dict


@cache
def number_format(language: str | None) -> NumberFormat:
    """The :class:`NumberFormat` of an ISO 639-1 code; CLDR's English where it does not know the language.

    >>> number_format("de").magnitudes["mrd."]
    1000000000.0
    """
    locale, forms = _locale(language), _forms(language)
    from babel.numbers import get_decimal_symbol, get_group_symbol

    words = _number_words(language) | _lowered(forms["number"], float)
    magnitudes, leading = _magnitudes(locale)
    magnitudes |= _lowered(forms["magnitude"], float)
    leading |= _lowered(forms["magnitude_before"], float)
    currencies = _currency_names(locale) | _lowered(forms["currency"], str)
    units = _unit_names(locale) | _lowered(forms["unit"], str)
    fractions = _lowered(forms["fraction"], lambda value: float(Fraction(value)))
    patterns = _patterns(language, forms, magnitudes, leading, currencies, units)
    return NumberFormat(
        decimal=get_decimal_symbol(locale, numbering_system="latn"),
        spaced=get_group_symbol(locale, numbering_system="latn") in GROUPING_SPACES,
        words=words,
        openers=frozenset(re.match(r"\w+|.", word)[0] for word in words),
        longest=max((len(word.split()) for word in words), default=0),
        magnitudes=magnitudes | leading,
        currencies=currencies,
        units=units,
        fractions=fractions,
        months=_months(locale),
        patterns=patterns,
    )


def _locale(language: str | None) -> "Locale":
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language or "en")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


@cache
def _table() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


def _forms(language: str | None) -> dict[str, list[tuple[str, str]]]:
    """{kind: [(value, form), …]} of a language and of all."""
    known = {row[0] for row in _table()}
    own = language if language in known else "en"
    found = defaultdict(list)
    for spoken, kind, value, forms in _table():
        if spoken in ("*", own):
            found[kind] += [(value, form) for form in forms.split(FORMS)]
    return found


def _lowered(pairs: Iterable[tuple[str, str]], convert: Callable[[str], Any]) -> dict[str, Any]:
    return {plain_form(form): convert(value) for value, form in pairs}


def _number_words(language: str) -> dict[str, float]:
    """{number in words: value} from 2 on: in most languages 1 is also the article."""
    from num2words import num2words

    words = {}
    for number in IN_WORDS:
        try:
            written = num2words(number, lang=language).lower().replace("-", " ").replace(",", "")
        except (NotImplementedError, OverflowError, KeyError, TypeError, AttributeError, IndexError):
            return {}
        words.setdefault(written, float(number))
        words.setdefault(written.replace(" and ", " "), float(number))
    return words if language not in UNSPACED_LANGUAGES else {}


def _magnitudes(locale: "Locale") -> tuple[dict[str, float], dict[str, float]]:
    """({word: factor}, {word that stands before its number: factor}): ``million``, ``Md``, ``elfu``."""
    after, before = {}, {}
    for style in ("long", "short"):
        for patterns in locale.compact_decimal_formats.get(style, {}).values():
            for factor, pattern in patterns.items():
                text = pattern.pattern.partition(";")[0].replace("'", "")
                word = plain_form(re.sub(r"[0\s\u00a0\u202f]+", " ", text))
                if len(word) > 1 or (word and not word.isascii()):  # "00 thousand" stands for 10,000
                    side = after if text.startswith("0") else before
                    side.setdefault(word, float(int(factor) // 10 ** (text.count("0") - 1)))
    return after, before


def _currency_names(locale: "Locale") -> dict[str, str]:
    from babel.core import UnknownLocaleError
    from babel.numbers import get_currency_name

    names = {}
    for code in CURRENCIES:
        for count in SAMPLES:
            try:
                name = plain_form(get_currency_name(code, count=count, locale=locale))
            except (UnknownLocaleError, KeyError):
                continue
            names.setdefault(name, code)
    return names


def _unit_names(locale: "Locale") -> dict[str, str]:
    from babel.units import UnknownUnitError, format_unit

    names = {}
    for unit in UNITS:
        lengths: tuple[Literal["long", "short"], ...] = ("long", "short")
        for length in lengths[:1] if unit.startswith("duration") else lengths:
            for count in SAMPLES:
                try:
                    written = format_unit(count, unit, length, locale=locale)
                except (UnknownUnitError, KeyError):
                    continue
                name = re.sub(
                    r"[\d\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]+", "", plain_form(written)
                ).strip()
                if (len(name) > 1 or not name.isascii()) and name not in AMBIGUOUS:
                    names.setdefault(name, unit.partition("-")[2])
    if locale.language == "en":
        names |= {british: names[american] for british, american in BRITISH.items() if american in names}
    return names


def _months(locale: "Locale") -> dict[str, int]:
    from babel import Locale

    months = {}
    locales = [locale, *map(Locale.parse, ("ar_LB", "ar_TN"))] if locale.language == "ar" else [locale]
    for spoken in locales:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in spoken.months[context][width].items():
                    months.setdefault(name.lower().rstrip("."), number)
    return {name: number for name, number in months.items() if not name[:1].isdigit() and len(name) > 2}


def _patterns(
    language: str,
    forms: Mapping[str, list[tuple[str, str]]],
    magnitudes: Iterable[str],
    leading: Iterable[str],
    currencies: Iterable[str],
    units: Iterable[str],
) -> dict[str, re.Pattern[str]]:
    def of(kind: str) -> str:
        return alternatives([form for _, form in forms[kind]], language)

    starred = [form for _, form in forms["magnitude"] + forms["currency"] if form.endswith("*")]
    magnitude = alternatives([*magnitudes, *(f for _, f in forms["magnitude"] if f.endswith("*"))], language)
    currency = alternatives(
        [*currencies, *(f for f in starred if f.rstrip("*").lower() in currencies)], language
    )
    gap = r"[\s\u00a0\u202f-]?"
    linking = r"(?>(?:(?:d['’]|d[eio] |of |us |u\.s\. )\s?)?)"
    after = r"\w{0,2}" if language in UNSPACED_LANGUAGES else gap  # a counter word may come between
    ignoring = re.IGNORECASE
    sources = {
        "magnitude": rf"{gap}(?P<form>{magnitude})",
        "percent": rf"{gap}(?P<form>{of('percent')})",
        "points": rf"{gap}(?P<form>{of('points')})",
        "currency": rf"{gap}{linking}(?P<form>{currency})",
        "unit": rf"{gap}(?P<form>{alternatives(units, language)})",
        "before": rf"(?P<form>{currency}){gap}$",
        "magnitude_before": rf"(?P<form>{alternatives(leading, language)})\s$",
        "percent_before": rf"(?P<form>{of('percent_before')})\s?$",
        "fraction": alternatives([form for _, form in forms["fraction"]], language),
        "of": rf"\s{of('of')}\s",
        "to": rf"\s?{of('to')}\s?",
        "and": rf"\s?{of('and')}\s?",
        "between": rf"{of('between')}\s?$",
    }
    patterns = {name: re.compile(source, ignoring) for name, source in sources.items()}
    patterns["bound"] = re.compile(
        rf"{_bounds(forms['bound'], language)}\s?(?:(?<!\w)\w++['’]?\s)?$", ignoring
    )
    patterns["bound_after"] = re.compile(rf"{after}{_bounds(forms['bound_after'], language)}", ignoring)
    return patterns


def _bounds(pairs: Sequence[tuple[str, str]], language: str) -> str:
    """A pattern with a group for each relation: below, above, about."""
    grouped = {relation: [form for value, form in pairs if value == relation] for relation in RELATIONS}
    return f"(?:{'|'.join(f'(?P<{name}>{alternatives(own, language)})' for name, own in grouped.items())})"
