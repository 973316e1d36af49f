"""Find the quantities in a passage: money, shares, counts and dates, with what the writer says about precision."""

import re
from functools import cache
from typing import NamedTuple

from newsthemes.evidence.quantities.number_formats import (
    ABOUT,
    ABOVE,
    BELOW,
    BETWEEN,
    BOUNDS,
    CURRENCY_SIGNS,
    CURRENCY_WORDS,
    FRACTIONS,
    OF,
    PERCENT,
    TO,
    as_date,
    grammar,
)
from newsthemes.evidence.quantities.parse_number import half_digit, read_number
from newsthemes.themes.reference_corpus import content_words

MONEY, SHARE, COUNT, DATE, AMOUNT = "money", "share", "count", "date", "amount"
YEARS = range(1900, 2100)
YEAR, DIGITS, WORD = re.compile(r"(?:19|20)\d\d"), re.compile(r"\d+"), re.compile(r"\w+")
BOUND_REACH = 24  # characters before a number in which a bound may stand
NOUN_WORDS = 3  # words after a count that may say what is counted


class Quantity(NamedTuple):
    """``kind``: money, share (in percent), count, date or amount (a magnitude without a unit, ``5 million``).

    ``unit``: the currency code, ``%``, the words after a count, or None. ``low`` to ``high`` is what the wording
    allows ("under 6" is below 6 and not far below: 0 is not meant, but nor is it excluded); ``value`` is the number
    written. For dates all three are text. ``start`` and ``end`` are offsets in the passage.
    """

    start: int
    end: int
    kind: str
    unit: str | None
    value: float | str
    low: float | str
    high: float | str


def find_quantities(text, language):
    """The quantities of a passage in order of appearance, none inside another."""
    language = language or "en"
    found, taken, ways = [], [], _ways(text, language)
    for find in (_dates, _shares, _numbers):
        for quantity in find(text, language, ways):
            span = (quantity.start, quantity.end)
            if all(span[1] <= start or end <= span[0] for start, end in taken):
                found.append(quantity)
                taken.append(span)
    return _ranges(text, sorted(found, key=lambda quantity: quantity.start))


class Ways(NamedTuple):
    """What is quickly seen of the numbers in a text, so that most patterns need not be tried on most texts."""

    spelled: bool  # whether some may be words
    numbers: int  # at most so many there are


def _ways(text, language):
    openers = grammar(language).openers
    spelled = sum(map(openers.__contains__, WORD.findall(text.lower())))
    return Ways(spelled > 0, spelled + len(DIGITS.findall(text)))


def _ranges(text, found):
    """``between $60 billion and $65 billion`` is one quantity, not two."""
    joined = []
    for quantity in found:
        last = joined[-1] if joined else None
        if (
            last
            and (last.kind, last.unit) == (quantity.kind, quantity.unit)
            and last.kind != DATE
            and last.value < quantity.value
            and re.fullmatch(TO, text[last.end : quantity.start].strip(), re.IGNORECASE)
            and re.search(BETWEEN, text[: last.start].rstrip(), re.IGNORECASE)
        ):
            joined[-1] = last._replace(end=quantity.end, low=last.value, high=quantity.value)
        else:
            joined.append(quantity)
    return joined


# Dates


@cache
def _date_patterns(language):
    months = grammar(language).months
    if not months:
        return ()
    month = f"(?P<month>{'|'.join(sorted(map(re.escape, months), key=len, reverse=True))})\\.?"
    day = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|\.)?"
    year = r"(?P<year>(?:19|20)\d\d)"
    forms = (
        rf"\b{day}\s+(?:de\s+|of\s+)?{month}\s+(?:de\s+)?{year}\b",
        rf"\b{month}\s+{day},?\s+{year}\b",
        rf"\b{month}\s+(?:de\s+)?{year}\b",
        r"\b(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def _dates(text, language, ways):
    for pattern in _date_patterns(language) if YEAR.search(text) else ():
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = grammar(language).months.get(parts["month"].lower()) or _whole(parts["month"])
            value = as_date(int(parts["year"]), month, _whole(parts.get("day")))
            if value:
                yield Quantity(match.start(), match.end(), DATE, None, value, value, value)


def _whole(text):
    return int(text) if text and text.isdigit() else None


# Shares: "half of 14", "six of the 14", "un tiers"


@cache
def _fraction_pattern(language, spelled):
    whole = _whole_pattern(language, spelled)
    return re.compile(rf"\b(?P<fraction>{'|'.join(FRACTIONS[language])})\b{whole}?", re.IGNORECASE)


@cache
def _share_pattern(language, spelled):
    number, whole = _number(language, spelled), _whole_pattern(language, spelled)
    return re.compile(rf"(?<![\w$€£.,-])(?P<part>{number}){whole}(?![\w%.,]*\d)", re.IGNORECASE)


def _whole_pattern(language, spelled):
    of = OF.get(language, OF["en"])
    return rf"(?:\s+(?:{of})\s+(?:[^\W\d]+['’]?[^\W\d]*\s+){{0,3}}?(?P<whole>{_number(language, spelled)}))"


def _number(language, spelled):
    return grammar(language).number if spelled else grammar(language).digits


@cache
def _fraction_words(language):
    """Lower-case parts of words, one of which every fraction of a language has."""
    return re.findall(r"[^\W\d_]{4,}", " ".join(FRACTIONS.get(language, ())))


def _shares(text, language, ways):
    patterns, lowered = [], text.lower()
    if any(part in lowered for part in _fraction_words(language)):
        patterns.append(_fraction_pattern(language, ways.spelled))
    if ways.numbers > 1:
        patterns.append(_share_pattern(language, ways.spelled))
    for pattern in patterns:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            whole = parts["whole"] and read_number(parts["whole"], language)
            if parts.get("fraction"):
                value = _fraction(parts["fraction"], language)
            else:
                part = read_number(parts["part"], language)
                if not _is_share(part, whole):
                    continue
                value = part / whole
            low, high = _bounded(text, match.start(), language, 100 * value, 0.0)
            yield Quantity(match.start(), match.end(), SHARE, "%", 100 * value, max(low, 0), min(high, 100))


def _is_share(part, whole):
    return part is not None and whole is not None and whole == int(whole) and part == int(part) and (
        0 < part < whole <= 10_000 and whole not in YEARS
    )  # fmt: skip


def _fraction(words, language):
    for pattern, value in FRACTIONS[language].items():
        if re.fullmatch(pattern, words, re.IGNORECASE):
            return value
    raise KeyError(words)


# Money, percentages, counts


@cache
def _number_pattern(language, spelled):
    known, number = grammar(language), _number(language, spelled)
    magnitude = "|".join(sorted(map(re.escape, known.magnitudes), key=len, reverse=True))
    magnitude = f"(?:{magnitude})" if magnitude else "(?!)"
    signs = "|".join(map(re.escape, CURRENCY_SIGNS))
    words = "|".join(word for words in CURRENCY_WORDS.values() for word in words.split())
    return re.compile(
        rf"(?:(?P<sign>{signs})\s?|(?<![a-zà-ÿа-я\d.,-]))(?P<number>{number})"
        rf"(?:\s?(?:{TO})\s?(?:{signs})?(?P<until>{number}))?"
        rf"(?:[\s\u00a0]?(?P<magnitude>{magnitude})(?![a-zà-ÿа-я]))?"
        rf"(?:\s?(?P<percent>{PERCENT})|\s?(?P<after>{signs})(?!\w)"
        rf"|\s?(?:(?:d['’]|de|of|us|u\.s\.)\s?)?(?P<currency>{words})(?![a-zà-ÿа-я]))?",
        re.IGNORECASE,
    )


def _numbers(text, language, ways):
    for match in _number_pattern(language, ways.spelled).finditer(text) if ways.numbers else ():
        quantity = _quantity(text, match, language)
        if quantity is not None:
            yield quantity


def _quantity(text, match, language):
    value = read_number(match["number"], language)
    until = read_number(match["until"], language) if match["until"] else None
    if value is None or text[match.end() : match.end() + 1].isalnum():
        return None
    if value in YEARS and not match["magnitude"] and match["number"].isdigit() and not _currency(match):
        year = match["number"]
        return Quantity(match.start("number"), match.end("number"), DATE, None, year, year, year)
    factor = grammar(language).magnitudes[match["magnitude"].lower()] if match["magnitude"] else 1
    currency = _currency(match)
    kind, unit = _kind(text, match, factor, currency, value, language)
    if kind is None:
        return None
    start = match.start("sign") if match["sign"] else match.start("number")
    low, high = _bounded(text, start, language, value * factor, half_digit(match["number"], factor, language))
    if until is not None and until > value:
        low, high = value * factor, until * factor
    end = len(text[: match.end()].rstrip())
    return Quantity(start, end, kind, unit, value * factor, low, high)


def _kind(text, match, factor, currency, value, language):
    if currency:
        return MONEY, currency
    if match["percent"]:
        return SHARE, "%"
    if _is_name(text, match.start("number"), factor):
        return None, None
    noun = _noun(text, match.end(), language)
    if factor >= 1_000_000 and not noun:
        return AMOUNT, None
    return (COUNT, noun) if noun else (None, None)


def _currency(match):
    sign = match["sign"] or match["after"]
    if sign:
        return next(code for written, code in CURRENCY_SIGNS.items() if written.lower() == sign.lower())
    if match["currency"]:
        for code, words in CURRENCY_WORDS.items():
            if any(re.fullmatch(word, match["currency"], re.IGNORECASE) for word in words.split()):
                return code
    return None


def _is_name(text, start, factor):
    """Llama 4, NASDAQ 100: a number that follows a capitalised word is part of a name."""
    before = re.search(r"(\S+)[\s\u00a0]$", text[:start])
    return factor == 1 and bool(before) and before[1][:1].isupper() and before.start() > 0


def _noun(text, end, language):
    """The English lemmas of what is counted, or None where a month or a function word follows the number."""
    following = re.match(rf"\s*((?:[^\W\d]+['’]?(?:\s|-)?){{1,{NOUN_WORDS}}})", text[end:])
    if not following:
        return None
    first = following[1].split()[0]
    if first.lower() in grammar(language).months or not content_words(first, language):
        return None
    return " ".join(content_words(following[1], language)) or None


@cache
def _bound_patterns(language):
    forms = BOUNDS.get(language, BOUNDS["en"]).items()
    ending = r"\s*(?:[^\W\d]+['’]?\s*){0,1}$"
    return [(bound, re.compile(rf"(?:^|\W)(?:{words}){ending}", re.IGNORECASE)) for bound, words in forms]


def _bounded(text, start, language, value, half_digit):
    """(low, high) that the words before the number allow."""
    before = text[max(0, start - BOUND_REACH) : start]
    for bound, pattern in _bound_patterns(language):
        if pattern.search(before):
            if bound == BELOW:
                return 0.0, value
            if bound == ABOVE:
                return value, float("inf")
            assert bound == ABOUT
            return 0.9 * value, 1.1 * value
    return value - half_digit, value + half_digit
