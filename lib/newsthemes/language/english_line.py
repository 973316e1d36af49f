"""The English line under a quote: a word-by-word gloss in which names stay as they are.

An encoder is given the gloss of every word (`glossary.gloss`): a name more or less moves no vector. A reader who is
told of `merchant` for `Marchand` is misled.
"""

from functools import lru_cache

from newsthemes.language.commonness import zipf
from newsthemes.language.glossary import (
    OPENING_SIGNS,
    UNSPACED_LANGUAGES,
    Glossary,
    Glossed,
    glossary_for,
    spaced,
)
from newsthemes.language.stopwords import is_stop_word

# Zipf frequency from which a capitalised word alone is one: `Président` 5.4, `Ministère` 4.9; `Marchand` 4.2.
COMMON = 4.8
# English texts have the names of other languages, too (`Pierre` 4.0, `Blanc` 3.4), but not their words (`ministre` 0).
IN_ENGLISH = 3.3
# English words that stand before a name and are none of its parts.
TITLES = frozenset(
    "president minister governor mayor regent king queen prince princess general colonel captain lieutenant commander "
    "chief chair chairman chairwoman director head secretary deputy vice senator member judge prosecutor attorney "
    "lawyer doctor professor teacher mr mrs ms sir madam lord bishop pope saint father sister brother "
    "country nation state province regency district city town village county region area island islands mountain river "
    "lake sea bay cape port airport station street road bridge hospital university school institute company bank "
    "ministry agency party court police army bureau office committee commission council foundation association".split()
)
# After these `été` is "summer", as where it opens a sentence; elsewhere it is "been".
BEFORE_SUMMER = frozenset(
    "l' d' un en cet quel bel chaque dernier prochain premier second tout plein notre votre leur mon son même".split()
)


def english_line(text: str, language: str | None) -> str | None:
    """The gloss of a text for a reader, its names as they are; None for English and where no word has a gloss.

    In French and Indonesian, whose institutions have capitals as names do, a capitalised word is a name beside another
    name, unless it is a title; elsewhere where it is rare, or common in English texts as well.

    >>> english_line("logiciel libre", "fr")
    'open source software'
    >>> english_line("Le nageur Léon Marchand et le ministère", "fr")
    'the swimmer Léon Marchand and the ministry'
    >>> english_line("il a été libre cet été", "fr")
    'he has been free this summer'
    >>> english_line("programu huria", "sw") is None
    True
    """
    glossary = glossary_for(language) if language not in (None, "en") else None
    if glossary is None:
        return None
    pairs = _with_summer(glossary.pairs(text), glossary.language)
    names = _names(text, pairs, glossary)
    shown = [piece if english is None or i in names else english for i, (piece, english) in enumerate(pairs)]
    line = spaced(shown) if glossary.language in UNSPACED_LANGUAGES else "".join(shown)
    return None if line == text else line


def _with_summer(pairs: list[Glossed], language: str) -> list[Glossed]:
    """The pairs with the French `été` as "summer" where it is a noun."""
    if language != "fr":
        return pairs
    return [
        (piece, "summer") if piece.lower() == "été" and _before_noun(pairs[:i]) else (piece, english)
        for i, (piece, english) in enumerate(pairs)
    ]


def _before_noun(before: list[Glossed]) -> bool:
    """Whether a noun follows these pieces: nothing but space since the opening of the sentence, or a word that nouns
    have before them."""
    last = next((piece for piece, _ in reversed(before) if not piece.isspace() and piece != "-"), ".")
    return last.lower() in BEFORE_SUMMER or last in OPENING_SIGNS


def _names(text: str, pairs: list[Glossed], glossary: Glossary) -> set[int]:
    """Numbers of the glossed pieces that are names."""
    morphology = glossary.morphology
    if morphology.capitals_are_names or morphology.capital_nouns or text.isupper():
        return set()
    reading = _Reading(pairs, glossary)
    found = {i for i in range(len(pairs)) if reading.is_name(i)}
    kept = {pairs[i][0] for i in found}
    return found | {i for i, (piece, _) in enumerate(pairs) if piece in kept}


class _Reading:
    """The pieces of a text, read from left to right: which are capitalised, glossed, a name."""

    def __init__(self, pairs: list[Glossed], glossary: Glossary) -> None:
        self.pairs, self.glossary = pairs, glossary
        self.lower = {piece for piece, _ in pairs if piece.islower()}
        self.names: set[int] = set()

    def is_name(self, i: int) -> bool:
        """Whether the ith piece is a name that was glossed; to be asked in order."""
        piece, english = self.pairs[i]
        if english is None or not _capitalised(piece) or piece in self.glossary.words or " " in piece:
            return False
        if english[:1].isupper():  # a country, a city, a month: its English name
            return False
        after_name, before_name = self._bare_name(i - 2, i - 1), self._bare_name(i + 2, i + 1)
        title = english.split()[-1] in TITLES
        if self._opens(i):
            name = before_name and not title and not is_stop_word(piece, self.glossary.language)
            name = name and not self._is_word(piece)
        elif after_name or before_name:
            of_title = not after_name and self._follows_title(i) and self._is_word(piece)
            name = not title and not of_title
        else:
            name = not title and not self._is_word(piece)
        self.names.update([i] if name else [])
        return name

    def _is_word(self, piece: str) -> bool:
        return piece.lower() in self.lower or _common(piece, self.glossary.language)

    def _opens(self, i: int) -> bool:
        """Whether nothing but signs and spaces stands between a piece and the opening of its sentence."""
        before = [piece for piece, _ in self.pairs[max(0, i - 3) : i] if not piece.isspace()]
        return not before or before[-1] in OPENING_SIGNS

    def _bare_name(self, i: int, between: int) -> bool:
        """Whether the ith piece is a name beside the piece in question: capitalised, without a gloss or a name."""
        if not 0 <= i < len(self.pairs) or self.pairs[between][0] != " ":
            return False
        piece, english = self.pairs[i]
        return _capitalised(piece) and (english is None or i in self.names)

    def _follows_title(self, i: int) -> bool:
        english = self.pairs[i - 2][1] if i > 1 else None
        return english is not None and english.split()[-1:] != [] and english.split()[-1] in TITLES


def _capitalised(piece: str) -> bool:
    return piece[:1].isupper() and piece[1:] != "" and not piece.isupper()


@lru_cache(maxsize=50_000)
def _common(word: str, language: str) -> bool:
    own, english = zipf(word, language), zipf(word, "en")
    return (own or 0.0) >= COMMON and (english or 0.0) < IN_ENGLISH
