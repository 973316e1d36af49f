"""Chinese: traditional characters, and compounds that the segmenter leaves in one."""

from functools import cache, lru_cache
from typing import Any

from newsthemes.language.morphology.base import Morphology

HALF = 2  # characters of each half of a compound
LONGEST = 4  # characters of a compound
PARTICLES = frozenset(
    "的是有在也都还就不他她它我"
)  # words of one character that the segmenter may leave on a neighbour


class Chinese(Morphology):
    """`議會` from `议会`, `軟體` from `软件`; `选举结果` by its halves."""

    def forms(self, word: str, known: bool) -> list[str]:
        return [simplified(word)]

    def halves(self, word: str, capital: bool) -> list[tuple[list[str], list[str]]]:
        word = simplified(word)
        cuts = range(1, len(word)) if len(word) <= LONGEST else ()
        pairs = ((word[:cut], word[cut:]) for cut in cuts)
        return [([a], [b]) for a, b in pairs if len(a) == len(b) == HALF or not PARTICLES.isdisjoint((a, b))]


@lru_cache(maxsize=200_000)
def simplified(word: str) -> str:
    """A word in simplified characters, as the mainland has it.

    >>> simplified("軟體"), simplified("软件")
    ('软件', '软件')
    """
    converted: str = _converter().convert(word)
    return converted


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("tw2sp")
