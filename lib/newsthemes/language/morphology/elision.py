"""What an apostrophe ties to the next word, in French and Italian."""

from re import Pattern

from newsthemes.language.morphology.base import Morphology, Piece


class Elision(Morphology):
    """`l'IA` is two words, `l'` and `IA`."""

    tied: Pattern[str]  # (what is tied to a word, the word)
    glosses: dict[str, str]  # what is tied, without its apostrophe
    whole: frozenset[str] = frozenset()  # words in spite of their apostrophe

    def split(self, pieces: list[Piece]) -> list[Piece]:
        split: list[Piece] = []
        for piece, kind in pieces:
            found = self.tied.match(piece) if kind == "word" and "'" in piece else None
            if found and piece.lower() not in self.whole:
                split += [(found[1], "clitic"), (found[2], "word")]
            else:
                split.append((piece, kind))
        return split

    def clitic(self, piece: str) -> str:
        return self.glosses[piece.lower().rstrip("'")] + " "
