"""Names and outlines of the groups of a map."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsthemes.figures.colours import QUIET, readable
from newsthemes.figures.style import LAYOUT_DPI, short, text_width, wrapped_text

OUTLINE = 0.35  # of a group's highest density: where its outline runs
GRID = 80  # cells a side in which density is counted
BLUR = 2.0  # cells: how far a dot counts
# Of the map's side, left free around the dots: the outline of a dot alone runs 1.45 times BLUR from it, and one that
# met the edge would stand open.
MARGIN = 2 * BLUR / GRID


def name_groups(
    axes: Axes, frame: pd.DataFrame, sizes: pd.Series, looks: Mapping[str, tuple[str, str]]
) -> None:
    """Write names on their groups, the largest first and the larger the group the larger. One that would cover another,
    or has more dots of others than of its own beneath it, moves along its group or is left out.

    ``frame``: x, y, group; ``sizes``: {group: its dots}, the largest first; ``looks``: {group: (colour, marker)} of
    those that have a colour and an outline.
    """
    from matplotlib.patheffects import withStroke

    taken: list[tuple[float, float, float, float]] = []
    places = axes.transData.transform(frame[["x", "y"]].to_numpy(float))
    box = axes.get_window_extent()
    for group, size in sizes.items():
        mine = (frame["group"] == group).to_numpy()
        if group in looks and mine.sum() > 2:
            _outline(axes, frame[mine], looks[group][0])
        points = 8.5 + 3.5 * np.sqrt(size / sizes.iloc[0])
        name = wrapped_text(short(group, points, 3.4), points, 1.8)
        colour = readable(looks[group][0]) if group in looks else QUIET
        spot = _spot(name, points, places, mine, taken, box)
        if spot is not None:
            text = axes.annotate(
                name,
                tuple(axes.transData.inverted().transform(spot)),
                size=points,
                color=colour,
                ha="center",
                va="center",
                zorder=5,
            )
            text.set_path_effects([withStroke(linewidth=2.6, foreground="white")])


def _outline(axes: Axes, dots: Any, colour: Any) -> None:
    """A line around where most of a group is, at OUTLINE of its highest density."""
    from scipy.ndimage import gaussian_filter

    edges = [np.linspace(*ends, GRID + 1) for ends in (axes.get_xlim(), axes.get_ylim())]
    counted, _, _ = np.histogram2d(dots["x"], dots["y"], bins=edges)
    density = gaussian_filter(counted.T, BLUR, mode="constant")
    middles = [(side[:-1] + side[1:]) / 2 for side in edges]
    axes.contour(*middles, density / density.max(), [OUTLINE], colors=[colour], linewidths=0.9, alpha=0.7)


def _spot(name: str, points: Any, places: Any, mine: Any, taken: Any, box: Any) -> Any:
    """Where a name stands, in pixels: on one of its group's own dots, the densest first; None if there's no room."""
    lines = name.split("\n")
    width = LAYOUT_DPI * max(text_width(line, points) for line in lines) + 6
    height = LAYOUT_DPI * len(lines) * 1.25 * points / 72 + 4
    for x, y in _densest_first(places[mine]):
        x = min(max(x, box.x0 + width / 2), box.x1 - width / 2)
        y = min(max(y, box.y0 + height / 2), box.y1 - height / 2)
        sides = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        if any(sides[0] < b[2] and b[0] < sides[2] and sides[1] < b[3] and b[1] < sides[3] for b in taken):
            continue
        beneath = (abs(places[:, 0] - x) < width / 2) & (abs(places[:, 1] - y) < height / 2)
        if (beneath & ~mine).sum() <= (beneath & mine).sum():
            taken.append(sides)
            return x, y
    return None


def _densest_first(points: np.ndarray, most: int = 60) -> np.ndarray:
    """Some of ``points``, those with the nearest neighbours first."""
    some = points[:: max(1, len(points) // 400)]
    distances = np.sqrt(((some[:, None] - some[None]) ** 2).sum(axis=2))
    nearest = np.sort(distances, axis=1)[:, : max(2, len(some) // 4)].mean(axis=1)
    order = np.argsort(np.round(nearest, 3), kind="stable")
    return some[order[:: max(1, len(order) // most)]]
