"""The exported figures as parts of a page: pictures inside it, alt text, caption and the numbers they draw."""

import base64
from pathlib import Path
from typing import Any, NamedTuple

from newsthemes.figures.export import described
from newsthemes.results.folder import read_table

SHOWN_ROWS = 40  # of a figure's csv; the csv has them all
TYPES = {".svg": "image/svg+xml", ".png": "image/png"}


class Picture(NamedTuple):
    """``source``: a data URI; ``rows``: the first rows of the figure's csv as text, of ``number`` in all."""

    name: str
    heading: str
    alt: str
    caption: str
    source: str
    columns: list
    rows: list
    number: int


def pictures(folder: Path) -> list[Picture]:
    """The :class:`Picture` of every figure in ``folder``, in the order in which a run draws them."""
    from newsthemes.figures.registry import variants

    order = [figure.file_name(by) for figure, by in variants(in_run=False)]
    names = sorted(path.stem for path in folder.glob("*.png"))
    return [
        _picture(folder / name) for name in sorted(names, key=lambda n: order.index(n) if n in order else 99)
    ]


def _picture(path: Path) -> Picture:
    words = described(path.with_suffix(".png"))
    frame = read_table(path.with_suffix(".csv"))
    rows = frame.head(SHOWN_ROWS).itertuples(index=False)
    return Picture(
        path.name,
        words["Description"].split(". ")[0].rstrip("."),
        words["Description"],
        words["Caption"],
        _smaller(path),
        [column.replace("_", " ") for column in frame],
        [[_cell(value) for value in row] for row in rows],
        len(frame),
    )


def _smaller(path: Path) -> str:
    """The svg, which is sharp at any size, unless so many marks are drawn that the png is smaller."""
    files = [path.with_suffix(suffix) for suffix in TYPES]
    chosen = min(files, key=lambda file: file.stat().st_size)
    return f"data:{TYPES[chosen.suffix]};base64,{base64.b64encode(chosen.read_bytes()).decode()}"


def _cell(value: Any) -> str:
    if value is None or value != value:
        return ""
    return f"{value:.3g}" if isinstance(value, float) and not float(value).is_integer() else str(value)
