"""Turkish: the commonest suffixes of nouns and verbs, off one after another."""

import re

from newsthemes.language.morphology.base import Morphology

# After an apostrophe, case; then plural, possession, case, tense: longest first, in all their vowels.
SUFFIX = re.compile(
    r"(?:l[ae]r[ıi]n[ıiae]?|l[ae]r[ıi]?|[ıiuü]n[ıiuü]n|[ıiuü]n[ae]|s[ıiuü]n[ae]|n[ıiuü]n|s[ıiuü]|"
    r"[dt][ae]n|[dt][ae]|y[ae]|y[ıiuü]|[dt][ıiuü]l[ae]r|[dt][ıiuü]|m[ıiuü]ş|[ae]c[ae]k|[ıiuü]yor|m[ae]s[ıi]|[ıiuüae])$"
)
STEPS, SHORTEST = 3, 3  # suffixes taken off, letters left
INFINITIVES = ("mak", "mek")


class Turkish(Morphology):
    """`yaptırımlar` from `yaptırım`, `açıkladı` from `açıklamak`."""

    def forms(self, word: str, known: bool) -> list[str]:
        found, stem = super().forms(word, known), word.partition("'")[0]
        for _ in range(STEPS):
            found += [stem, *(stem + ending for ending in INFINITIVES)]
            shorter = SUFFIX.sub("", stem)
            if shorter == stem or len(shorter) < SHORTEST:
                break
            stem = shorter
        return found
