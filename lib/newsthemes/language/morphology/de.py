"""German: nouns have capitals."""

from newsthemes.language.lemmas import lemma
from newsthemes.language.morphology.base import Morphology


class German(Morphology):
    """`Regierungen` from `Regierung`, although a capital elsewhere is a name."""

    capitals_are_names = False
    capital_nouns = True

    def forms(self, word: str, known: bool) -> list[str]:
        noun = lemma(word.capitalize(), self.language)
        return [*super().forms(word, known), word.capitalize(), noun]
