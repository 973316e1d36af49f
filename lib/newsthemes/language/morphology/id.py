"""Indonesian: prefixes, suffixes and what follows from a headword in me-."""

from collections.abc import Iterator

from newsthemes.language.lemmas import lemma
from newsthemes.language.morphology.base import Morphology

SUFFIXES = ("nya", "lah", "kah", "pun", "ku", "mu")
PREFIXES = ("di", "ter", "ber", "se", "ke", "pe")
# What me- does to the first letter of a stem, undone: prefix, and the letters that may have been lost to it.
ACTIVE = (("meny", "s"), ("meng", "k"), ("mem", "p"), ("men", "t"), ("me", ""))
STEM = 3  # letters that more than are left of a word without an affix


class Indonesian(Morphology):
    """`diluncurkan` and `pembajakannya` from `meluncurkan` and `pembajakan`."""

    capitals_are_names = False  # titles and institutions have them: `Menteri Keuangan`

    def entries(self, words: dict[str, str]) -> dict[str, str]:
        """`meluncurkan` stands for `diluncurkan` where that has no entry; of bare stems, half would be other words."""
        found = dict(words)
        for word, english in words.items():
            for start in _stems(word):
                found.setdefault("di" + start, english)
        return {word: english for word, english in found.items() if word not in words}

    def forms(self, word: str, known: bool) -> list[str]:
        return [*_stripped(word), *([lemma(word, self.language)] if known else [])]


def _stems(word: str) -> list[str]:
    for prefix, lost in ACTIVE:
        if word.startswith(prefix) and len(word) - len(prefix) > STEM:
            stem = word.removeprefix(prefix)
            return [*([lost + stem] if lost and stem[0] in "aeiou" else []), stem]
    return []


def _stripped(word: str) -> Iterator[str]:
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) > len(suffix) + STEM:
            word = word.removesuffix(suffix)
            yield word
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) > len(prefix) + STEM:
            yield word.removeprefix(prefix)
    if word.startswith("ke") and word.endswith("an") and len(word) > 7:
        yield word[2:-2]
    for suffix in ("kan", "an", "i"):
        if word.endswith(suffix) and len(word) > len(suffix) + STEM:
            yield word.removesuffix(suffix)
