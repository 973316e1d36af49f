"""Russian: endings of adjectives, which simplemma's dictionary often lacks."""

from newsthemes.language.morphology.base import Morphology

HARD = ("ыми", "ого", "ому", "ые", "ая", "ое", "ую", "ых", "ым", "ой", "ом")
SOFT = ("ими", "его", "ему", "ие", "яя", "ее", "юю", "их", "им", "ей", "ем")
SHORTEST = 3  # letters of a stem


class Russian(Morphology):
    """`новые` from `новый`, `последних` from `последний`."""

    def forms(self, word: str, known: bool) -> list[str]:
        found = super().forms(word, known)
        for endings, nominatives in ((HARD, ("ый", "ой", "ий")), (SOFT, ("ий",))):
            ending = next((e for e in endings if word.endswith(e) and len(word) - len(e) >= SHORTEST), None)
            if ending:
                found += [word.removesuffix(ending) + nominative for nominative in nominatives]
        return found
