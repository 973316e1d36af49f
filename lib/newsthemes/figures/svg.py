"""An svg with its words as text: it says what it shows, and brings the letters it needs with it."""

import base64
import html
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont

from newsthemes.cache.hashing import file_digest
from newsthemes.cache.memo import memoize
from newsthemes.figures.fonts import has
from newsthemes.figures.style import texts_of

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

# In every face, so that figures share it: with the letters of each figure alone, cutting faces took a fifth of all.
USUAL = {*map(chr, range(0x20, 0x7F)), *"·×–—‘’“”…−"}
LATIN = set(map(chr, [*range(0x20, 0x180), *range(0x2010, 0x2027), *range(0x2030, 0x203B), 0x20AC, 0x2212]))


def with_words(svg: bytes, figure: Figure, title: str, description: str) -> bytes:
    """``svg`` (bytes, its texts as text) with ``<title>``, ``<desc>`` and the characters of its fonts that it uses.

    A page that shows it then draws it as it was laid out, whatever fonts are installed where it is read.
    """
    said = (
        f'<title id="title">{html.escape(title)}</title>\n <desc id="desc">{html.escape(description)}</desc>'
    )
    faces = "".join(_face(family, "".join(sorted(used))) for family, used in _characters(figure).items())
    head = f'{said}\n <style type="text/css">{faces}</style>\n <metadata>'
    text = svg.decode().replace("<metadata>", head, 1)
    return re.sub("<svg ", '<svg role="img" aria-labelledby="title desc" ', text, count=1).encode()


def _characters(figure: Figure) -> dict[str, set[str]]:
    """{family: the characters it draws}: of a text, each character is drawn by the first family that has it."""
    used = {}
    for text in texts_of(figure):
        for character in text.get_text():
            family = next((name for name in text.get_fontfamily() if has(name, character)), None)
            if family and not character.isspace():
                used.setdefault(family, set()).add(character)
    return used


def _face(family: str, characters: str) -> str:
    """An @font-face of these characters and the USUAL ones: the same bytes whenever it is made."""
    coded = base64.b64encode(subset_font(family, "".join(sorted(USUAL.union(characters))))).decode()
    return f"@font-face{{font-family:'{family}';src:url(data:font/woff;base64,{coded}) format('woff')}}"


@cache
def subset_font(family: str, characters: str = "".join(sorted(USUAL))) -> bytes:
    """The characters of a font as woff, kept between runs."""

    def cut() -> bytes:
        font = _font(BytesIO(_latin_font(family)) if LATIN.issuperset(characters) else _path(family))
        return _subset(font, characters, "woff")

    return _kept("face", family, characters, cut)


@cache
def _latin_font(family: str) -> bytes:
    """The font with the letters of LATIN alone: subsets of it take a tenth of the time that subsets of all take."""
    letters = "".join(sorted(LATIN))
    return _kept("latin", family, letters, lambda: _subset(_font(_path(family)), letters, None))


def _kept(name: str, family: str, characters: str, cut: Callable[[], bytes]) -> bytes:
    given = [file_digest(_path(family)), characters]
    return memoize(name, given, lambda: {"font": np.frombuffer(cut(), np.uint8)}, __name__)["font"].tobytes()


def _path(family: str) -> str:
    return findfont(FontProperties(family=[family]))


def _font(file: str | BytesIO) -> "TTFont":
    from fontTools.ttLib import TTFont

    return TTFont(file, lazy=True, recalcTimestamp=False)


def _subset(font: "TTFont", characters: str, flavor: str | None) -> bytes:
    from fontTools.subset import Options, Subsetter

    options = Options(hinting=False, notdef_outline=True, name_IDs=[])
    options.drop_tables = [*options.drop_tables, "FFTM"]  # when a font editor saved it; no subsetter knows it
    cut = Subsetter(options)
    cut.populate(text=characters)
    cut.subset(font)
    font.flavor, file = flavor, BytesIO()
    font.save(file, reorderTables=False)
    return file.getvalue()
