"""The names that stand in passages: full ones, those of one word, and those that the table of aliases knows."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import pandas as pd

# Capitals side by side, the first not after a full stop; linear.
CAPITALISED = re.compile(r"(?<=[a-zà-öø-ÿа-я,;:] )[A-ZÀ-ÖØ-ÞА-Я][\w'-]++(?>(?: [A-ZÀ-ÖØ-ÞА-Я][\w'-]++){0,3})")
SMALL_WORD = re.compile(r"\b[a-zà-öø-ÿа-я][\w'-]++")
TITLES = frozenset(
    "Mr Mrs Ms Miss Mx Dr Sir Dame Lord Lady Prof Professor Monsieur Madame Mme Mlle Herr Frau Doktor Señor Señora "
    "Sr Sra Senhor Senhora Signor Signora Bapak Pak Ibu Bu Tuan Nyonya".split()
)
NO_NAMES = frozenset(
    {"ADJ", "ADV", "VERB", "AUX"}
)  # what an English word of one capital is besides a name: British


def names_in(passages: pd.DataFrame) -> list[set[str]]:
    """Return the names in each passage (text, language, article_id), those of countries and the like in English.

    A name of one word is one that its language mostly writes with a capital inside sentences; not a day or month, not
    an adjective (British), not an abbreviation, for most of these are no names; and none in languages that write every
    noun so. In an article that has one full name ending in it, it is that name. Names that the table of aliases knows
    are found by any of their spellings.

    >>> said = ["We met Ada Reed and then Reed left Lyon.", "They love Lyon on Monday.", "So Reed stayed."]
    >>> table = pd.DataFrame({"text": said, "language": "en", "article_id": ["a", "a", "b"]})
    >>> [sorted(names) for names in names_in(table)]
    [['Ada Reed', 'Lyon'], ['Lyon'], ['Reed']]
    """
    from newsthemes.topics.concepts import in_english

    texts, languages = passages["text"].tolist(), passages["language"].tolist()
    written = [[_without_s(name) for name in CAPITALISED.findall(text)] for text in texts]
    single = _single_names(texts, languages, written)
    found = [
        {
            in_english(name, language or "en")
            for name in names
            if " " in name or name in single.get(language, ())
        }
        for names, language in zip(written, languages, strict=True)
    ]
    full = full_names(Counter(name for names in found for name in names))
    found = [{full.get(name, name) for name in names} for names in found]
    return _with_aliases(texts, _with_surnames(found, passages["article_id"].tolist()))


def full_names(passages: Counter[str]) -> dict[str, str]:
    """Return {a name with a title: the same without it}; of a surname alone, the one full name that has it.

    ``passages``: in how many each name stands. Where several have a surname, one must stand in twice as many passages
    as the next; else the title stays.

    >>> full_names(Counter({"Mr Reed": 3, "Ada Reed": 4, "Tom Reed": 2, "Dr Ada Reed": 1, "Ms Low": 2, "Ann Low": 1}))
    {'Mr Reed': 'Ada Reed', 'Dr Ada Reed': 'Ada Reed', 'Ms Low': 'Ann Low'}
    >>> full_names(Counter({"Czechia": 3, "Lord": 1}))  # "République Tchèque" is one word in English
    {}
    """
    by_surname = defaultdict(list)
    for name, count in sorted(passages.items(), key=lambda item: (-item[1], item[0])):
        first, *rest = name.split()
        if rest and first not in TITLES:  # a country may be one word in English
            by_surname[rest[-1]].append((name, count))
    found = {}
    for name in passages:
        title, *rest = name.split()
        if not rest or title not in TITLES:
            continue
        bearers = by_surname[rest[-1]]
        if len(rest) > 1:
            found[name] = " ".join(rest)
        elif bearers and (len(bearers) == 1 or bearers[0][1] >= 2 * bearers[1][1]):
            found[name] = bearers[0][0]
    return found


def _without_s(name: str) -> str:
    """A name without the 's of what is the named one's."""
    return name.removesuffix("'s")


def _single_names(
    texts: Sequence[str], languages: Sequence[str | None], written: Sequence[Iterable[str]]
) -> dict[str | None, set[str]]:
    """{language: its names of one word}."""
    from newsthemes.language.word_class import CAPITALISED_NOUNS

    small: dict[str | None, Counter[str]] = defaultdict(Counter)
    capital: dict[str | None, Counter[str]] = defaultdict(Counter)
    for text, language, names in zip(texts, languages, written, strict=True):
        if language not in CAPITALISED_NOUNS:
            small[language].update(SMALL_WORD.findall(text))
            capital[language].update(name for name in names if " " not in name)
    return {
        language: {
            name
            for name, count in counts.items()
            if count > small[language][name.lower()] and _may_be_name(name, language)
        }
        for language, counts in capital.items()
    }


def _may_be_name(word: str, language: str | None) -> bool:
    """Whether a word with a capital may be a name by itself."""
    from newsthemes.language.months import month_number, weekday_number
    from newsthemes.language.stopwords import is_stop_word
    from newsthemes.language.word_class import english_classes
    from newsthemes.topics.concepts import in_english

    known = language or "en"
    if word.isupper() or word in TITLES or is_stop_word(word, known):
        return False
    if weekday_number(word, known) is not None or month_number(word, known) is not None:
        return False
    return english_classes(in_english(word, known)).isdisjoint(NO_NAMES)


def _with_surnames(found: Sequence[set[str]], articles: Sequence[str]) -> list[set[str]]:
    """The names with the full name for its last word alone, in articles that have one full name ending in it."""
    full: dict[tuple[str, str], set[str]] = defaultdict(set)
    for names, article in zip(found, articles, strict=True):
        for name in names:
            if " " in name:
                full[article, name.rpartition(" ")[2]].add(name)
    return [
        {
            next(iter(full[article, name])) if len(full.get((article, name), ())) == 1 else name
            for name in names
        }
        for names, article in zip(found, articles, strict=True)
    ]


def _with_aliases(texts: Sequence[str], found: Sequence[set[str]]) -> list[set[str]]:
    """The names by those that the table of aliases has for them, and those that only the table knows."""
    from newsthemes.topics.vocabulary import read_aliases

    spelled = {" ".join(alias): name for alias, name in read_aliases().items()}
    if not spelled:
        return list(found)
    longest_first = sorted(spelled, key=lambda alias: (-len(alias), alias))
    known = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    return [
        {spelled.get(name, name) for name in names} | {spelled[match] for match in known.findall(text)}
        for text, names in zip(texts, found, strict=True)
    ]
