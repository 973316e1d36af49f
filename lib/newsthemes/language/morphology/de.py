"""German: nouns have capitals."""

from newsthemes.language.lemmas import lemma
from newsthemes.language.morphology.base import Morphology

LINKS = ("s", "n", "en", "es", "er", "e")  # what joins the first half of a compound to the second
SHORTEST = 4  # letters of a half
# Nouns that mean something else in compounds: `Kunstwerk`, `Fachkraft`, `Wasserstoff`, `Gesundheitswesen`.
SHIFTING = frozenset(
    "Satz Anlage Wesen Werk Kraft Stelle Grund Zeug Weise Stoff Spruch Handlung Leitung Aufnahme Ausgabe Bild".split()
)


class German(Morphology):
    """`Regierungen` from `Regierung`, although a capital elsewhere is a name."""

    capitals_are_names = False
    capital_nouns = True

    def forms(self, word: str, known: bool) -> list[str]:
        noun = lemma(word.capitalize(), self.language)
        return [*super().forms(word, known), word.capitalize(), noun]

    def halves(self, word: str, capital: bool) -> list[tuple[list[str], list[str]]]:
        """`Regierungssprecher` is `Regierung` and `Sprecher`; the longest second half comes first."""
        if not capital:
            return []
        return [
            (self._first(word[:cut]), self._second(word[cut:]))
            for cut in range(SHORTEST, len(word) - SHORTEST + 1)
        ]

    def _first(self, half: str) -> list[str]:
        stems = (half.removesuffix(link) for link in LINKS if half.endswith(link))
        nouns = [part.capitalize() for part in (half, *stems) if len(part) >= SHORTEST]
        return [noun for noun in nouns if noun not in SHIFTING]

    def _second(self, half: str) -> list[str]:
        nouns = [half.capitalize(), lemma(half.capitalize(), self.language)]
        return [noun for noun in nouns if noun not in SHIFTING]
