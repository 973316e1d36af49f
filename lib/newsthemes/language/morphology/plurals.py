"""Spanish and Portuguese: plurals and feminines, where simplemma takes them for forms of a rare verb."""

from newsthemes.language.morphology.base import Morphology

# `meses` is `mesar` to simplemma, `redes` `redar`. (ending, what the headword has in its place), longest first.
ENDINGS = (
    ("ções", "ção"), ("ciones", "ción"), ("siones", "sión"), ("ões", "ão"), ("ães", "ão"), ("ais", "al"), ("eis", "el"),
    ("éis", "el"), ("óis", "ol"), ("ces", "z"), ("ns", "m"), ("es", ""), ("adas", "ado"), ("idas", "ido"), ("as", "o"),
    ("a", "o"), ("s", ""),
)  # fmt: skip
SHORTEST = 3  # letters of a stem


class Plurals(Morphology):
    """`meses` from `mes`, `eleições` from `eleição`, `mexicanas` from `mexicano`."""

    def forms(self, word: str, known: bool) -> list[str]:
        stems = ((word.removesuffix(ending), own) for ending, own in ENDINGS if word.endswith(ending))
        return super().forms(word, known) + [stem + own for stem, own in stems if len(stem) >= SHORTEST]
