"""What the words around an amount say of it: what is measured, over what, and of whom.

``measures.tsv`` and ``scopes.tsv`` list the words by language: a measure (deaths, injured, revenue, profit, …) or a
scope (quarter, month, each, since, nation, …), a language, the forms joined by ``|``.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import combining, normalize

from newsthemes.evidence.quantities.alternatives import alternatives, known_form, plain_form
from newsthemes.evidence.quantities.number_formats import number_format
from newsthemes.language.glossary import gloss
from newsthemes.language.lemmas import is_known
from newsthemes.language.stopwords import is_stop_word

FOLDER = Path(__file__).parent
CLAUSE = re.compile(r"[;:—–()،؛。；]|,\s|\s-\s|[.!?]\s")
NAME = re.compile(r"[^\W\d_][\w’'-]*+")
SHORTEST_NAME = 3  # letters
SENTENCE_ENDS = ".!?:–—•"
WRITTEN_ON = re.compile(r"['’]s$|^[dlDL]['’]")
PEOPLES = re.compile(r"(?<=\w{4})(?:ese|ean|ian|ans?|ish|ais(?:es?)?|iens?|iennes?|isch\w*|esa?|[aeiou])$")
BESIDE = 30  # characters that a second measure may be further from the amount than the nearest
MONTHS = {number: f"month-{number}" for number in range(1, 13)}


class ClaimContext(NamedTuple):
    """``measures``: named by the clause of the amount, the nearest first; ``scopes``: in the whole passage;
    ``names``: words with a capital, in lower case; none in scripts that have no capitals."""

    measures: tuple
    scopes: frozenset
    names: frozenset


def claim_context(text: str, start: int, end: int, language: str | None) -> ClaimContext:
    """The :class:`ClaimContext` of the amount at ``text[start:end]``.

    >>> context = claim_context("The fire in Harrow killed 14 people.", 26, 28, "en")
    >>> context.measures, sorted(context.names)
    (('deaths',), ['harrow'])
    """
    opening, closing = _clause(text, start, end)
    measures = _nearest_first(_mentions("measures", text, language), start, end, opening, closing)
    scopes = {name for _, _, names in _mentions("scopes", text[opening:closing], language) for name in names}
    months = number_format(language).months
    named = {MONTHS[months[word]] for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if word in months}
    spans = {"months"} if len(named) > 1 else set()  # from one month to another
    return ClaimContext(measures, frozenset(scopes | named | spans), frozenset(named_words(text, language)))


def measures_of(text: str, language: str | None) -> frozenset[str]:
    """The measures that a text names, a frozenset."""
    return frozenset(name for _, _, names in _mentions("measures", text, language) for name in names)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the clause that the amount stands in."""
    opening = max((match.end() for match in CLAUSE.finditer(text, 0, start)), default=0)
    following = CLAUSE.search(text, end)
    return opening, following.start() if following else len(text)


def _nearest_first(
    mentions: Iterable[tuple[int, int, frozenset[str]]], start: int, end: int, opening: int, closing: int
) -> tuple[str, ...]:
    """The measures of the clause by their distance from the amount; of the passage where the clause has none."""
    apart = [
        (max(start - last, first - end, 0), names, opening <= first < closing)
        for first, last, names in mentions
    ]
    inside = [item for item in apart if item[2]] or apart
    nearest = min((distance for distance, *_ in inside), default=0)
    ordered = sorted(
        ((distance, sorted(names)) for distance, names, _ in inside if distance <= nearest + BESIDE)
    )
    return tuple(dict.fromkeys(name for _, names in ordered for name in names))


def _mentions(table: str, text: str, language: str | None) -> Iterator[tuple[int, int, frozenset[str]]]:
    """(start, end, names) of each form of a table in the text."""
    pattern, names = _forms(table, language or "en")
    for match in pattern.finditer(text) if names else ():
        yield match.start(), match.end(), names[known_form(match[0], names)]


@cache
def _forms(table: str, language: str) -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    """(pattern of all forms of a language, {form: the names that it stands for})."""
    names = {}
    for line in (FOLDER / f"{table}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, spoken, forms = line.split("\t")
        if spoken == language:
            for form in forms.split("|"):
                names.setdefault(form, set()).add(name)
    pattern = re.compile(alternatives(list(names), language), re.IGNORECASE)
    return pattern, {plain_form(form): frozenset(own) for form, own in names.items()}


def named_words(text: str, language: str | None) -> dict[str, str]:
    """{key of a name: the word as it is written first}: capitalised words.

    A word that opens a sentence, or has a capital for being a noun, is one only where no dictionary has it.
    """
    months, found = number_format(language).months, {}
    for match in NAME.finditer(text):
        word = match[0]
        if not word[0].isupper() and word[1:2] not in ("'", "’"):
            continue  # most words; the others may be "l'Asie"
        word = WRITTEN_ON.sub("", word)
        if not word[:1].isupper() or len(word) < SHORTEST_NAME or word.lower() in months:
            continue
        before = text[max(0, match.start() - 4) : match.start()].rstrip(" «“\"'(‘")
        opens = before[-1:] in ("", *SENTENCE_ENDS)
        if (opens or language == "de") and (
            is_known(word.lower(), language) or is_stop_word(word.lower(), language)
        ):
            continue
        found.setdefault(name_key(word, language), word)
    return found


@lru_cache(maxsize=1 << 16)
def name_key(word: str, language: str | None) -> str:
    """``Cina``, ``China`` and ``Chinese`` are one: glossed, without accents and the endings of peoples."""
    english = gloss([word], [language])[0].lower()
    plain = "".join(sign for sign in normalize("NFKD", english) if not combining(sign)).replace(" ", "-")
    return PEOPLES.sub("", plain)
