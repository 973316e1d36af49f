"""Gloss a passage word by word into English: a reader's line under a quote, and terms that an encoder can place.

Glossaries are plain tables, `glossaries/<language>.tsv`: a headword or phrase, a tab, its English gloss.
A headword with a capital (`IA`, `PBB`) matches in that case only; every other one ignores case. How a language
makes running words of its headwords is in `morphology/`.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from newsthemes.language.codes import language_code
from newsthemes.language.lemmas import is_known, lemma
from newsthemes.language.morphology import morphology_of
from newsthemes.language.stopwords import is_stop_word
from newsthemes.language.tokens import tokens

FOLDER = Path(__file__).with_name("glossaries")
OPENING_SIGNS = (
    '.!?:;"“”«»—–(•。！？：；「」؟।'  # after which a word opens a sentence and may have its capital from that
)

UNSPACED_LANGUAGES = frozenset({"zh", "ja", "th", "lo", "km", "my"})

Piece = tuple[str, str]  # a piece of a text, its kind
Glossed = tuple[str, str | None]  # a piece of a text, its gloss where there is one


class Glossary:
    """The entries of one language and the ways to find a running word among them."""

    def __init__(self, language: str, path: Path) -> None:
        self.language = language
        self.morphology = morphology_of(language)
        self.words: dict[str, str] = {}
        self.phrases: dict[tuple[str, ...], str] = {}
        # First two words of a phrase: how long the phrases are that begin with them.
        self.openings: dict[tuple[str, ...], set[int]] = {}
        for headword, english in read_entries(path):
            parts = tuple(headword.split())
            if len(parts) > 1:
                self._add_phrase(parts, english)
            else:
                self.words[headword] = english
        self.words |= self.morphology.entries(self.words)

    def _add_phrase(self, parts: tuple[str, ...], english: str) -> None:
        keys = {parts, tuple(self._lemma(part) for part in parts)}
        if self.morphology.capital_nouns:  # whose dictionary forms keep their capitals: `auf jeden Fall`
            keys |= {tuple(map(self.morphology.lower, key)) for key in keys}
        for key in keys:
            self.phrases.setdefault(key, english)
            self.openings.setdefault(key[:2], set()).add(len(key))

    def _lemma(self, word: str) -> str:
        return lemma(word, self.language)

    @lru_cache(maxsize=200_000)  # noqa: B019 (a glossary lives as long as the process)
    def word(self, token: str, starts_sentence: bool = False) -> str | None:
        """The gloss of one token, or None when it passes through untouched.

        A capitalised token inside a sentence is most often a name, so only its own surface form counts;
        a token of mixed case (`LLaMA`, `iPhone`) is always a name.
        """
        if token in self.words:
            return self.words[token]
        lower = self.morphology.lower(token)
        if token != lower and not starts_sentence and self.morphology.capitals_are_names:
            return None
        if token != lower and self.morphology.capital_nouns:
            headword = self._lemma(token)
            noun = self.words.get(headword) if headword[:1].isupper() else None
            if noun or not starts_sentence:  # `Klein` is no `klein`
                return noun or self._compound(lower, capital=True)
        if token[1:] != lower[1:] and token != token.upper() and "-" not in token:
            return None
        initials = token.isupper() and len(token) < 5
        if lower in self.words and not initials:
            return self.words[lower]
        if token != lower and initials and len(token) > 1:
            return None
        if token != lower and not starts_sentence:
            return None
        return self._derived(lower, name_like=token != lower)

    def _derived(self, word: str, name_like: bool) -> str | None:
        known = not name_like or is_known(word, self.language)
        for candidate in self.morphology.forms(word, known):
            if candidate in self.words:
                return self.words[candidate]
        return self._compound(word, name_like)

    def _compound(self, word: str, capital: bool) -> str | None:
        """A hyphenated word by those parts that keep their meaning apart, German and Chinese ones by their halves where
        both have a gloss; any other compound is one entry or none."""
        for halves in self.morphology.halves(word, capital):
            glosses = [next(filter(None, map(self.words.get, half)), None) for half in halves]
            if all(glosses):
                return " ".join(glosses)
        parts = self.morphology.parts(word) if "-" in word else []
        glosses = [self.word(part) for part in parts]
        if all(gloss is None for gloss in glosses):
            return None
        return " ".join(gloss or part for gloss, part in zip(glosses, parts, strict=True))

    @lru_cache(maxsize=20_000)  # noqa: B019
    def gloss(self, text: str) -> str:
        """`text` in English words where the glossary has them; the rest, punctuation included, as it is."""
        shown = [piece if english is None else english for piece, english in self.pairs(text)]
        return "".join(shown) if self.language not in UNSPACED_LANGUAGES else spaced(shown)

    def pairs(self, text: str) -> list[Glossed]:
        """(piece of the text, its gloss or None) in order; the pieces join to the normalised text."""
        pieces = self.morphology.split(list(tokens(_plain(text), self.language)))
        words = [i for i, (_, kind) in enumerate(pieces) if kind == "word"]
        # One word in capitals is a name, not a headline.
        return self._match(pieces, words, shouting=len(words) > 1 and text.isupper())

    def _match(self, pieces: list[Piece], words: list[int], shouting: bool) -> list[Glossed]:
        phrases = self._phrases(pieces, words)
        out: list[Glossed] = []
        i, nth, starts = 0, 0, True
        while i < len(pieces):
            piece, kind = pieces[i]
            if nth in phrases and kind == "word":
                length, english = phrases[nth]
                end = words[nth + length - 1] + 1
                out.append(("".join(p for p, _ in pieces[i:end]), english))
                i, nth, starts = end, nth + length, False
                continue
            opens = starts and kind == "word" and not self._opens_name(pieces, words, nth)
            out.append((piece, self._piece(piece, kind, opens, shouting)))
            if kind == "word":
                nth, starts = nth + 1, False
            elif kind != "clitic":
                starts = starts or piece in OPENING_SIGNS
            i += 1
        return out

    def _opens_name(self, pieces: list[Piece], words: list[int], nth: int) -> bool:
        """Whether the nth word may be a name that opens a sentence: one with a capital follows (`Maria Felipa`)."""
        if self.morphology.capitals_are_names and is_stop_word(pieces[words[nth]][0], self.language):
            return False
        following = [] if self.morphology.capital_nouns else words[nth + 1 : nth + 2]
        return bool(following) and following[0] == words[nth] + 2 and pieces[following[0]][0][:1].isupper()

    def _piece(self, piece: str, kind: str, starts: bool, shouting: bool) -> str | None:
        if kind == "clitic":
            return self.morphology.clitic(piece)
        return (
            self.word(self.morphology.lower(piece) if shouting else piece, starts) if kind == "word" else None
        )

    def _phrases(self, pieces: list[Piece], words: list[int]) -> dict[int, tuple[int, str]]:
        """{n: (length in words, gloss)} of the longest phrase that begins at the nth word, where there is one."""
        own = [self.morphology.lower(pieces[i][0]) for i in words]
        lemmas = list(map(self._lemma, own))
        found, none = {}, set()
        for nth, (here, stems) in enumerate(zip(pairwise(own), pairwise(lemmas), strict=True)):
            lengths = self.openings.get(here, none) | self.openings.get(stems, none)
            for length in sorted(lengths, reverse=True) if lengths else ():
                span = slice(nth, nth + length)
                english = self.phrases.get(tuple(own[span])) or self.phrases.get(tuple(lemmas[span]))
                if english and len(own[span]) == length and self._joined(pieces, words[span]):
                    found[nth] = length, english
                    break
        return found

    @staticmethod
    def _joined(pieces: list[Piece], words: list[int]) -> bool:
        """Whether nothing but space and clitics parts the words of a phrase."""
        between = pieces[words[0] : words[-1]]
        return all(kind in ("word", "space", "clitic") for _, kind in between)


def spaced(pieces: list[str]) -> str:
    """The pieces of a text without spaces, with one between words."""
    joined = pieces[:1]
    for before, piece in pairwise(pieces):
        joined += [" ", piece] if before[-1:].isalnum() and piece[:1].isalnum() else [piece]
    return "".join(joined)


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("ʼ", "'").replace("\u00ad", "")


def read_entries(path: Path | str) -> list[tuple[str, str]]:
    """The (headword, gloss) pairs of a glossary file, in its order."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line)
    return [(headword, gloss) for headword, gloss in pairs]


@cache
def glossary_for(language: str | None) -> Glossary | None:
    """The :class:`Glossary` of a language by its code (`id`, `ind`, `id-ID`), or None where there is none."""
    code = language_code(language)
    path = FOLDER / f"{code}.tsv"
    return Glossary(code, path) if code and path.exists() else None


@cache
def glossed_languages() -> tuple[str, ...]:
    """Codes of the languages that have a glossary, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.tsv")))


@cache
def encoded_glossed() -> tuple[str, ...]:
    """Codes of the languages whose texts an English encoder may be given glossed: those with a whole glossary.

    The others' glossaries hold the commonest words of news, for a reader's line and for terms.
    """
    return tuple(sorted({"fr", "id"}.intersection(glossed_languages())))


def gloss(texts: Iterable[str], languages: Iterable[str | None]) -> list[str]:
    """Each text glossed by the glossary of its language; English and languages without one unchanged.

    >>> gloss(["logiciel libre", "open source"], ["fr", "en"])
    ['open source software', 'open source']
    """
    glossed = []
    for text, language in zip(texts, languages, strict=True):
        found = glossary_for(language) if language else None
        glossed.append(found.gloss(text) if found else text)
    return glossed


def coverage(texts: Iterable[str], language: str) -> float:
    """Share of running words that are neither names nor numbers and have a gloss (0 to 1; nan without words).

    A name is a word with a capital that does not open a sentence, or one that mixes cases.
    """
    glossary = glossary_for(language)
    found = missed = 0
    for text in texts:
        for piece, english in glossary.pairs(text):
            if english is not None:
                found += len(piece.split())
            elif piece[:1].isalpha() and piece == piece.lower():
                missed += 1
    return found / (found + missed) if found + missed else float("nan")
