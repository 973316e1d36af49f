"""What holds for every language: a running word is looked up as it is, then in its dictionary form."""

from newsthemes.language.lemmas import lemma

Piece = tuple[str, str]  # a piece of a text, its kind


PREFIXES = frozenset("anti non pro ex eks vice semi co mini maxi auto".split())


class Morphology:
    """The ways of one language from a running word to a headword.

    >>> english = Morphology("en")
    >>> english.forms("ferries", known=True), english.parts("anti-war"), english.parts("well-known")
    (['ferry'], ['anti', 'war'], [])
    """

    capitals_are_names = True  # a word with a capital inside a sentence is a name
    capital_nouns = False  # nouns have capitals

    def __init__(self, language: str) -> None:
        self.language = language

    def entries(self, words: dict[str, str]) -> dict[str, str]:
        """Headwords that follow from those of the glossary, with their glosses."""
        return {}

    def split(self, pieces: list[Piece]) -> list[Piece]:
        """Pieces of a text with what is written onto a word as pieces of their own, of the kind `clitic`."""
        return pieces

    def clitic(self, piece: str) -> str:
        """The gloss of a piece of the kind `clitic`."""
        return ""

    def lower(self, word: str) -> str:
        """A word in small letters."""
        return word.lower()

    def halves(self, word: str, capital: bool) -> list[tuple[list[str], list[str]]]:
        """Ways to cut a compound written as one in two, likeliest first; each half as headwords it may have."""
        return []

    def parts(self, word: str) -> list[str]:
        """The parts of a hyphenated word that keep their meaning apart: after a prefix such as `anti`, or the one of a
        reduplication (`model-model`, `bertanya-tanya`, `anak-anaknya`); else none."""
        first, _, rest = word.partition("-")
        if first in PREFIXES:
            return word.split("-")
        return [first] if rest and (first.endswith(rest) or rest.startswith(first)) else []

    def forms(self, word: str, known: bool) -> list[str]:
        """Forms a lower-case word may have come from, most likely first; `known`: its dictionary form may be asked
        for, because it is no name or the dictionary has it."""
        return [lemma(word, self.language)] if known else []
