"""Hide the names in a text, to see whether a theme is in what is said or only in who is named."""

import re
from collections.abc import Sequence
from functools import cache

from newsthemes.language.glossary import glossary_for
from newsthemes.language.lemmas import is_known

MASK = "X"
TOKEN = re.compile(r"[^\W_](?:[\w]|[-.&](?=\w))*")
CLOSED = re.compile(
    r"[.!?…:;•\n\"“«„‘”»][^\S\n]*+$|\A\s*+\Z"
)  # what stands before a word that opens a sentence
# Abbreviations of things, offices and states rather than of companies, people or products.
GENERAL = frozenset(
    "AI IA AGI GPU GPUs CPU TPU LLM API PC TV IT CEO CFO CTO CPO COO PDG PHK MRI IRM DNA ADN UN ONU PBB EU UE US USA "
    "UK AS A.S U.S U.K TI R&D OK".split()
)
UNCASED = ("zh", "ja", "ko", "ar", "he", "fa", "hi", "th", "ur", "bn", "ta")
NOUNS_CAPITALISED = ("de", "lb")

Span = tuple[int, int, str]  # start, end, word


def mask_entities(texts: Sequence[str], languages: Sequence[str | None]) -> list[str]:
    """The texts with the names of companies, people and products replaced by ``X``; a name of several
    words by one.

    A name is a word of mixed case (LLaMA), with a capital and a digit (H800), or with a capital inside a
    sentence; one that opens a sentence when it is a name elsewhere in these texts and never written small, or no
    word of its language. Countries, languages, months and general abbreviations (AI, GPU) stay. Scripts without
    capitals are left as they are, and in German only words of mixed case and with digits are found.

    >>> mask_entities(["In May the ferry firm Norlanda Lines bought two H800 engines from France."], ["en"])
    ['In May the ferry firm X bought two X engines from France.']
    """
    languages = [language or "en" for language in languages]
    found = [_names(text, language) for text, language in zip(texts, languages, strict=True)]
    written = {word for text in texts for word in TOKEN.findall(text)}
    known = {word for sure, _ in found for *_, word in sure if word.lower() not in written}
    return [
        _masked(text, sure + [span for span in openers if span[2] in known or _unknown(span[2], language)])
        for text, language, (sure, openers) in zip(texts, languages, found, strict=True)
    ]


def _names(text: str, language: str) -> tuple[list[Span], list[Span]]:
    """(names, capitalised words that open a sentence), each as (start, end, word)."""
    sure, openers = [], []
    if language in UNCASED:
        return sure, openers
    for match in TOKEN.finditer(text):
        word = re.sub(r"['’]s$", "", match[0].rstrip("."))
        span = (match.start(), match.start() + len(word), word)
        if not any(map(str.isupper, word)) or word in GENERAL or word.lower() in _places_and_dates(language):
            continue
        shape = word[1:]
        if any(map(str.isupper, shape)) and not word.isupper() or any(map(str.isdigit, word)):
            sure.append(span)
        elif CLOSED.search(text[: match.start()]):
            openers.append(span)
        elif language not in NOUNS_CAPITALISED:
            sure.append(span)
    return sure, openers


@cache
def _places_and_dates(language: str) -> set[str]:
    """Lower-case words of the names of countries, languages, months and days, in a language and in English."""
    from babel import Locale, UnknownLocaleError

    words = {"i"}
    for code in (language, "en"):
        try:
            locale = Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            continue
        single = [*locale.languages.values()]
        for calendar in (locale.months, locale.days):
            single += [
                name for context in calendar.values() for width in context.values() for name in width.values()
            ]
        words |= {name.lower() for name in single if TOKEN.fullmatch(name)}
        places = [word for name in locale.territories.values() for word in TOKEN.findall(name)]
        words |= {word.lower() for word in places if word[0].isupper()}
    return words


@cache
def _unknown(word: str, language: str) -> bool:
    """Whether a word is in neither the glossary nor the dictionary of its language (nor the English one)."""
    lower = word.lower()
    glossary = glossary_for(language)
    if glossary and glossary.word(lower) is not None:
        return False
    return not any(is_known(lower, code) for code in (language, "en"))


def _masked(text: str, spans: Sequence[Span]) -> str:
    pieces, position = [], 0
    for start, end, _ in sorted(spans):
        between = text[position:start]
        if not (pieces and re.fullmatch(r"[\s,.]{0,1}", between) and pieces[-1] == MASK):
            pieces += [between, MASK]
        position = end
    return "".join([*pieces, text[position:]])
