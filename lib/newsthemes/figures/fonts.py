"""Type for every script a figure may have to draw, all openly licensed (OFL) and installed from PyPI.

Source Sans Pro has Latin, Greek and Cyrillic; Noto Sans CJK has Chinese, Japanese and Korean; the Noto Sans of each
further script has Arabic, Hebrew, Armenian, Georgian, Ethiopic and the scripts of South and South-East Asia; DejaVu
Sans, which comes with matplotlib, has what is left. Letters are shaped, and those written from right to left ordered,
by matplotlib itself.
"""

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

SCRIPTS = (
    "Arabic Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam Myanmar "
    "Oriya Sinhala Tamil Telugu Thai"
).split()
PACKAGED = {  # files by package; the packages are located, not run
    "font_source_sans_pro": ("files/SourceSansPro-Regular.ttf", "files/SourceSansPro-Semibold.ttf"),
    "notojp_matplotlib": ("fonts/NotoSansCJKjp-Regular.otf",),
    "manimgx_fonts": tuple(f"NotoSans{script}[wght].ttf" for script in SCRIPTS),
}
LAST = "DejaVu Sans"
JOINERS = "\u200c\u200d"  # part or join the letters beside them, in Persian and in Sinhala say


@cache
def families() -> tuple[list[str], list[str]]:
    """(plain, strong): family names in order of preference; the first that has a character draws it."""
    from matplotlib import font_manager

    names = []
    for path in _files():
        font_manager.fontManager.addfont(path)
        names.append(font_manager.fontManager.ttflist[-1].name)
    strong = [name for name in names if name.endswith("Semibold")]
    others = [name for name in names if name not in strong] + [LAST]
    return others, strong + others


def drawable(text: str) -> str:
    """``text`` with what no installed font has replaced by its script's name, as in ``[Khmer]``; symbols go.

    Control characters and line breaks become spaces.
    """
    drawn, missing = [], None
    for character in unicodedata.normalize("NFC", str(text)):
        category = unicodedata.category(character)
        if category in ("Zs", "Zl", "Zp", "Cc"):
            character = " "
        elif category in ("Cs", "Co", "Cn") or (category != "Cf" and not _has_font(ord(character))):
            script = unicodedata.name(character, "").split(" ")[0].title() if category[0] in "LN" else None
            if script and script != missing:
                drawn.append(f"[{script}]")
            missing = script or missing
            continue
        elif category == "Cf" and character not in JOINERS:
            continue
        missing = None
        drawn.append(character)
    return " ".join("".join(drawn).split())


def narrowed(names: list[str], text: str) -> list[str]:
    """The first of the families ``names`` alone where it has all of ``text``, else all of them.

    It draws the same, but matplotlib looks every family up and opens its file each time it meets the text.
    """
    return names[:1] if all(ord(character) in _characters(names[0]) for character in text) else names


def has(family: str, character: str) -> bool:
    """Whether a font family has a character."""
    return ord(character) in _characters(family)


@cache
def _has_font(code: int) -> bool:
    return any(code in _characters(name) for name in families()[1])


@cache
def _characters(family: str) -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    path = findfont(FontProperties(family=[family]), fallback_to_default=False)
    return frozenset(get_font(path).get_charmap())


@cache
def _files() -> list[Path]:
    found = []
    for package, files in PACKAGED.items():
        spec = find_spec(package)
        found += [Path(spec.origin).parent / file for file in files] if spec else []
    return found
