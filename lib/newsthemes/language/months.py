"""The names of months and of days of the week, from CLDR through Babel, with what the press writes beside them."""

from functools import cache, lru_cache
from pathlib import Path

COMMON = tuple(
    "en fr id es de pt it nl ms tr vi pl ru uk ar ar_SY ar_DZ fa sv da nb fi cs ro hu el he sw tl hi bn th ca bg sr ta "
    "ur".split()
)
# Asked where none of these knows a name: what two of them would take for two months stays with those above.
RARER = tuple("hr sr_Latn sk sl lt lv et is sq mk az kk uz hy ka eu gl mr te gu pa ne si am zu af".split())
SHIPPED = (*COMMON, *RARER)
NAMES = Path(__file__).with_name("month_names.tsv")
SHORTEST = 3  # letters of the beginning of a name that stand for it: Sept, août. → aoû, Agust
BESIDE = {  # written, though not in CLDR
    "id": {"agt": 8, "ags": 8, "peb": 2, "pebruari": 2, "nop": 11, "nopember": 11},
    "es": {"setiembre": 9, "set": 9},
    "en": {"sept": 9},
    "sr_Latn": {  # the genitive, as dates are said
        name: number
        for number, name in enumerate(
            "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra".split(),
            1,
        )
    },
    "he": {  # with "in" before it, as dates are said
        f"ב{name}": number
        for number, names in enumerate(
            "ינואר,פברואר,מרץ מרס,אפריל,מאי,יוני,יולי,אוגוסט,ספטמבר,אוקטובר,נובמבר,דצמבר".split(","), 1
        )
        for name in names.split()
    },
}


def month_number(name: str, language: str | None = None) -> int | None:
    """The month that a name, an abbreviation or its beginning means; None where it means none, or several.

    The language given goes first, then English, then some thirty others, then the rarer ones: a
    word that means two months in languages that are asked together needs its language.

    >>> month_number("Sept."), month_number("févr", "fr"), month_number("अगस्त"), month_number("monday")
    (9, 2, 8, None)
    """
    return _number(name.casefold().strip(".,"), "month", language)


def weekday_number(name: str, language: str | None = None) -> int | None:
    """The day of the week, 0 for Monday, that a name or an abbreviation means; as `month_number`.

    >>> weekday_number("Di.", "de"), weekday_number("sábado"), weekday_number("March")
    (1, 5, None)
    """
    return _number(name.casefold().strip(".,"), "day", language)


@lru_cache(maxsize=10_000)
def _number(word: str, kind: str, language: str | None) -> int | None:
    for languages in ((language,) if language else (), ("en",), COMMON, RARER):
        for beginnings in (False, True):
            found = _meanings(languages, kind, beginnings).get(word)
            if found:
                return next(iter(found)) if len(found) == 1 else None
    return None


@cache
def _meanings(languages: tuple[str, ...], kind: str, beginnings: bool) -> dict[str, set[int]]:
    """{name, or its beginning: the numbers that it means in these languages}."""
    found: dict[str, set[int]] = {}
    for code in languages:
        for name, number in (_beginnings if beginnings else _names)(code, kind).items():
            found.setdefault(name, set()).add(number)
    return found


@cache
def dotted_months() -> dict[str, int]:
    """Abbreviations with a full stop inside, such as Thai ส.ค."""
    found = {}
    for code in COMMON:
        found |= {name: number for name, number in _names(code, "month").items() if "." in name.strip(".")}
    return found


@cache
def _names(code: str, kind: str) -> dict[str, int]:
    """{name: number} of the months, 1 for January, or of the days, 0 for Monday, of a language."""
    beside = BESIDE.get(code, {}) if kind == "month" else {}
    return beside | (_shipped().get((code, kind), {}) if code in SHIPPED else cldr_names(code, kind))


@cache
def _shipped() -> dict[tuple[str, str], dict[str, int]]:
    """The names of the common languages: Babel takes 0.6 s to load them, as long as reading 2,000 files."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for line in NAMES.read_text(encoding="utf-8").splitlines()[1:]:
        code, kind, number, *names = line.split("\t")
        found.setdefault((code, kind), {}).update(dict.fromkeys(names, int(number)))
    return found


def cldr_names(code: str, kind: str) -> dict[str, int]:
    """The names, wide and abbreviated, that Babel knows; none for a language that it does not know.

    Of a name of two months the first counts; a name of two days counts for neither.
    """
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return {}
    found: dict[str, list[int]] = {}
    tables = {"month": locale.months, "day": locale.days}[kind]
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in tables[context][width].items():
                found.setdefault(name.casefold().rstrip("."), []).append(number)
    if kind == "day":
        return {name: numbers[0] for name, numbers in found.items() if len(set(numbers)) == 1}
    return {name: numbers[0] for name, numbers in found.items() if not any(map(str.isdigit, name))}


@cache
def _beginnings(code: str, kind: str) -> dict[str, int | None]:
    """The first letters of a month's name, three or more, that no other month's begins with; none for days."""
    months: dict[str, set[int]] = {}
    for name, number in _names(code, kind).items() if kind == "month" else ():
        for length in range(SHORTEST, len(name)):
            months.setdefault(name[:length], set()).add(number)
    return {name: numbers.pop() for name, numbers in months.items() if len(numbers) == 1}
