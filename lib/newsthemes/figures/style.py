"""The page every figure is drawn on: headline, what is counted, the drawing, and a note."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.text import Text

from newsthemes.exploration.shown import Listing
from newsthemes.figures.colours import FAINT, INK, QUIET
from newsthemes.figures.fonts import drawable, families, narrowed
from newsthemes.figures.phrasing import plural
from newsthemes.figures.sheet import study_style

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
