"""French: what an apostrophe ties to the next word."""

import re

from newsthemes.language.morphology.elision import Elision

CLITIC = re.compile(r"(?i)^((?:lorsqu|puisqu|jusqu|quoiqu|qu|[ldnsjcmt])')(.+)$")
GLOSSES = {
    "l": "the", "d": "of", "n": "not", "s": "", "j": "I", "c": "it", "m": "me", "t": "you", "qu": "that",
    "lorsqu": "when", "puisqu": "since", "jusqu": "until", "quoiqu": "although",
}  # fmt: skip
WHOLE = frozenset({"aujourd'hui"})
# What a hyphen ties to a verb or noun, and first parts that keep their meaning; `soutien-gorge` is no sum of its parts.
TIED = frozenset(
    "t il elle on ils elles je tu nous vous ce ci là même mêmes y en moi toi lui leur le la les".split()
)
FIRST = frozenset(
    "nord sud est ouest centre avant après quasi mi dix vingt trente quarante cinquante soixante quatre cent "
    "franco anglo américano afro euro socio".split()
)


class French(Elision):
    """`l'IA` is two words; institutions are written with capitals: `l'Assemblée nationale`."""

    capitals_are_names = False
    tied, glosses, whole = CLITIC, GLOSSES, WHOLE

    def parts(self, word: str) -> list[str]:
        parts = word.split("-")
        return parts if parts[0] in FIRST or TIED.issuperset(parts[1:]) else super().parts(word)
