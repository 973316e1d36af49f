"""Arabic: what is written onto the front and the end of a word, signs that are left out, and feminines."""

import re
from collections.abc import Iterator

from newsthemes.language.morphology.base import Morphology

MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")  # signs of vowels, the stretching line
LOOSE = str.maketrans("أإآىة", "ااايه")  # letters that are often written without what sets them apart
# Longest first: and, so; with, to, as; the article.
PREFIXES = (
    "وبال", "ولل", "وكال", "فبال", "وال", "فال", "بال", "كال", "لل", "ال", "وب", "ول", "و", "ف", "ب", "ل", "ك",
)  # fmt: skip
# Will: before an unfinished verb alone, as in `سيرفع`, in no name such as `سنومان`.
FUTURE = re.compile("[وف]?س(?=[يتنأ])")
# Possession, number and gender; what the headword has in their place.
SUFFIXES = (
    ("تهما", "ة"), ("تها", "ة"), ("تهم", "ة"), ("تنا", "ة"), ("ته", "ة"), ("تي", "ة"), ("هما", ""), ("ها", ""),
    ("هم", ""),
    ("هن", ""), ("نا", ""), ("ه", ""), ("يات", "ية"), ("ات", "ة"), ("ات", ""), ("تين", "ة"), ("تان", "ة"), ("يين", "ي"),
    ("ين", ""), ("ون", ""), ("ان", ""), ("ية", "ي"), ("ة", ""), ("ت", ""), ("ا", ""), ("ي", ""),
)  # fmt: skip
PERSONS = ("ت", "ن")  # she, you or we of an unfinished verb, whose headword is he: `تعلن` from `يعلن`
SHORTEST = 3  # letters left of a word
TIED, TIED_SHORTEST = ("ف", "ب", "ك"), 4  # letters left after one that may as well be the word's own


class Arabic(Morphology):
    """`الحكومة`, `والحكومة`, `حكومتها` from `حكومة`; `الوطنية` from `وطني`."""

    def entries(self, words: dict[str, str]) -> dict[str, str]:
        """Headwords as they are written without hamza and dots."""
        loose: dict[str, str] = {}
        for word, english in words.items():
            loose.setdefault(word.translate(LOOSE), english)
        return {word: english for word, english in loose.items() if word not in words}

    def forms(self, word: str, known: bool) -> list[str]:
        bare = MARKS.sub("", word)
        whole = list(dict.fromkeys([bare, *_without_prefix(bare)]))
        found = [form for word in whole for form in (word, *_without_suffix(word))]
        found += ["ي" + form[1:] for form in found if form[0] in PERSONS and len(form) >= SHORTEST]
        if future := FUTURE.match(bare):
            unfinished = "ي" + bare[future.end() + 1 :]
            found += [unfinished, unfinished.removesuffix("ون")]
        return found + [form.translate(LOOSE) for form in found]


def _without_prefix(word: str) -> Iterator[str]:
    for prefix in PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= (TIED_SHORTEST if prefix in TIED else SHORTEST):
            yield rest
            if prefix.endswith(("ال", "لل")):
                yield "ال" + rest


def _without_suffix(word: str) -> Iterator[str]:
    for suffix, own in SUFFIXES:
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) >= SHORTEST:
            yield stem + own
