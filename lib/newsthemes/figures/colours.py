"""The colours of figures: those of type and lines, and the palette by which a name looks the same everywhere."""

import zlib
from collections.abc import Iterable
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb

from newsthemes.figures.sheet import study_style

INK, QUIET, FAINT, ACCENT = "#222222", "#666666", "#CFCFCF", "#004488"
NONE = "#BDBDBD"  # whatever belongs to no group
SHADES = LinearSegmentedColormap.from_list("shades", ["#F4F4F4", "#8FA9CC", ACCENT])
COLOURS = 10  # of the palette in study.mplstyle
# Chosen so that the ten bundled themes have ten colours, and so have nine of the commonest languages of the news
SALT = 111970


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


def _luminance(rgb: Any) -> float:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
