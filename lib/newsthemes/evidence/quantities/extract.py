"""Find the quantities in a passage, with what the writer says about precision.

Numbers first (:mod:`numerals`); then what stands beside each says what it is: a currency, a percent sign, a unit of
measurement, or the noun that is counted. All patterns are matched at one place and possessive, so that the time is
linear in the length of the passage.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from newsthemes.evidence.quantities.alternatives import known_form, plain_form
from newsthemes.evidence.quantities.dates import FIRST_YEAR, LAST_YEAR, find_dates
from newsthemes.evidence.quantities.number_formats import NumberFormat, number_format
from newsthemes.evidence.quantities.numerals import ATTACHED, Number, find_numbers
from newsthemes.evidence.quantities.word_boundaries import COMBINING, UNSPACED_LANGUAGES
from newsthemes.themes.reference_corpus import content_words

MONEY, SHARE, POINTS, MEASURED, COUNT, DATE, MAGNITUDE = (
    "money", "share", "points", "measurement", "count", "date", "amount",
)  # fmt: skip
REACH = 32  # characters before or after a number that are looked at
CAPITALS = "de"  # where every noun has a capital, one before a number says nothing
APPROXIMATE = 0.1  # "about 100" may be 90 to 110
NOUNS = re.compile(rf"(?<!\s)\s*+((?:[^\W\d_][\w{COMBINING}'’]*+[\s-]?){{1,3}})")
NOUN_PHRASE = re.compile(r"(?>(?:[^\s,;.:(]++\s++){0,3})")  # "the", "its first"
ATTACHABLE = re.compile(rf"[{ATTACHED}]")


class Quantity(NamedTuple):
    """``kind``: money, share (in percent), points (of percent), measurement, count, date, or amount (``5 million``).

    ``unit``: the currency code, ``%``, the CLDR name of a unit, the words after a count, or None. ``low`` to ``high``
    is what the wording allows ("under 6" is below 6); ``value`` is the number written; ``precision`` the place value
    of its last digit. For dates value, low and high are ISO text. ``start`` and ``end`` are offsets in the passage.

    >>> found = find_quantities("The pier costs less than 6 million euros.", "en")[0]
    >>> found.kind, found.unit, found.low, found.value, found.high
    ('money', 'EUR', 0.0, 6000000.0, 6000000.0)
    """

    start: int
    end: int
    kind: str
    unit: str | None
    value: Any
    low: Any
    high: Any
    precision: float = 0.0


def find_quantities(text: str, language: str | None) -> list[Quantity]:
    """The quantities of a passage in order of appearance, none inside another.

    >>> [(q.kind, q.unit, q.value) for q in find_quantities("It cost $5.5 million.", "en")]
    [('money', 'USD', 5500000.0)]
    """
    language = language or "en"
    dates = [
        Quantity(start, end, DATE, None, day, day, day) for start, end, day in find_dates(text, language)
    ]
    fractions = list(_fractions(text, language))
    numbers = _outside(find_numbers(text, language), [*dates, *fractions])
    shares = list(_shares_of(text, language, numbers))
    named = [_quantity(text, language, *spans) for spans in _spans(text, language, _outside(numbers, shares))]
    found = sorted([*dates, *fractions, *shares, *filter(None, named)], key=lambda quantity: quantity.start)
    return _ranges(text, language, found)


def _outside(items: Iterable[Number], taken: Iterable[Quantity]) -> list[Number]:
    """The items that overlap none of the taken ones; both carry start and end."""
    taken, kept, place = sorted(taken), [], 0
    for item in items:
        while place < len(taken) and taken[place].end <= item.start:
            place += 1
        if place == len(taken) or item.end <= taken[place].start:
            kept.append(item)
    return kept


def _fractions(text: str, language: str) -> Iterator[Quantity]:
    """Shares written as fractions: "half of the 14", "un tiers"; a number after "of" belongs to them."""
    known, lowered = number_format(language), plain_form(text)
    if not any(form in lowered for form in known.fractions):
        return
    for match in known.patterns["fraction"].finditer(text):
        value = 100 * known.fractions[known_form(match[0], known.fractions)]
        whole = _after_of(text, language, match.end())
        low, high = _bounded(
            text, match.start(), match.end(), language, value, 0.0 if whole else APPROXIMATE * value
        )
        end = whole.end if whole else match.end()
        yield Quantity(match.start(), end, SHARE, "%", value, max(low, 0), min(high, 100))


def _after_of(text: str, language: str, end: int) -> Number | None:
    """The number that follows at once after "of", with up to three words between."""
    link = number_format(language).patterns["of"].match(text, end)
    if not link:
        return None
    following = text[link.end() : link.end() + REACH]
    number = next(iter(find_numbers(following, language)), None)
    if number is None or not NOUN_PHRASE.fullmatch(following, 0, number.start):
        return None
    return number._replace(start=link.end() + number.start, end=link.end() + number.end)


def _shares_of(text: str, language: str, numbers: Sequence[Number]) -> Iterator[Quantity]:
    """ "six of the 14": one whole number of another."""
    link = number_format(language).patterns["of"]
    for part, whole in zip(numbers, numbers[1:], strict=False):
        if whole.start - part.end > REACH or not link.match(text, part.end):
            continue
        between = text[part.end : whole.start]
        if (
            len(between.split()) <= 4
            and not re.search(r"[,;.:()]", between)
            and _is_share(text, part, whole, language)
        ):
            value = 100 * part.value / whole.value
            low, high = _bounded(text, part.start, whole.end, language, value, 0.0)
            yield Quantity(part.start, whole.end, SHARE, "%", value, max(low, 0), min(high, 100))


def _is_share(text: str, part: Number, whole: Number, language: str) -> bool:
    patterns = number_format(language).patterns
    if any(patterns[name].match(text, whole.end) for name in ("magnitude", "currency", "percent")):
        return False
    is_whole = whole.value == int(whole.value) and part.value == int(part.value)
    return is_whole and 0 < part.value < whole.value <= 10_000 and not FIRST_YEAR <= whole.value <= LAST_YEAR


def _spans(text: str, language: str, numbers: Sequence[Number]) -> Iterator[tuple[Number, Number | None]]:
    """(number, the upper end of its range or None): "60 to 65 billion" is one quantity."""
    to, until = number_format(language).patterns["to"], None
    sign = number_format(language).patterns["before"]
    for number, following in zip(numbers, [*numbers[1:], None], strict=False):
        if until is number:
            until = None
            continue
        link = following and following.start - number.end < 8 and to.match(text, number.end)
        rest = text[link.end() : following.start] if link else ""
        joined = link and number.value < following.value and (not rest or sign.fullmatch(rest))
        until = following if joined else None
        yield number, until


def _quantity(text: str, language: str, number: Number, until: Number | None) -> Quantity | None:
    """What a number measures, from what stands before and after it; None for a name, an ordinal, a year alone."""
    known, end = number_format(language), (until or number).end
    factor, end = _magnitude(text, known, end)
    start = number.start
    if factor == 1:
        start, factor = _leading_magnitude(text, known, start)
    start, before = _sign_before(text, known, start)
    kind, unit, end = _kind(text, language, number, factor, before, end)
    if kind == DATE:
        year = text[number.start : number.end]
        return Quantity(number.start, number.end, DATE, None, year, year, year)
    if kind is None:
        return None
    value, precision = number.value * factor, (number.precision or 1.0) * factor
    decimals = 0.5 * precision if number.precision and number.precision < 1 else 0.0
    low, high = _bounded(text, start, end, language, value, decimals)
    if until is not None:
        low, high = value, until.value * factor
    return Quantity(start, end, kind, unit, value, low, high, precision)


def _magnitude(text: str, known: NumberFormat, end: int) -> tuple[float, int]:
    factor = 1.0
    match = known.patterns["magnitude"].match(text, end)
    if match:
        factor, end = known.magnitudes[known_form(match["form"], known.magnitudes)], match.end()
    return factor, end


def _leading_magnitude(text: str, known: NumberFormat, start: int) -> tuple[int, float]:
    match = known.patterns["magnitude_before"].search(text, max(0, start - REACH), start)
    return (
        (match.start(), known.magnitudes[known_form(match["form"], known.magnitudes)])
        if match
        else (start, 1.0)
    )


def _sign_before(text: str, known: NumberFormat, start: int) -> tuple[int, str | None]:
    """(where the quantity begins, the currency before the number or None)."""
    match = known.patterns["before"].search(text, max(0, start - 12), start)
    return (match.start(), _code(match["form"], known)) if match else (start, None)


def _code(form: str, known: NumberFormat) -> str:
    return known.currencies[known_form(form, known.currencies)]


def _kind(
    text: str, language: str, number: Number, factor: float, currency: str | None, end: int
) -> tuple[str | None, str | None, int]:
    """(kind, unit, end of the quantity)."""
    known = number_format(language)
    if currency:
        return MONEY, currency, end
    for kind, name in ((POINTS, "points"), (SHARE, "percent"), (MONEY, "currency"), (MEASURED, "unit")):
        match = known.patterns[name].match(text, end)
        if (
            match
            and (kind != POINTS or factor == 1)
            and not _goes_on(text, match.end(), language, match["form"])
        ):
            unit = {POINTS: "pp", SHARE: "%"}.get(kind)
            table = known.currencies if kind == MONEY else known.units
            return kind, unit or table[known_form(match["form"], table)], match.end()
    if known.patterns["percent_before"].search(text, max(0, number.start - REACH), number.start):
        return SHARE, "%", end
    if _goes_on(text, end, language) or (language != CAPITALS and _is_name(text, number.start, factor)):
        return None, None, end
    digits = text[number.start : number.end]
    if factor == 1 and digits.isdecimal() and FIRST_YEAR <= number.value <= LAST_YEAR:
        return DATE, None, end
    noun = _noun(text, end, language)
    if noun:
        return COUNT, noun, end
    return (MAGNITUDE, None, end) if factor >= 1_000_000 else (None, None, end)


def _goes_on(text: str, end: int, language: str, form: str | None = None) -> bool:
    """Whether a word goes on where the quantity ends: "20th", "A4x"."""
    following = text[end : end + 1]
    if form is not None and not form[-1:].isalnum():
        return False
    return following.isalnum() and language not in UNSPACED_LANGUAGES and not ATTACHABLE.match(following)


def _is_name(text: str, start: int, factor: float) -> bool:
    """Llama 4, NASDAQ 100: a number that follows a capitalised word inside a sentence is part of a name."""
    window = max(0, start - REACH)
    before = re.search(r"(?<!\S)(\S++)[\s\u00a0]$", text[window:start])
    if factor != 1 or not before or not (before[1][:1].isupper() and before[1][-1:].isalnum()):
        return False
    place = window + before.start()
    return place > 0 and text[max(0, place - 2) : place].rstrip()[-1:] not in ".!?:"


def _noun(text: str, end: int, language: str) -> str | None:
    """The English lemmas of what is counted, or None where a month or a function word follows the number."""
    following = NOUNS.match(text[end : end + 2 * REACH])
    if not following:
        return None
    if language in UNSPACED_LANGUAGES:
        return following[1][:4].strip()
    first = following[1].split()[0]
    if first.lower() in number_format(language).months:
        return None
    if re.search(rf"[{COMBINING}]", first):  # a script whose words no list of function words covers
        return first
    return " ".join(content_words(following[1], language)) if content_words(first, language) else None


def _bounded(
    text: str, start: int, end: int, language: str, value: float, margin: float
) -> tuple[float, float]:
    """(low, high) that the words before the number, or after it, allow."""
    patterns = number_format(language).patterns
    before = patterns["bound"].search(text, max(0, start - REACH), start)
    found = before or patterns["bound_after"].match(text, end)
    relation = found.lastgroup if found else None
    if relation == "below":
        return 0.0, value
    if relation == "above":
        return value, float("inf")
    margin = max(margin, APPROXIMATE * value) if relation == "about" else margin
    return value - margin, value + margin


def _ranges(text: str, language: str, found: Sequence[Quantity]) -> list[Quantity]:
    """``between $60 billion and $65 billion`` is one quantity, not two."""
    patterns, joined = number_format(language).patterns, []
    for quantity in found:
        last = joined[-1] if joined else None
        alike = last and (last.kind, last.unit) == (quantity.kind, quantity.unit) and last.kind != DATE
        if alike and last.value < quantity.value and _between(text, patterns, last, quantity):
            joined[-1] = last._replace(end=quantity.end, low=last.value, high=quantity.value)
        else:
            joined.append(quantity)
    return joined


def _between(text: str, patterns: dict[str, re.Pattern[str]], last: Quantity, quantity: Quantity) -> bool:
    if quantity.start - last.end > 12:
        return False
    link = text[last.end : quantity.start]
    opened = patterns["between"].search(text[max(0, last.start - 12) : last.start])
    return bool(opened and (patterns["to"].fullmatch(link) or patterns["and"].fullmatch(link)))
