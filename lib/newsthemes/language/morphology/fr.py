"""French: what an apostrophe ties to the next word."""

import re

from newsthemes.language.morphology.base import Morphology, Piece

CLITIC = re.compile(r"(?i)^((?:lorsqu|puisqu|jusqu|quoiqu|qu|[ldnsjcmt])')(.+)$")
GLOSSES = {
    "l": "the", "d": "of", "n": "not", "s": "", "j": "I", "c": "it", "m": "me", "t": "you", "qu": "that",
    "lorsqu": "when", "puisqu": "since", "jusqu": "until", "quoiqu": "although",
}  # fmt: skip
WHOLE = "aujourd'hui"


class French(Morphology):
    """`l'IA` is two words."""

    def split(self, pieces: list[Piece]) -> list[Piece]:
        split: list[Piece] = []
        for piece, kind in pieces:
            found = CLITIC.match(piece) if kind == "word" and "'" in piece else None
            if found and piece.lower() != WHOLE:
                split += [(found[1], "clitic"), (found[2], "word")]
            else:
                split.append((piece, kind))
        return split

    def clitic(self, piece: str) -> str:
        return GLOSSES[piece.lower().rstrip("'")] + " "
