"""Find the numbers of a text, in digits of any script and in words."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, pairwise
from math import prod
from typing import NamedTuple

from newsthemes.evidence.quantities.number_formats import number_format
from newsthemes.evidence.quantities.parse_number import last_digit, parse_number
from newsthemes.evidence.quantities.word_boundaries import COMBINING, UNSPACED, UNSPACED_LANGUAGES

WORD = re.compile(rf"[^\W\d_][\w{COMBINING}'’-]*+")
# Arabic writes "and", "with" and "for" together with a number; scripts without spaces everything.
ATTACHED = rf"{UNSPACED}\u0600-\u06ff"
OPENING = rf"(?<!\d)(?<![^\W{ATTACHED}])(?<!\d[.,٫٬])(?<![^\W\d_]-)"
LONGEST = 30  # characters; more are a row of digits, not an amount
HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "兩": 2,
}
HAN_TENS = {"十": 10, "百": 100, "千": 1000}
# Only where what follows is counted: the same characters are part of very many words.
HAN_NUMERALS = "".join([*HAN_DIGITS, *HAN_TENS])
HAN = re.compile(rf"(?<![第星期{HAN_NUMERALS}])[{HAN_NUMERALS}]++(?=[万亿萬億元人名个個家所辆艘起成美])")


class Number(NamedTuple):
    """A number in a text: offsets, value, the place value of its last digit (1 for 312, 0.1 for 5.5; 0 in words)."""

    start: int
    end: int
    value: float
    precision: float


def find_numbers(text: str, language: str) -> list[Number]:
    """The :class:`Number` items of a text in order, none inside another.

    >>> [number.value for number in find_numbers("Twenty-five ships, 1,200 boats", "en")]
    [25.0, 1200.0]
    """
    found = [*_in_digits(text, language), *_in_words(text, language)]
    if language in UNSPACED_LANGUAGES:
        found += [*_in_han(text), *_compound(text, language)]
    found.sort(key=lambda number: (number.start, -number.end))
    ends = [0, *accumulate((number.end for number in found), max)]
    return [number for number, end in zip(found, ends, strict=False) if number.start >= end]


@cache
def _digits(spaced: bool) -> re.Pattern[str]:
    groups = r"[.,٬\u00a0\u202f\u2009'’ ]" if spaced else r"[.,٬\u00a0\u202f\u2009'’]"
    decimals = r"(?>(?:[.,٫]\d++)?)"
    # (?>…+), not …++: before Python 3.11.5 a possessive group with a lookahead matches wrongly (CPython 106052)
    indian = rf"\d{{1,2}}(?>(?:,\d\d(?=,))+),\d{{3}}(?!\d){decimals}"
    grouped = rf"\d{{1,3}}+(?>(?:{groups}\d{{3}}(?!\d))+){decimals}"
    return re.compile(rf"{OPENING}(?>{indian}|{grouped}|\d++{decimals})")


def _in_digits(text: str, language: str) -> Iterator[Number]:
    for match in _digits(number_format(language).spaced).finditer(text):
        if len(match[0]) <= LONGEST:
            value, precision = parse_number(match[0], language), last_digit(match[0], language)
            yield Number(match.start(), match.end(), value, precision)


def _in_words(text: str, language: str) -> Iterator[Number]:
    known = number_format(language)
    spans = [match.span() for match in WORD.finditer(text)] if known.words else []
    words = [text[start:end].lower() for start, end in spans]
    next_free = 0
    for first, word in enumerate(words):
        if first < next_free or re.split("['’-]", word, maxsplit=1)[0] not in known.openers:
            continue
        for last in range(min(first + known.longest, len(words)), first, -1):
            spoken = " ".join(words[first:last]).replace("-", " ")
            if spoken in known.words and spans[last - 1][1] - spans[first][0] == len(spoken):
                yield Number(spans[first][0], spans[last - 1][1], known.words[spoken], 0.0)
                next_free = last
                break


@cache
def _compounds(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """``3亿5000万``, ``3만 5천``: (a number with a magnitude, …)."""
    signs = "".join(sorted({word for word in number_format(language).magnitudes if len(word) == 1}))
    part = rf"\d++(?>(?:\.\d++)?)[{signs}]++"
    whole = rf"{OPENING}{part}(?>(?:\s?{part})*)(?>(?:\s?\d++(?!\d))?)"
    return re.compile(whole), re.compile(rf"(\d++(?>(?:\.\d++)?))([{signs}]*+)")


def _compound(text: str, language: str) -> Iterator[Number]:
    whole, part = _compounds(language)
    for match in whole.finditer(text):
        if len(match[0]) > LONGEST:
            continue
        parts = [(float(number), magnitude) for number, magnitude in part.findall(match[0])]
        factors = [_factor(magnitude, language) for _, magnitude in parts]
        if len(parts) > 1 and all(one > other for one, other in pairwise(factors)):
            value = sum(number * factor for (number, _), factor in zip(parts, factors, strict=True))
            yield Number(match.start(), match.end(), value, factors[-1])


def _factor(signs: str, language: str) -> float:
    known = number_format(language).magnitudes
    return known.get(signs) or prod(known.get(sign, 1.0) for sign in signs)


def _in_han(text: str) -> Iterator[Number]:
    for match in HAN.finditer(text):
        value = _han_value(match[0]) if len(match[0]) <= LONGEST else 0
        if value > 1:
            yield Number(match.start(), match.end(), float(value), 0.0)


def _han_value(written: str) -> int:
    total, digit = 0, None
    for sign in written:
        if sign in HAN_TENS:
            total, digit = total + (1 if digit is None else digit) * HAN_TENS[sign], None
        else:
            digit = (digit or 0) * 10 + HAN_DIGITS[sign]
    return total + (digit or 0)
