"""What columns of tables are called: the lists of column_names.tsv, without case and accents."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

OTHER_LETTERS = str.maketrans("ıłđø", "ildo")


def folded(name: str) -> str:
    """A name without case and accents.

    >>> folded("Başlık")
    'baslik'
    """
    if name.isascii():
        return name.casefold()
    spread = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(c for c in spread if not unicodedata.combining(c) or c in "\u3099\u309a")
    return unicodedata.normalize("NFC", bare).translate(OTHER_LETTERS)


@lru_cache(maxsize=65_536)
def plain_name(name: str) -> str:
    """A column's name without case, accents, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", folded(str(name)))


def _lists(kind: str) -> dict[str, list[str]]:
    lines = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {name: folded(words).split() for found, name, words in rows if found == kind}


# {article column: {usual name: its place, best first}}
KNOWN = {
    field: {plain_name(name): place for place, name in reversed(list(enumerate(names)))}
    for field, names in _lists("names").items()
}
# {part of a date, from the year down: names of columns that hold only it}
PARTS = {part: frozenset(map(plain_name, names)) for part, names in _lists("parts").items()}
# {article column: words that say it in a longer name}
WORDS = {field: frozenset(_lists("words").get(field, ())) for field in KNOWN}
# Words that change nothing beside them; that say "only a summary"; that name the lead, which the text goes on from; of
# columns that hold something else.
NEUTRAL, PREVIEW, LEAD, UNWANTED = (
    frozenset(_lists("any")[name]) for name in ("neutral", "preview", "lead", "unwanted")
)
