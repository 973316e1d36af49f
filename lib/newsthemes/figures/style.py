"""The page every figure is drawn on: headline, what is counted, the drawing, and a note; and the colours."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.text import Text

from newsthemes.exploration.shown import Listing
from newsthemes.figures.fonts import drawable, families, narrowed
from newsthemes.figures.phrasing import plural

SHEET = Path(__file__).with_name("study.mplstyle")
INK, QUIET, FAINT, ACCENT = "#222222", "#666666", "#CFCFCF", "#004488"
NONE = "#BDBDBD"  # whatever belongs to no group
SHADES = LinearSegmentedColormap.from_list("shades", ["#F4F4F4", "#8FA9CC", ACCENT])
COLOURS = 10  # of the palette in study.mplstyle
# Chosen so that the ten bundled themes have ten colours, and so have nine of the commonest languages of the news
SALT = 111970
TITLE, SUBTITLE, KEY, NOTE, SMALL = 14, 10.5, 9.5, 8.5, 8.5
LAYOUT_DPI = 100  # figure.dpi of the sheet
EDGE = 0.12  # inches of white around a page
WIDTH = 8.0  # inches of a page
INNER = WIDTH - 2 * EDGE  # inches of what is drawn and written on it
MOST_ROWS = 30  # rows a reader takes in on one page; the csv has them all


def draw_styled(draw: Callable, frame: Listing | pd.DataFrame, name: str) -> Figure:
    """``draw(frame)`` in the study's style; the figure carries ``name`` as its gid."""
    with study_style():
        drawn = draw(frame)
        _spare(drawn)
    drawn.set_gid(name)
    return drawn


def _spare(figure: Figure) -> None:
    """Take from matplotlib work without a trace on the page: families that a text doesn't need, places of no
    labels."""
    for text in texts_of(figure):
        text.set_fontfamily(narrowed(text.get_fontfamily(), text.get_text()))
    for axis in (
        axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) if not axis.get_label_text()
    ):
        axis.set_label_coords(0, 0)


def texts_of(artist: Artist) -> Iterator[Text]:
    """Every visible Text of a figure."""
    if isinstance(artist, Text):
        yield artist
    for part in artist.get_children() if artist.get_visible() else ():
        yield from texts_of(part)


def study_style() -> AbstractContextManager[None]:
    """A context in which matplotlib draws as the study does."""
    return mpl.rc_context({**_sheet(), "font.family": families()[0]})


@cache
def _sheet() -> mpl.RcParams:
    return mpl.rc_params_from_file(SHEET, use_default_template=False)


def page(
    frame: Listing | pd.DataFrame,
    height: float,
    title: str,
    subtitle: str,
    note: str,
    alt: str,
    key: Any = None,
    width: float = WIDTH,
) -> Figure:
    """An empty Figure with its words in place; ``height`` is that of the drawing alone, in inches.

    ``title``: the finding; ``subtitle``: measure, unit and n. ``frame``: what is drawn; its attribute "source" says
    what it was made from, and is written at the foot.

    ``alt`` says in words what the drawing shows; title, subtitle and note are added to it. ``key``: the looks of
    groups as :func:`colours` gives them, named under the subtitle; none for figures with direct labels.
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    inner = 0.98 * (width - 2 * EDGE)  # type is a little wider or narrower at other resolutions
    strong = {"family": families()[1], "color": INK}
    head = [
        (line, size, style)
        for text, size, style in ((title, TITLE, strong), (subtitle, SUBTITLE, {"color": QUIET}))
        for line in wrapped(text, size, inner, style is strong)
    ]
    source = frame.attrs.get("source", "")
    foot = [(line, NOTE, {"color": QUIET}) for part in (note, source) for line in wrapped(part, NOTE, inner)]
    entries = _key_lines(key or {}, inner)
    header, footer = (sum(_leading(size) for _, size, _ in lines) + 0.12 for lines in (head, foot))
    header += sum(_leading(KEY) + 0.04 for _ in entries)
    total = height + header + footer + 2 * EDGE
    figure.set_size_inches(width, total)
    top = _write(figure, head, total - EDGE, total, width)
    _draw_key(figure, entries, top, total, width)
    _write(figure, foot, footer + EDGE - 0.12, total, width)
    bottom, left = (EDGE + footer) / total, EDGE / width
    engine: Any = figure.get_layout_engine()
    engine.set(rect=(left, bottom, 1 - 2 * left, height / total))
    figure.set_label(" ".join(_sentence(part) for part in (title, alt, subtitle, note, source) if part))
    return figure


def written_axes(figure: Figure) -> Axes:
    """Axes without lines that fill the drawing of a page: nothing written in them takes room from them."""
    engine: Any = figure.get_layout_engine()
    rect = engine.get()["rect"]
    figure.set_layout_engine("none")
    axes = figure.add_axes(rect)
    axes.set_axis_off()
    return axes


def empty(frame: pd.DataFrame, title: str, why: str) -> Figure:
    """The page for a frame without rows: it says why there is nothing to draw."""
    figure = page(frame, 0.9, title, "", "", f"Nothing to draw: {why}")
    axes = written_axes(figure)
    axes.text(0, 0.5, wrapped_text(why, SUBTITLE, 7.5), color=QUIET, size=SUBTITLE, va="center")
    return figure


def wrapped(text: str, size: float, inches: float, is_strong: bool = False) -> list[str]:
    """``text`` in lines no wider than ``inches`` at ``size`` points, broken at spaces."""
    lines, about = [], 0.0
    space = text_width("n n", size, is_strong) - text_width("nn", size, is_strong)
    for word in drawable(text).split(" ") if text else []:
        about += space + text_width(word, size, is_strong)  # a space before a word has no width of its own
        near = about > 0.9 * inches  # of what is not, the exact width need not be known
        if lines and not (near and text_width(f"{lines[-1]} {word}", size, is_strong) > inches):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
            about = text_width(word, size, is_strong)
    return lines


def wrapped_text(text: str, size: float, inches: float) -> str:
    return "\n".join(wrapped(text, size, inches))


def short(text: str, size: float, inches: float) -> str:
    """``text`` cut with an ellipsis so that it is no wider than ``inches`` at ``size`` points."""
    text = drawable(text)
    low, high, narrow, wide = 0, len(text), 0.0, text_width(text, size)
    if wide <= inches:
        return text
    while (
        high - low > 1
    ):  # ``low`` characters fit, ``high`` don't; the next guess lies in proportion between them
        share = (inches - narrow) / (wide - narrow) if wide > narrow else 0.5
        middle = min(max(low + round(share * (high - low)), low + 1), high - 1)
        width = text_width(text[:middle] + "…", size)
        low, narrow, high, wide = (
            (middle, width, high, wide) if width <= inches else (low, narrow, middle, width)
        )
    return text[:low].rstrip() + "…"


@lru_cache(4096)
def text_width(text: str, size: float, is_strong: bool = False) -> float:
    """Width of a line in inches, in the figures' type or in that of their titles."""
    drawn = FontProperties(family=narrowed(families()[int(is_strong)], text), size=size)
    return _scratch().get_text_width_height_descent(text, drawn, ismath=False)[0] / LAYOUT_DPI


def colours(groups: Iterable[Any]) -> dict[Any, tuple[str, str]]:
    """{group: (colour, marker)}; None and "none" are grey dots. A name has the same look in every figure and run.

    After ten groups colours come round again with the next marker, so that no two groups look the same.
    """
    with study_style():
        cycle = list(mpl.rcParams["axes.prop_cycle"])
    looks = {}
    for group, place in palette_places(groups).items():
        turn, at = divmod(place, len(cycle))
        looks[group] = (cycle[at]["color"], cycle[(at + turn) % len(cycle)]["marker"])
    return {group: looks.get(group, (NONE, ".")) for group in dict.fromkeys(groups)}


def palette_places(groups: Iterable[Any]) -> dict[str, int]:
    """{group: place in the palette} by the group's name alone, where two names don't fall on one place.

    Of those that do, the later in the alphabet gets the next free place. The first ten ``groups`` have places 0 to 9.
    """
    names, places = [group for group in dict.fromkeys(groups) if group not in (None, "none")], {}
    for start in range(0, len(names), COLOURS):
        free = list(range(COLOURS))
        for name in sorted(names[start : start + COLOURS], key=str):
            wanted = zlib.crc32(f"{SALT}{name}".encode("utf-8", "replace")) % COLOURS
            place = next(p % COLOURS for p in range(wanted, wanted + COLOURS) if p % COLOURS in free)
            free.remove(place)
            places[name] = start + place
    return places


def readable(colour: Any, contrast: float = 4.5) -> str:
    """``colour`` darkened until type in it can be read on white (WCAG contrast)."""
    shade = np.array(to_rgb(colour))
    while 1.05 / (_luminance(shade) + 0.05) < contrast:
        shade = shade * 0.95
    return to_hex(tuple(shade))


def rows(axes: Axes, names: Sequence[str]) -> None:
    """Named rows from the top down, with hairlines between them."""
    axes.set_yticks(range(len(names)), ["\n".join(map(drawable, str(name).split("\n"))) for name in names])
    axes.set_ylim(len(names) - 0.45, -0.55)
    hairlines(axes, len(names))


def hairlines(axes: Axes, number: int, lw: float = 0.4) -> None:
    """Between rows that stand at 0, 1, … ``number`` - 1."""
    x, y = np.tile([0, 1, np.nan], number), np.repeat(np.arange(1, number) - 0.5, 3)
    line = Line2D(x[:-3], y, color=FAINT, lw=lw, zorder=0, transform=axes.get_yaxis_transform())
    axes.add_artist(line)


def slanted_names(axes: Axes, names: Sequence[str]) -> None:
    """Names of columns above the axes, from 0 on, slanted so that long ones stand side by side."""
    axes.set_xticks(range(len(names)), names, rotation=38, ha="left", rotation_mode="anchor")
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", length=0, labelcolor=INK)


def unit_axis(axes: Axes) -> None:
    """Ticks from 0 to 1, and an axis line that ends where they do."""
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.spines["bottom"].set_bounds(0, 1)


def percent_axis(axis: Any) -> None:
    """Ticks of shares as "20%", none beyond all."""
    axis.set_major_formatter(lambda share, _: f"{share:.0%}" if share <= 1.0001 else "")
    axis.get_major_locator().set_params(nbins=6)


def left_out(number: int, noun: str, which: str = "") -> str:
    return f" Not drawn: {plural(number, 'more ' + noun)}{which and f', {which}'}." if number else ""


def _luminance(rgb: Any) -> float:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def _write(
    figure: Figure, lines: Sequence[tuple[str, float, dict[str, Any]]], top: float, total: float, width: float
) -> float:
    for text, size, style in lines:
        top -= _leading(size)
        figure.text(
            EDGE / width, (top + 0.25 * _leading(size)) / total, text, size=size, va="baseline", **style
        )
    return top


def _key_lines(key: dict, inches: float) -> list:
    """[[(x, name, colour, marker)]], a list a line, x in inches."""
    lines, at = [], inches
    for group, (colour, marker) in key.items():
        name = short(group, KEY, 2.6)
        needed = 0.38 + text_width(name, KEY)
        if at + needed > inches or not lines:
            lines.append([])
            at = 0
        lines[-1].append((at + 0.06, name, colour, marker))
        at += needed
    return lines


def _draw_key(figure: Figure, lines: list, top: float, total: float, width: float) -> None:
    for entries in lines:
        top -= _leading(KEY) + 0.04
        for at, name, colour, marker in entries:
            x, y = (EDGE + at) / width, (top + 0.28 * _leading(KEY)) / total
            mark = Line2D([x], [y + 0.045 / total], marker=marker, color=colour, ms=6.5, ls="")
            mark.set_transform(figure.transFigure)
            figure.add_artist(mark)
            figure.text(x + 0.11 / width, y, name, size=KEY, va="baseline")


def _leading(size: float) -> float:
    return 1.28 * size / 72


def _sentence(part: str) -> str:
    part = drawable(part)
    return part if part.endswith((".", "!", "?")) else part + "."


@cache
def _scratch() -> RendererAgg:
    return RendererAgg(1, 1, LAYOUT_DPI)
