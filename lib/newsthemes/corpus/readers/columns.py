"""Which column of a table holds what: named by the user, by its name in some twenty languages, or by its content."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from statistics import fmean

from newsthemes.corpus.readers.column_names import (
    KNOWN,
    LEAD,
    NEUTRAL,
    PARTS,
    PREVIEW,
    UNWANTED,
    WORDS,
    folded,
    plain_name,
)

Columns = Mapping[str, str | Sequence[str]]  # {article column: table column, or several for the text}
TEXT_BONUS = {
    "exact": 3.0,
    "word": 2.0,
    "preview": 0.5,
}  # e**bonus times the length that an unnamed column needs
DATED = 0.8  # share of a column's values that must be dates, or addresses, for a column of another name
TITLE_WORDS, TITLE_LENGTH = 3, 200
SENTENCE = re.compile(r"[.!?…]['\"’”»)\]]*(?:\s|\Z)|[。！？।؟۔]")
LONGEST_NAME = 100  # characters; the lines of every text are asked whether they name columns
ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z", re.IGNORECASE)
UNNAMED = "column "  # how a column is called that has no name
NUMBERED = re.compile(r"\A(.*[^\d.])(\d{1,3})\Z")  # not "text.1", a second column of one name
LETTERS = re.compile(r"[^\W\d_]{2,}")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\Z")  # of eight digits
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def named(columns: Columns | None) -> dict[str, tuple[str, ...]]:
    """The columns that the user named, each as a tuple of names."""
    return {
        field: (names,) if isinstance(names, str) else tuple(map(str, names))
        for field, names in (columns or {}).items()
        if names
    }


def find_columns(header: Iterable[str], columns: Columns | None = None) -> dict[str, str]:
    """{article column: table column} by name alone: those the user named, then those with a usual name.

    >>> find_columns(["N°", "Titre de l'article", "Date de parution", "Contenu intégral"])
    {'text': 'Contenu intégral', 'title': "Titre de l'article", 'date': 'Date de parution'}
    """
    header = [name for name in header if len(str(name)) <= LONGEST_NAME]
    plain = {plain_name(name): name for name in reversed(header)}
    given = named(columns)
    found = {
        field: next(plain[plain_name(name)] for name in names if plain_name(name) in plain)
        for field, names in given.items()
        if any(plain_name(name) in plain for name in names)
    }
    for field in KNOWN:
        if field not in found:
            taken = set(found.values())
            ranked = sorted(
                (rank, i)
                for i, name in enumerate(header)
                if name not in taken and (rank := _rank(field, name))
            )
            found |= {field: header[ranked[0][1]]} if ranked else {}
    return {field: found[field] for field in (*KNOWN, *found) if field in found}


@lru_cache(maxsize=65_536)
def _rank(field: str, name: str) -> tuple[int, int] | None:
    """How well a name says that a column holds a field, least first; None when it does not."""
    place = KNOWN[field].get(plain_name(name))
    if place is not None:
        return 0, place
    words = _words(name)
    said = [word for word in words if word in WORDS[field]]
    return (
        (1, len(words)) if said and all(word in WORDS[field] or word in NEUTRAL for word in words) else None
    )


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded(CAMEL.sub(" ", str(name))))


def choose_columns(
    header: Sequence[str], sample: Sequence[Mapping[str, str | None]], columns: Columns | None = None
) -> dict[str, list[str]]:
    """{article column: table columns, best first} from the names and the first rows of a table.

    `sample`: rows as {column: value}. A row takes the first of a field's columns in which it has anything. The text
    is the column with the longest prose, where a usual name counts for twenty times the length, and a column whose
    name says that it is a summary is taken only where there is no other. Columns that the user named come alone.
    """
    given = {
        field: [n for n in header if plain_name(n) in set(map(plain_name, names))]
        for field, names in named(columns).items()
    }
    cells = {name: [value for row in sample if (value := row.get(name))] for name in header}
    by_name = _with_addresses(find_columns(header, columns), header, cells)
    found = {field: [name] for field, name in by_name.items() if field not in ("text", *given)}
    found |= {field: names for field, names in given.items() if names}
    taken = {name for names in found.values() for name in names}
    if not given.get("text"):
        found["text"] = _texts([name for name in header if name not in taken], cells, len(sample))
    _by_content(found, [name for name in header if name not in taken and name not in found["text"]], cells)
    return {field: names for field, names in found.items() if names}


def _with_addresses(
    by_name: dict[str, str], header: Sequence[str], cells: Mapping[str, list[str]]
) -> dict[str, str]:
    """The columns by name, where a "source" that holds the addresses of pages is their address."""
    named = by_name.get("source")
    if named is None or "url" in by_name or not cells[named] or fmean(map(_is_page, cells[named])) < DATED:
        return by_name
    others = find_columns([name for name in header if name != named])
    source = {"source": others["source"]} if "source" in others else {}
    return {field: name for field, name in by_name.items() if field != "source"} | {"url": named} | source


def parts_of_text(header: Sequence[str], texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """(columns with the lead, which comes before the text; columns that hold the parts of the text, as they are
    numbered), of the ``texts``, best first.

    >>> parts_of_text(["title", "chapo", "texte"], ["texte"]), parts_of_text(["p_2", "p_1"], ["p_1", "p_2"])
    ((['chapo'], []), ([], ['p_1', 'p_2']))
    """
    leads = [name for name in header if name not in texts[:1] and _is_lead(name)]
    numbered = NUMBERED.match(texts[0]) if texts and not _is_lead(texts[0]) else None
    same = [
        found for name in header if numbered and (found := NUMBERED.match(name)) and found[1] == numbered[1]
    ]
    parts = [found[0] for found in sorted(same, key=lambda found: int(found[2]))]
    whole = sum(part in texts for part in parts) > 1 and not parts[0].startswith(UNNAMED)
    return leads if texts and not _is_lead(texts[0]) else [], parts if whole else []


def _is_lead(name: str) -> bool:
    words = _words(name)
    said = plain_name(name) in LEAD or any(word in LEAD for word in words)
    return said and all(word in LEAD or word in NEUTRAL or word in ("paragraph", "text") for word in words)


def date_parts(header: Sequence[str]) -> list[str]:
    """The columns that hold a year, a month and a day, as far down as a table has them; none without a year.

    >>> date_parts(["Title", "Jahr", "Monat", "Text"])
    ['Jahr', 'Monat']
    """
    found: list[str] = []
    for names in PARTS.values():
        column = next((name for name in header if plain_name(name) in names), None)
        if column is None:
            break
        found.append(column)
    return found


def _texts(names: Sequence[str], cells: Mapping[str, list[str]], rows: int) -> list[str]:
    scored = [
        (-score, place, name)
        for place, name in enumerate(names)
        if (score := _text_score(name, cells[name], rows))
    ]
    return [name for _, _, name in sorted(scored)]


def _text_score(name: str, values: list[str], rows: int) -> float | None:
    """The logarithm of a column's mean length, with what its name is worth; None where it can't be the text."""
    rank, words = _rank("text", name), set(_words(name))
    if rank is None and (words & UNWANTED or not is_prose(values)):
        return None
    kind = (
        "preview"
        if words & PREVIEW or plain_name(name) in PREVIEW
        else "exact"
        if rank and rank[0] == 0
        else "word"
    )
    length = sum(map(_length, values)) / max(rows, 1)
    return 0.001 + math.log1p(length) + (TEXT_BONUS[kind] if rank else 0)


def is_prose(values: Sequence[str]) -> bool:
    """Whether at least half of these values hold a sentence: eight words or more, and where one ends."""
    return bool(values) and sum(map(_is_sentence, values)) >= len(values) / 2


def _is_sentence(value: str) -> bool:
    beginning = value[:2000]
    long = len(LETTERS.findall(beginning)) >= 8 or len(UNSPACED.findall(beginning)) >= 15
    return long and bool(SENTENCE.search(beginning) or len(UNSPACED.findall(beginning)) >= 30)


def _length(value: str) -> int:
    return len(value) + 2 * len(UNSPACED.findall(value[:2000]))


def _by_content(found: dict[str, list[str]], names: Sequence[str], cells: Mapping[str, list[str]]) -> None:
    """Addresses, dates and, in a table without known names, titles that no name tells."""
    tests = {"url": _is_address, "date": _is_date}
    for field, test in tests.items():
        if field not in found:
            fits = [
                n
                for n in names
                if cells[n] and fmean(map(test, cells[n])) >= DATED and not set(_words(n)) & UNWANTED
            ]
            found |= {field: fits[:1]} if fits else {}
    if "title" not in found and not any(field in found for field in ("source", "author")):
        titles = [
            n for n in names if not any(n in chosen for chosen in found.values()) and _are_titles(cells[n])
        ]
        found |= {"title": titles[:1]} if titles else {}


def _is_page(value: str) -> bool:
    """Whether a value is the address of a page, not only that of a site."""
    return _is_address(value) and value.strip().rstrip("/").count("/") > 2


def _is_address(value: str) -> bool:
    return bool(ADDRESS.match(value.strip()))


def _is_date(value: str) -> bool:
    from newsthemes.corpus.dates import is_date

    return (not value.strip().isdigit() or bool(DAY.match(value.strip()))) and is_date(value)


def _are_titles(values: Sequence[str]) -> bool:
    words = [len(LETTERS.findall(value)) + len(UNSPACED.findall(value)) // 2 for value in values]
    short = all(len(value) <= TITLE_LENGTH for value in values)
    return bool(values) and short and fmean(words) >= TITLE_WORDS and len(set(values)) >= 0.8 * len(values)
