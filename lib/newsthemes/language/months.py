"""The names of months and of days of the week, from CLDR through Babel, with what the press writes beside them."""

from functools import cache

COMMON = tuple(
    "en fr id es de pt it nl ms tr vi pl ru uk ar ar_SY ar_DZ fa sv da nb fi cs ro hu el he sw tl hi bn th ca bg sr ta "
    "ur".split()
)
SHORTEST = 3  # letters of the beginning of a name that stand for it: Sept, août. → aoû, Agust
BESIDE = {  # written, though not in CLDR
    "id": {"agt": 8, "ags": 8, "peb": 2, "pebruari": 2, "nop": 11, "nopember": 11},
    "es": {"setiembre": 9, "set": 9},
    "en": {"sept": 9},
}


@cache
def month_number(name: str, language: str | None = None) -> int | None:
    """The month that a name, an abbreviation or its beginning means; None where it means none, or several.

    The language given goes first, then English, then some thirty others: a word that means two months in these, such
    as Polish and Croatian `listopad`, needs its language.

    >>> month_number("Sept."), month_number("févr", "fr"), month_number("अगस्त"), month_number("monday")
    (9, 2, 8, None)
    """
    word = name.casefold().strip(".,")
    for languages in ((language,) if language else (), ("en",), COMMON):
        for table in (_names, _beginnings):
            found = {number for code in languages if (number := table(code).get(word))}
            if found:
                return found.pop() if len(found) == 1 else None
    return None


@cache
def weekday_number(name: str, language: str | None = None) -> int | None:
    """The day of the week, 0 for Monday, that a name or an abbreviation means; as `month_number`."""
    word = name.casefold().strip(".,")
    for languages in ((language,) if language else (), ("en",), COMMON):
        found = {number for code in languages if (number := _weekdays(code).get(word)) is not None}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


@cache
def dotted_months() -> dict[str, int]:
    """Abbreviations with a full stop inside, such as Thai ส.ค."""
    found = {}
    for code in COMMON:
        found |= {name: number for name, number in _names(code).items() if "." in name.strip(".")}
    return found


@cache
def _locale(code: str):
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return None


@cache
def _names(code: str) -> dict[str, int]:
    locale, found = _locale(code), {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone") if locale else ():
            for number, name in locale.months[context][width].items():
                found.setdefault(name.casefold().rstrip("."), number)
    return BESIDE.get(code, {}) | {name: n for name, n in found.items() if not any(map(str.isdigit, name))}


@cache
def _beginnings(code: str) -> dict[str, int | None]:
    """The first letters of a month's name, three or more, that no other month's begins with."""
    months: dict[str, set[int]] = {}
    for name, number in _names(code).items():
        for length in range(SHORTEST, len(name)):
            months.setdefault(name[:length], set()).add(number)
    return {name: numbers.pop() for name, numbers in months.items() if len(numbers) == 1}


@cache
def _weekdays(code: str) -> dict[str, int]:
    locale = _locale(code)
    found: dict[str, set[int]] = {}
    for width in ("wide", "abbreviated") if locale else ():
        for context in ("format", "stand-alone"):
            for number, name in locale.days[context][width].items():
                found.setdefault(name.casefold().rstrip("."), set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}
