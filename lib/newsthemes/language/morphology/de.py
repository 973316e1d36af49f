"""German: nouns have capitals."""

from newsthemes.language.lemmas import lemma
from newsthemes.language.morphology.base import Morphology

LINKS = ("s", "n", "en", "es", "er", "e")  # what joins the first half of a compound to the second
SHORTEST = 4  # letters of a half


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
        return [part.capitalize() for part in (half, *stems) if len(part) >= SHORTEST]

    def _second(self, half: str) -> list[str]:
        return [half.capitalize(), lemma(half.capitalize(), self.language)]
