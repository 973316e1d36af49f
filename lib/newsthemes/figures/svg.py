"""An svg with its words as text: it says what it shows, and brings the letters it needs with it."""

import base64
import html
import re
from functools import cache
from io import BytesIO

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont

from newsthemes.figures.fonts import has
from newsthemes.figures.style import texts_of


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


@cache
def _face(family: str, characters: str) -> str:
    """An @font-face of these characters: a subset of the font as woff, the same bytes whenever it is made."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(findfont(FontProperties(family=[family])), lazy=True, recalcTimestamp=False)
    options = Options(hinting=False, notdef_outline=True, name_IDs=[], flavor="woff")
    options.drop_tables = [*options.drop_tables, "FFTM"]  # when a font editor saved it; no subsetter knows it
    cut = Subsetter(options)
    cut.populate(text=characters + " ")
    cut.subset(font)
    font.flavor, file = "woff", BytesIO()
    font.save(file, reorderTables=False)
    coded = base64.b64encode(file.getvalue()).decode()
    return f"@font-face{{font-family:'{family}';src:url(data:font/woff;base64,{coded}) format('woff')}}"
