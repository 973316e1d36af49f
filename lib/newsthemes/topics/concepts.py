"""Terms of all languages → concepts: a word and its translation are one, and a phrase is, in any order of words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from newsthemes.language.commonness import zipf
from newsthemes.language.glossary import Glossary, gloss, glossary_for
from newsthemes.language.lemmas import lemma
from newsthemes.language.months import month_number, weekday_number
from newsthemes.language.stopwords import is_stop_word
from newsthemes.language.tokens import words
from newsthemes.language.word_class import CAPITALISED_NOUNS, english_classes, may_be_noun
from newsthemes.topics.vocabulary import Segment, Vocabulary

LONGEST_PHRASE = 3  # terms of a keyphrase, each of one word or a name or fixed term of several
CONNECTORS = {  # between two nouns of one phrase
    "en": {"of"},
    "fr": {"de", "du", "des", "d", "à"},
    "es": {"de", "del"},
    "pt": {"de", "do", "da", "dos", "das"},
    "it": {"di", "del", "della", "dei", "delle"},
    "ca": {"de", "del"},
}
HEAD_FIRST = frozenset(
    {"fr", "es", "pt", "it", "ca", "ro", "id", "ms", "ar", "vi"}
)  # the noun, then what modifies it
FEWEST_TEXTS = 2  # that hold a keyphrase
FIXED = 0.2  # share of the texts with the rarest word of a phrase that hold the phrase; of words drawn at random, 0.1

Key = str | tuple[str, ...]  # of a term; of a phrase those of its parts
Term = tuple[Key, str, bool]  # key, as written, whether it is a name


@dataclass
class Concept:
    """One thing that terms of any language mean.

    ``words``: its content words in English where they are known; ``shown``: how often each (surface, language) occurs.
    """

    words: frozenset[str]
    is_name: bool
    is_phrase: bool
    shown: Counter[tuple[str, str]] = field(default_factory=Counter)

    @cached_property
    def surface(self) -> tuple[str, str]:
        """(the commonest way it is written, in which language)."""
        return _commonest(self.shown)

    @cached_property
    def english(self) -> str:
        """As English texts write it, else glossed; a name as it is."""
        own = {form: count for form, count in self.shown.items() if form[1] == "en"}
        surface, language = _commonest(own or self.shown)
        return surface if own else in_english(surface, language)

    @cached_property
    def is_noun(self) -> bool:
        """Whether it may be a noun or a noun phrase: by most of the forms in which it occurs."""
        nouns = sum(count for form, count in self.shown.items() if _is_noun(*form))
        return self.is_name or 2 * nouns > self.shown.total()

    @cached_property
    def is_date(self) -> bool:
        """Whether it is a day of the week or a month, which are in the news whatever it is about."""
        surface, language = self.surface
        forms = {surface, surface.replace(" ", "-")}  # a compound stands here by its parts: terça-feira
        numbers = (find(form, language) for find in (weekday_number, month_number) for form in forms)
        return any(number is not None for number in numbers)

    @cached_property
    def commonness(self) -> float | None:
        """The Zipf frequency of its rarest word in English, else in its commonest language; None where unknown."""
        surface, language = self.surface
        text, language = (surface, language) if self.english == surface else (self.english, "en")
        found = [zipf(word, language) for word in text.split()]
        return None if None in found or not found else min(found)


def _commonest(shown: Mapping[tuple[str, str], int]) -> tuple[str, str]:
    return min(shown.items(), key=lambda item: (-item[1], item[0]))[0]


def concepts_of(
    vocabulary: Vocabulary, languages: Sequence[str], articles: np.ndarray
) -> tuple[list[Concept], list[list[int]]]:
    """([:class:`Concept`], [concept numbers of a text, with repeats]) of the texts of a vocabulary.

    Single terms and keyphrases both: two or three terms side by side, at most a connector between them, that may be a
    noun phrase and stand in two texts at least. ``articles``: a number for the article of each text; in one article, a
    surname alone is the full name.
    """
    found = [
        _in_text(segments, language, vocabulary)
        for segments, language in zip(vocabulary.segments, languages, strict=True)
    ]
    _with_full_names(found, articles)
    held = Counter(key for text in found for key in {key for key, *_ in text})
    fixed = {key for key, count in held.items() if isinstance(key, tuple) and _is_fixed(key, count, held)}
    made, numbers, lists = {}, {}, []
    for text, language in zip(found, languages, strict=True):
        of_text = []
        for key, shown, name in text:
            if isinstance(key, tuple) and key not in fixed:
                continue
            form = (key, language, shown)
            if form not in numbers:
                numbers[form] = _number(form, name, made)
            number, concept = numbers[form]
            concept.shown[shown, language] += 1
            of_text.append(number)
        lists.append(of_text)
    return [concept for _, concept in made.values()], lists


def _with_full_names(found: list[list[Term]], articles: np.ndarray) -> None:
    """Put the full name in the place of a surname, where the same article has it."""
    full = {}
    for text, article in zip(found, articles, strict=True):
        for key, shown, name in text:
            if name and " " in shown and all(part[:1].isupper() for part in shown.split()):
                full.setdefault((article, words_of(key)[-1]), (key, shown, name))
    for text, article in zip(found, articles, strict=True):
        text[:] = [full.get((article, key), term) if term[2] else term for term in text for key in term[:1]]


def _is_fixed(parts: tuple[str, ...], count: int, held: Mapping[Key, int]) -> bool:
    """Whether terms side by side in so many texts are a phrase: they make up enough of its rarest part."""
    return count >= max(FEWEST_TEXTS, FIXED * min(held[part] for part in parts))


def _number(
    form: tuple[Key, str, str], name: bool, made: dict[frozenset[str], tuple[int, Concept]]
) -> tuple[int, Concept]:
    """(number, :class:`Concept`) of a term as one language writes it, made where it is new."""
    key, language, shown = form
    meant = english_words(shown, key, language)
    if meant not in made:
        made[meant] = (len(made), Concept(meant, name, " " in shown and len(meant) > 1))
    return made[meant]


@lru_cache(maxsize=200_000)
def english_words(shown: str, key: Key, language: str) -> frozenset[str]:
    """The dictionary forms of the content words of a term in English; its own where it has no gloss."""
    english = in_english(shown, language)
    if shown[-1:] == "s" and len(shown) > 2 and shown[:-1].isupper():
        return frozenset([shown[:-1].lower()])  # GPUs are GPU
    if language in CAPITALISED_NOUNS and english == shown:
        return frozenset(lemma(word, language).lower() for word in shown.split())
    if is_name(shown, language) and english == shown or language != "en" and english.lower() == shown.lower():
        return frozenset(words_of(key))
    found = {lemma(word.lower(), "en").lower() for word in words(english, "en")}
    content = {word for word in found if not is_stop_word(word, "en")}
    return frozenset(content or found or words_of(key))


def words_of(key: Key) -> list[str]:
    """The words of a term by its key, that of a phrase being the keys of its parts."""
    return (" ".join(key) if isinstance(key, tuple) else key).split()


@lru_cache(maxsize=200_000)
def in_english(shown: str, language: str) -> str:
    """The English gloss of a term, the term itself where there is none.

    A name stays as it is unless the glossary has it as a name; half a phrase in English is no phrase of either
    language, and so stays too. Adjectives come before their noun.
    """
    glossary, own = glossary_for(language) if language != "en" else None, shown.split()
    if glossary is None:
        return shown
    proper = [word for word in own if word not in CONNECTORS.get(language, ())]
    if all(word != word.lower() for word in proper) and is_name(shown, language):
        return _name_in_english(shown, glossary)
    english = _words_in_english(shown, language, glossary)
    left = [word for word in english if word in own] if len(own) > 1 else []
    if not english or not all(map(english_classes, left)):
        return shown
    if language in HEAD_FIRST and len(own) == len(english) == 2 and _comes_first(*english):
        english = english[::-1]
    return " ".join(english)


def _words_in_english(shown: str, language: str, glossary: Glossary) -> list[str]:
    if shown == shown.lower() or language in CAPITALISED_NOUNS:
        return glossary.gloss(shown).strip().split()
    own = shown.split()
    return [
        glossary.word(word) or word if word == word.lower() else _name_in_english(word, glossary)
        for word in own
    ]


def _name_in_english(name: str, glossary: Glossary) -> str:
    """A name's gloss where the glossary has that very form, or another name for it (Cina, China)."""
    found = (glossary.words.get(form) for form in (name, name.lower()))
    phrase = glossary.phrases.get(tuple(name.lower().split()))
    return next((english for english in (*found, phrase) if english and english[0].isupper()), name)


def _comes_first(noun: str, word: str) -> bool:
    """Whether what follows a noun elsewhere stands before it in English: an adjective, or a name after a word."""
    named = noun == noun.lower() and word != word.lower()
    return named or ("ADJ" in english_classes(word) and not word.endswith("s"))


@lru_cache(maxsize=200_000)
def _is_noun(shown: str, language: str) -> bool:
    """Whether a term may be a noun or a noun phrase, by its own language and by its English gloss."""
    parts = shown.split()
    if not may_be_noun(parts[0 if language in HEAD_FIRST else -1], language):
        return False
    return may_be_noun(in_english(shown, language).split()[-1], "en")


def _in_text(segments: Sequence[Segment], language: str, vocabulary: Vocabulary) -> list[Term]:
    """[(key, as written, is a name)] of a text: its terms, and what may be keyphrases, whose key is that of their
    parts."""
    found: list[Term] = []
    for segment in segments:
        for start, (key, shown, _) in enumerate(segment):
            if not key:
                continue
            found.append((key, shown, is_name(shown, language)))
            found += _phrases(segment, start, language)
    return found


def _phrases(segment: Segment, start: int, language: str) -> list[Term]:
    """The phrases of two or three terms that begin at a place of a segment."""
    connectors = CONNECTORS.get(language, ())
    found: list[Term] = []
    keys, shown, at = [segment[start][0]], [segment[start][1]], start + 1
    while at < len(segment) and len(keys) < LONGEST_PHRASE:
        key, form, word = segment[at]
        if key is None:
            if word.lower() not in connectors or shown[-1].lower() in connectors:
                break
            shown.append(word)
        else:
            keys.append(key)
            shown.append(form)
            if keys[-1] != keys[-2] and _is_phrase(shown, language):
                found.append((tuple(keys), " ".join(shown), all(is_name(part, language) for part in shown)))
        at += 1
    return found


@lru_cache(maxsize=200_000)
def is_name(shown: str, language: str) -> bool:
    """Whether a term is a name by its capitals; where every noun has one, those with a gloss are words."""
    if shown == shown.lower():
        return False
    return language not in CAPITALISED_NOUNS or gloss([shown], [language])[0] == shown


def _is_phrase(shown: Sequence[str], language: str) -> bool:
    return _may_be_phrase(tuple(shown), language)


@lru_cache(maxsize=200_000)
def _may_be_phrase(shown: tuple[str, ...], language: str) -> bool:
    if language == "en":
        *before, last = shown
        return may_be_noun(last, "en") and all(_may_modify(word) for word in before)
    return all(may_be_noun(word, language) for word in shown) or language in ("de", "ru", "uk", "pl")


def _may_modify(word: str) -> bool:
    """Whether an English word may stand before a noun in its phrase: an adjective, a noun, a participle; a word that
    may be an adverb or is only a verb may not."""
    classes = english_classes(word.split()[-1])
    if not classes or word != word.lower():
        return True
    if "ADV" in classes and "NOUN" not in classes:
        return False
    return bool(classes & {"ADJ", "NOUN", "PROPN"}) or word.endswith(("ing", "ed"))
