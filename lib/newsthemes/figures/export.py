"""A Figure and its frame → files to publish: png (at 2x), svg, pdf, and csv, the same bytes whenever they are remade.

What a figure says in words travels inside it: the png's text fields hold its alt text, caption, figure and
notebook, and the index of a folder of figures is written from those.
"""

import html
import os
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from newsthemes.figures.fonts import drawable
from newsthemes.results.spreadsheet_cells import harmless

PIXELS_PER_INCH = 200  # 2x of the 100 the figures are laid out at
COMPRESSION = 3  # of zlib: on these pages as small as 6, the default, in two thirds of the time
KINDS = (
    "csv",
    "svg",
    "pdf",
    "png",
)  # of files; the last to come is the png: whoever sees it finds the others
FIELDS = ("Title", "Description", "Caption", "Figure", "Notebook")
INDEX_HEAD = """# Figures

Each figure comes as `.png` (2x), `.svg` and `.pdf`, with the frame it draws beside it as `.csv` and its alt text
inside. Each is a class of `newsthemes.figures` that draws exactly the frame in the csv; `newsthemes.figures.registry`
has them all. Rebuilt by `newsthemes run` and `newsthemes notebooks`, or both with `make study`.
"""


def export(
    figure: Figure, frame: pd.DataFrame, name: str, folder: Path, caption: str = "", notebook: str = ""
) -> Path:
    """Write ``<name>`` as png, svg, pdf and csv (of ``frame``) to ``folder``; returns the png's Path.

    ``frame``: exactly what the figure draws. ``caption``: one sentence that says what the figure shows, with its
    number; ``notebook``: the one it is from. Existing files of that name are replaced.
    """
    from newsthemes.figures.sheet import study_style
    from newsthemes.figures.svg import with_words

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    alt = drawable(str(figure.get_label()))
    words = dict(zip(FIELDS, (name, alt, drawable(caption), figure.get_gid() or "", notebook), strict=True))
    about = {"Title": name, "Creator": None}
    formats = {
        "svg": {**about, "Description": alt, "Date": None},
        "pdf": {**about, "Subject": alt, "Producer": None, "CreationDate": None},
        "png": {**words, "Software": None},
    }
    with study_style():
        _settle(figure)
        drawn = {kind: _drawn(figure, kind, metadata) for kind, metadata in formats.items()}
        drawn["svg"] = with_words(drawn["svg"], figure, alt.split(". ")[0], alt)
    csv = harmless(frame).to_csv(index=False, lineterminator="\n").encode("utf-8", "replace")
    for kind in KINDS:
        _put(folder / f"{name}.{kind}", {"csv": csv, **drawn}[kind])
    return folder / f"{name}.png"


def prepare() -> None:
    """Load what every export needs, for the processes that will be forked."""
    from matplotlib.backends import backend_agg, backend_pdf, backend_svg  # noqa: F401
    from PIL import PngImagePlugin  # noqa: F401

    from newsthemes.figures.fonts import families
    from newsthemes.figures.style import text_width
    from newsthemes.figures.svg import subset_font

    text_width("", 10)
    for preferred in families():
        subset_font(preferred[0])


def _put(path: Path, content: bytes) -> None:
    """Write a file in one step: two notebooks export to one folder at a time, and each lists what is there."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_bytes(content)
    partial.replace(path)


def _drawn(figure: Figure, kind: str, metadata: dict[str, Any]) -> bytes:
    content = BytesIO()
    pixels: dict[str, Any] = (
        {"dpi": PIXELS_PER_INCH, "pil_kwargs": {"compress_level": COMPRESSION}} if kind == "png" else {}
    )
    figure.savefig(content, format=kind, metadata=metadata, **pixels)
    return content.getvalue()


def described(path: str | Path) -> dict[str, str]:
    """What an exported png says about itself: a dict of FIELDS, empty strings where it says nothing."""
    from PIL import Image

    with Image.open(path) as image:
        return {field: image.info.get(field, "") for field in FIELDS}


def write_index(folder: str | Path, left_out: Mapping[str, str] | None = None) -> Path:
    """The README.md of a folder of exported figures: thumbnail, what it shows, where it is from. Returns its Path.

    ``left_out``: {name: reason} of the figures that there is nothing to draw for.
    """
    folder = Path(folder)
    figures = sorted((described(path)["Notebook"], path.name, path) for path in folder.glob("*.png"))
    rows = [_row(path.stem, described(path)) for _, _, path in figures]
    head = "| figure | what it shows | name | data | notebook |\n|---|---|---|---|---|\n"
    index = folder / "README.md"
    without = [f"- {name}: {html.escape(reason, quote=False)}\n" for name, reason in (left_out or {}).items()]
    without = ["\n## Not drawn\n\n", *without] if without else []
    _put(index, "".join([INDEX_HEAD, "\n", head, *rows, *without]).encode())
    return index


def exported(folder: str | Path, notebook: str) -> list[str]:
    """The names of the figures in ``folder`` that a notebook made."""
    return [
        path.stem for path in sorted(Path(folder).glob("*.png")) if described(path)["Notebook"] == notebook
    ]


def _settle(figure: Figure) -> None:
    """Lay the figure out once for all formats, to a millionth of the page.

    The layout's solver orders its variables by their place in memory, so the last bits of a position are chance,
    and the svg's clip ids are digests of all bits.
    """
    if engine := figure.get_layout_engine():
        engine.execute(figure)
    figure.set_layout_engine(None)  # not "none", which keeps a place holder and has every format drawn twice
    for axes in figure.axes:
        left, bottom, width, height = (round(side, 6) for side in axes.get_position(original=True).bounds)
        axes.set_position((left, bottom, width, height))


def _row(name: str, words: Mapping[str, str]) -> str:
    alt = html.escape(words["Description"]).replace("|", "&#124;")
    caption = html.escape(words["Caption"] or words["Description"].split(". ")[0], quote=False).replace(
        "|", "&#124;"
    )
    notebook = words["Notebook"]
    linked = f"[{notebook}](../notebooks/{notebook}.ipynb)" if notebook else ""
    picture = f'<a href="{name}.png"><img src="{name}.png" width="280" alt="{alt}"></a>'
    return f"| {picture} | {caption} | `{words['Figure']}` | [{name}.csv]({name}.csv) | {linked} |\n"
