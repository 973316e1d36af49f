"""A text → the terms it is made of: lemmas, names and multi-word terms whole, aliases merged, stop words out."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from math import log
from pathlib import Path

from newsthemes.errors import InputError
from newsthemes.language.lemmas import is_known
from newsthemes.language.lemmas import lemma as dictionary_form
from newsthemes.language.morphology.fr import CLITIC as FRENCH_CLITIC
from newsthemes.language.stopwords import stop_words
from newsthemes.language.tokens import tokens
from newsthemes.resources import resource

KEPT = frozenset({"open", "new", "work", "ai"})  # on stop-word lists, and yet what such news is about
CLITIC = re.compile(r"^[^\W\d_]{1,6}'(?=[^\W\d_]{2})")  # l', d', dell', qu', s'…
LONGEST_ALIAS = 4  # words
SENTENCE_END = frozenset('.!?…:;"“”«»•\n')
PHRASE_COUNT, PHRASE_NPMI, NAME_NPMI = 3, 0.55, 0.35

Token = tuple[str, bool, bool]  # word, whether it opens a sentence, whether it is an alias
Segment = list[tuple[str | None, str, str]]  # key (None: a stop word), surface, word as it stands


class Vocabulary:
    """Terms of a corpus, learnt from its texts: which words are names, which words belong together.

    ``terms`` is one list of keys a text; ``segments`` the same between punctuation, with stop words in their places:
    [(key or None, surface, word as it stands)]; ``surface(key)`` the commonest way it is written.
    """

    def __init__(
        self,
        texts: Sequence[str],
        languages: Sequence[str],
        aliases: Mapping[tuple[str, ...], str] | None = None,
    ) -> None:
        aliases = Aliases(aliases or {})
        self.spoken = frozenset(languages)
        segments = [
            _segments(text, language, aliases) for text, language in zip(texts, languages, strict=True)
        ]
        self.names = _names(segments)
        self.surfaces = defaultdict(Counter)
        keyed = self._keyed(segments, languages)
        del segments
        for _ in range(2):  # pairs, then pairs of pairs: terms of up to four words
            keyed = _joined(keyed, self.surfaces)
        self.segments = keyed
        self.terms = [[term[0] for segment in text for term in segment if term[0]] for text in keyed]

    def surface(self, key: str) -> str:
        return min(self.surfaces[key].items(), key=lambda item: (-item[1], item[0]))[0]

    def is_name(self, key: str) -> bool:
        return any(character.isupper() for character in self.surface(key))

    def _keyed(self, texts: Sequence[list[list[Token]]], languages: Sequence[str]) -> list[list[Segment]]:
        """The segments of each text as keys; None holds the place of a stop word, so that words on its two sides are
        not taken for neighbours. News repeats its words: the keys of each are found once a language."""
        known, seen, keyed = {}, defaultdict(Counter), []
        for text, language in zip(texts, languages, strict=True):
            own, count = known.setdefault(language, {}), seen[language]
            for segment in text:
                count.update(segment)
                for token in segment:
                    if token not in own:
                        own[token] = self._keys_of(*token, language)
            keyed.append([list(chain.from_iterable([own[token] for token in segment])) for segment in text])
        for language, count in seen.items():
            for token, times in count.items():
                for key, shown, _ in known[language][token]:
                    if key:
                        self.surfaces[key][shown] += times
        return keyed

    def _keys_of(self, word: str, opens: bool, whole: bool, language: str) -> Segment:
        keys = []
        for part in [word] if whole else _parts(word, language):
            lower = part.lower()
            if whole or (lower in self.names and not part.islower()):
                shown = self.names.get(lower, part) if opens and not whole else part
                key = None if not whole and is_stop_word(shown, language, self.spoken) else lower
            else:
                shown = part.lower() if opens else part
                stopped = is_stop_word(shown, language, self.spoken)
                key = None if stopped else lemma(lower, language)
                key = None if key and key != lower and is_stop_word(key, language, self.spoken) else key
            keys.append((key, shown, part))
        return keys


def read_aliases(path: str | Path | None = None) -> dict[tuple[str, ...], str]:
    """{alias as a tuple of words: name} of a tab-separated file with the header ``alias``, ``name``; by default
    the bundled one. A name stands for itself, so that it is taken whole."""
    path = path or resource("data/aliases.tsv")
    try:
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"aliases {path}: cannot be read ({error}); expected a UTF-8 table") from None
    if not rows or rows[0] != ["alias", "name"]:
        raise InputError(f"aliases {path}: the first line must be 'alias<tab>name'")
    aliases = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) != 2 or not row[0].strip() or not row[1].strip():
            raise InputError(f"aliases {path}, line {number}: expected an alias, a tab and a name")
        aliases[tuple(row[0].split())] = row[1].strip()
    return {**{tuple(name.split()): name for name in aliases.values()}, **aliases}


@lru_cache(maxsize=200_000)
def is_stop_word(word: str, language: str, spoken: frozenset[str] = frozenset()) -> bool:
    """Whether ``word`` says nothing in a text of ``language``: on the stop-word list of that language, or on
    that of English or another language ``spoken`` in the corpus and no word of its own language."""
    lower = word.lower()
    if lower in KEPT and (language != "fr" or lower != "ai" or word == "AI"):
        return False
    if len(lower) < 2 or not any(map(str.isalpha, lower)) or lower in stop_words(language):
        return True
    if word.isupper() and len(word) > 1:
        return False
    others = any(lower in stop_words(other) for other in {"en", *spoken} - {language})
    return others and not is_known(lower, language)


def lemma(word: str, language: str) -> str:
    """The dictionary form of a lower-case word, in lower case."""
    return dictionary_form(word, language).lower()


def _segments(text: str, language: str, aliases: "Aliases") -> list[list[Token]]:
    """Runs of words with nothing but spaces between them: [[(word, opens a sentence, is an alias)]]."""
    segments, current, opens = [], [], True
    for piece, kind in tokens(text.replace("’", "'").replace("\u00ad", ""), language):
        if kind == "word":
            current.append((_bare(piece, language), opens))
            opens = False
        elif kind == "space" and "\n" not in piece:
            continue
        else:
            segments.append(current)
            current, opens = [], opens or piece[0] in SENTENCE_END or "\n" in piece
    segments.append(current)
    return [_with_aliases(segment, aliases) for segment in segments if segment]


def _bare(word: str, language: str) -> str:
    """A word without what is written onto it: English 's, a clitic before an apostrophe."""
    word = word.strip("'_")
    if "'" not in word:
        return word
    if language == "fr" and (found := FRENCH_CLITIC.match(word)):
        return found[2]
    if language in ("en", ""):
        return word[:-2] if word.lower().endswith("'s") else word
    return CLITIC.sub("", word)


class Aliases:
    """{alias as a tuple of words: name}, and how long aliases are by their first word."""

    def __init__(self, names: Mapping[tuple[str, ...], str]) -> None:
        self.names, self.longest = names, {}
        for alias in names:
            if len(alias) <= LONGEST_ALIAS:
                self.longest[alias[0]] = max(len(alias), self.longest.get(alias[0], 0))


def _with_aliases(segment: Sequence[tuple[str, bool]], aliases: Aliases) -> list[Token]:
    if aliases.longest.keys().isdisjoint([word for word, _ in segment]):
        return [(word, opens, False) for word, opens in segment]
    merged, start = [], 0
    while start < len(segment):
        word, opens = segment[start]
        for length in range(min(aliases.longest.get(word, 0), len(segment) - start), 0, -1):
            name = aliases.names.get(tuple(word for word, _ in segment[start : start + length]))
            if name:
                merged.append((name, opens, True))
                start += length
                break
        else:
            merged.append((word, opens, False))
            start += 1
    return merged


def _parts(word: str, language: str) -> list[str]:
    """A lower-case compound by its parts (open-source as open source), a reduplicated plural once."""
    if "-" not in word or not word.islower():
        return [word]
    parts = word.split("-")
    if len(set(parts)) == 1:
        return parts[:1]
    return parts if all(len(part) > 2 and part.isalpha() for part in parts) else [word]


def _names(segments: Iterable[Iterable[Iterable[Token]]]) -> dict[str, str]:
    """{lower case: commonest form} of words that inside a sentence are mostly written with a capital."""
    inside, forms = Counter(), defaultdict(Counter)
    for text in segments:
        for segment in text:
            inside.update([word for word, opens, whole in segment if whole or not opens])
    for word, count in inside.items():
        forms[word.lower()][word] = count
    names = {}
    for lower, seen in forms.items():
        if 2 * seen[lower] < seen.total():
            del seen[lower]
            names[lower] = min(seen.items(), key=lambda item: (-item[1], item[0]))[0]
    return names


def _joined(texts: list[list[Segment]], surfaces: dict[str, Counter[str]]) -> list[list[Segment]]:
    """Neighbours that come together far more often than chance made one term (normalised pointwise mutual
    information, Bouma 2009); names need less, because their parts recur in other names."""
    ones, pairs = Counter(), Counter()
    for text in texts:
        for segment in text:
            keys = [term[0] for term in segment]
            ones.update(keys)
            pairs.update(pairwise(keys))
    del ones[None]
    total = max(ones.total(), 2)
    terms = {
        pair
        for pair, count in pairs.items()
        if None not in pair and _coheres(pair, count, ones, total, surfaces)
    }
    return [[_merge(segment, terms, surfaces) for segment in text] for text in texts] if terms else texts


def _coheres(
    pair: tuple[str, str], count: int, ones: Counter[str], total: int, surfaces: dict[str, Counter[str]]
) -> bool:
    if count < PHRASE_COUNT or pair[0] == pair[1]:
        return False
    npmi = log(count * total / (ones[pair[0]] * ones[pair[1]])) / -log(count / total)
    named = all(any(form != form.lower() for form in surfaces[key]) for key in pair)
    return npmi >= (NAME_NPMI if named else PHRASE_NPMI)


def _merge(segment: Segment, terms: set[tuple[str, str]], surfaces: dict[str, Counter[str]]) -> Segment:
    if terms.isdisjoint(pairwise([term[0] for term in segment])):
        return segment
    merged, i = [], 0
    while i < len(segment):
        if i + 1 < len(segment) and (segment[i][0], segment[i + 1][0]) in terms:
            (key, shown, word), (next_key, next_shown, next_word) = segment[i : i + 2]
            # "Reality Labs" that opens a sentence is a name all the same, "Open source" is not.
            shown = f"{word if next_word[:1].isupper() else shown} {next_shown}"
            merged.append((f"{key} {next_key}", shown, f"{word} {next_word}"))
            surfaces[merged[-1][0]][shown] += 1
            i += 2
        else:
            merged.append(segment[i])
            i += 1
    return merged
