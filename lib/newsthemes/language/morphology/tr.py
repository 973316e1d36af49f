"""Turkish: the commonest suffixes of nouns and verbs, off one after another."""

import re

from newsthemes.language.lemmas import lemma
from newsthemes.language.morphology.base import Morphology, Piece

# After an apostrophe, case; then plural, possession, case, tense: longest first, in all their vowels.
SUFFIX = re.compile(
    r"(?:l[ae]r[ıi]n[ıiae]?|l[ae]r[ıi]?|[ıiuü]n[ıiuü]n|[ıiuü]n[ae]|s[ıiuü]n[ae]|n[ıiuü]n|s[ıiuü]|"
    r"[dt][ae]n|[dt][ae]|y[ae]|y[ıiuü]|[dt][ıiuü]l[ae]r|[dt][ıiuü]|m[ıiuü]ş|[ae]c[ae]k|[ıiuü]yor|m[ae]s[ıi]|[ıiuüae])$"
)
STEPS, SHORTEST = 3, 3  # suffixes taken off, letters left
INFINITIVES = ("mak", "mek")
DOTS = str.maketrans("İI", "iı")
GENITIVE = re.compile("'n?[ıiuü]n$")


class Turkish(Morphology):
    """`yaptırımlar` from `yaptırım`, `açıkladı` from `açıklamak`."""

    def lower(self, word: str) -> str:
        """The capitals of `i` and `ı` are two."""
        return word.translate(DOTS).lower()

    def split(self, pieces: list[Piece]) -> list[Piece]:
        """An apostrophe parts a name from its case: `Türkiye`, `'nin`."""
        split: list[Piece] = []
        for piece, kind in pieces:
            name, apostrophe, case = piece.partition("'") if kind == "word" else (piece, "", "")
            split += [(name, kind), ("'" + case, "clitic")] if case else [(piece, kind)]
        return split

    def clitic(self, piece: str) -> str:
        return "'s" if GENITIVE.match(piece) else ""

    def forms(self, word: str, known: bool) -> list[str]:
        form = lemma(word, self.language)
        found, stem = [form, *(form + ending for ending in INFINITIVES)] if known else [], word
        for _ in range(STEPS):
            found += [stem, *(stem + ending for ending in INFINITIVES)]
            shorter = SUFFIX.sub("", stem)
            if shorter == stem or len(shorter) < SHORTEST:
                break
            stem = shorter
        return found
