"""Italian: articles and prepositions that an apostrophe ties to the next word."""

import re

from newsthemes.language.morphology.elision import Elision

GLOSSES = {
    "l": "the", "gl": "the", "un": "a", "d": "of", "dell": "of the", "all": "to the", "nell": "in the",
    "dall": "from the", "sull": "on the", "coll": "with the", "quest": "this", "quell": "that", "c": "there",
    "n": "of it", "m": "me", "t": "you", "v": "you", "s": "oneself", "dov": "where", "com": "how", "anch": "also",
    "tutt": "all", "mezz": "half", "bell": "beautiful", "grand": "great", "nient": "nothing", "senz": "without",
    "cos": "what", "qual": "which", "quant": "how much",
}  # fmt: skip
CLITIC = re.compile(rf"(?i)^((?:{'|'.join(GLOSSES)})')(.+)$")
WHOLE = frozenset({"d'accordo"})


class Italian(Elision):
    """`dell'accordo` is two words, `dell'` and `accordo`."""

    tied, glosses, whole = CLITIC, GLOSSES, WHOLE
