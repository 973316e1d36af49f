"""How each language writes numbers: separators, magnitude words, number words, currencies, fractions, bounds.

Separators, magnitudes and months are CLDR's (through Babel), number words num2words's; what neither has
stands here. French ``billion`` is 10^12 and Indonesian ``miliar`` 10^9 because CLDR says so.
"""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

HIGHEST_WORD = 100  # number words beyond are written in digits or with a magnitude
CURRENCY_SIGNS = {
    "US$": "USD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "Rp": "IDR",
}
CURRENCY_WORDS = {
    "USD": "dollars? dólares dólar dolares dolar usd dollari dollaro доллар\\w* دولار\\w* 美元 ドル",
    "EUR": "euros? eur евро يورو 欧元 ユーロ",
    "GBP": "pounds? livres?\\ssterling gbp 英镑 ポンド",
    "JPY": "yens? jpy 日元 円",
    "CNY": "yuan yuans renminbi rmb cny 元 人民币",
    "IDR": "rupiah rupiahs idr",
    "INR": "rupees? roupies? inr",
    "RUB": "roubles? rubles? rub рубл\\w*",
}
PERCENT = (
    r"%|per\s?cent\b|percent\b|pour\s?cent\b|persen\b|por\s?ciento\b|por\s?cento\b|prozent\b|per\s?cento\b"
    r"|procent\b|процент\w*"
)
FRACTIONS = {
    "en": {r"half|halves": 1 / 2, r"(?:a|one)[ -]third": 1 / 3, r"two[ -]thirds": 2 / 3,
           r"(?:a|one)[ -]quarter": 1 / 4, r"three[ -]quarters": 3 / 4, r"(?:a|one)[ -]fifth": 1 / 5},
    "fr": {r"moitié": 1 / 2, r"(?:un|le) tiers": 1 / 3, r"deux tiers": 2 / 3, r"(?:un|le) quart": 1 / 4,
           r"trois quarts": 3 / 4, r"un cinquième": 1 / 5},
    "id": {r"(?:setengah|separuh|separo)(?:nya)?": 1 / 2, r"sepertiga(?:nya)?": 1 / 3, r"dua pertiga(?:nya)?": 2 / 3,
           r"seperempat(?:nya)?": 1 / 4, r"tiga perempat(?:nya)?": 3 / 4, r"seperlima(?:nya)?": 1 / 5},
    "es": {r"mitad": 1 / 2, r"un tercio": 1 / 3, r"dos tercios": 2 / 3},
    "de": {r"hälfte": 1 / 2, r"ein drittel": 1 / 3, r"zwei drittel": 2 / 3},
    "pt": {r"metade": 1 / 2, r"um terço": 1 / 3, r"dois terços": 2 / 3},
}  # fmt: skip
OF = {
    "en": r"(?:out )?of", "fr": r"des|sur|parmi|d['’]entre", "id": r"dari|di antara|antara", "es": r"de",
    "pt": r"d[eoa]s?",
    "de": r"von|der", "it": r"su|dei|delle", "nl": r"van",
}  # fmt: skip
TO = r"[-–—]|\bto\b|\band\b|\bà\b|\bet\b|\bhingga\b|\bsampai\b|\bdan\b|\ba\b|\bbis\b|\bund\b"
BETWEEN = r"(?:^|\W)(?:between|from|entre|antara|dari|zwischen|von|tra|fra|tussen)$"
BELOW, ABOVE, ABOUT = "below", "above", "about"
BOUNDS = {
    "en": {BELOW: r"under|below|less than|fewer than|up to|at most|no more than|short of",
           ABOVE: r"more than|over|above|at least|exceed\w*|upwards of",
           ABOUT: r"about|around|roughly|nearly|almost|approximately|close to"},
    "fr": {BELOW: r"moins de|inférieure?s? à|sous|jusqu['’]à|pas plus de|au plus|en dessous de|au-dessous de",
           ABOVE: r"plus de|plus du|plus d['’]|au moins|supérieure?s? à|au-delà de|dépass\w*",
           ABOUT: r"environ|près de|près d['’]|quelque|autour de|à peu près|presque"},
    "id": {BELOW: r"kurang dari|di bawah|tidak sampai|tak sampai|paling banyak|maksimal|tidak lebih dari",
           ABOVE: r"lebih dari|di atas|setidaknya|sedikitnya|paling sedikit|melebihi|minimal",
           ABOUT: r"sekitar|kira-kira|hampir|kurang lebih|mendekati"},
}  # fmt: skip


class Grammar(NamedTuple):
    """Regular expressions and tables of one language."""

    decimal: str
    spaced: bool  # whether a plain space may group digits
    words: dict
    magnitudes: dict
    months: dict
    number: str  # pattern of a number, as digits or as words
    digits: str  # pattern of a number, as digits
    openers: frozenset  # lower-case words, one of which every spelled number begins with


@cache
def grammar(language):
    """The :class:`Grammar` of an ISO 639-1 code; of English where CLDR does not know it."""
    locale = _locale(language)
    from babel.numbers import get_decimal_symbol, get_group_symbol

    words = _number_words(language)
    digits = r"\d{1,3}(?:[.,\u00a0\u202f'’ ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
    spelled = "|".join(sorted(map(_spaced, words), key=len, reverse=True))
    return Grammar(
        decimal=get_decimal_symbol(locale, numbering_system="latn"),
        spaced=get_group_symbol(locale, numbering_system="latn") in ("\u00a0", "\u202f", " "),
        words=words,
        magnitudes=_magnitudes(locale),
        months=_months(locale),
        number=f"(?:{digits}|\\b(?:{spelled})\\b)" if spelled else f"(?:{digits})",
        digits=f"(?:{digits})",
        openers=frozenset(re.match(r"\w+", word)[0].lower() for word in words),
    )


def _locale(language):
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language or "en")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def _spaced(words):
    return re.escape(words).replace(r"\ ", r"[\s-]").replace(r"\-", r"[\s-]")


def _number_words(language):
    """{spelled number: value} from 2 on: in most languages 1 is also the article."""
    from num2words import num2words

    words = {}
    for number in range(2, HIGHEST_WORD + 1):
        try:
            words[num2words(number, lang=language).lower().replace("-", " ")] = number
        except (NotImplementedError, OverflowError, KeyError, TypeError, AttributeError):
            return {}
    if language == "fr":
        words["une dizaine"], words["une douzaine"], words["une vingtaine"] = 10, 12, 20
    return words


def _magnitudes(locale):
    """{magnitude word: factor}: CLDR's long forms (``million``), and its short ones (``Md``)."""
    words = {}
    for style in ("long", "short"):
        for patterns in locale.compact_decimal_formats.get(style, {}).values():
            for factor, pattern in patterns.items():
                word = re.sub(r"[0'\s\u00a0\u202f.]+", " ", pattern.pattern).strip().lower()
                if word:  # "00 thousand" stands for 10,000
                    words.setdefault(word, int(factor) // 10 ** (pattern.pattern.count("0") - 1))
    if locale.language == "en":
        words.update({"bn": 10**9, "mn": 10**6, "m": 10**6, "tn": 10**12, "trn": 10**12})
    return words


def _months(locale):
    months = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in locale.months[context][width].items():
                months.setdefault(name.lower().rstrip("."), number)
    return {name: number for name, number in months.items() if not name.isdigit() and len(name) > 2}


def as_date(year, month=None, day=None):
    """ISO text of a whole or partial date, or None where there is no such day."""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return "-".join(f"{part:02d}" for part in (year, month, day) if part)
