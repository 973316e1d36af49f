"""Themes in company: with one another, against the topics, and without the names."""

import numpy as np
from matplotlib.collections import PatchCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from newsthemes.figures.phrasing import percent, plural
from newsthemes.figures.style import (
    ACCENT,
    INK,
    MOST_ROWS,
    NONE,
    QUIET,
    SMALL,
    colours,
    empty,
    left_out,
    page,
    rows,
    short,
    styled,
)

SHADES = LinearSegmentedColormap.from_list("shades", ["#F4F4F4", "#8FA9CC", ACCENT])
RATIOS = LinearSegmentedColormap.from_list("ratios", ["#A83246", "#E9B8BF", "#F4F4F4", "#8FA9CC", ACCENT])


@styled
def theme_cooccurrence(frame):
    """Which themes are carried by the same passages, more or less often than chance would have it.

    ``frame``: theme, other (a theme), passages (that carry both), expected (passages if the two were independent); one
    row a pair in one order. Drawn as the lower triangle, in the order of first rows.
    """
    if frame.empty:
        return empty("Themes that go together", "Fewer than two themes are present.")
    names = list(dict.fromkeys([*frame["theme"], *frame["other"]]))
    shown = names[:20]
    figure = page(
        0.5 + 0.42 * len(shown),
        "Themes that go together",
        "Passages that carry both themes; in brackets, how many there would be if the two were independent",
        "Blue: together more often than by chance; red: less; grey: fewer than five expected, too few to tell."
        + left_out(len(names) - len(shown), "theme"),
        "Most often together: "
        + "; ".join(
            f"{r.theme} and {r.other}, {r.passages}" for r in frame.nlargest(5, "passages").itertuples()
        ),
    )
    axes = figure.subplots()
    cells = {}
    for pair in frame.itertuples():
        if pair.theme in shown and pair.other in shown:
            x, y = sorted((shown.index(pair.theme), shown.index(pair.other)))
            cells[x, y], dark = _more_or_less(pair.passages, pair.expected)
            axes.text(
                x,
                y,
                f"{pair.passages:,} ({pair.expected:.0f})",
                ha="center",
                va="center",
                size=8.5,
                color="white" if dark else INK,
            )
    _fill(axes, cells)
    axes.set_xlim(-0.5, len(shown) - 1.5)
    axes.set_yticks(range(1, len(shown)), [short(name, 10, 2.4) for name in shown[1:]])
    axes.set_ylim(len(shown) - 0.5, 0.5)
    axes.set_xticks([])
    axes.spines[:].set_visible(False)
    for x, name in enumerate(shown[:-1]):
        axes.text(
            x - 0.1, x + 0.42, short(name, 10, 2.4), rotation=0, ha="left", va="bottom", size=9, color=QUIET
        )
    return figure


def _fill(axes, cells):
    """``cells``: {(column, row): colour}"""
    boxes = [Rectangle((x - 0.47, y - 0.45), 0.94, 0.9) for x, y in cells]
    axes.add_collection(PatchCollection(boxes, facecolors=list(cells.values()), linewidths=0), autolim=False)


def _more_or_less(passages, expected):
    """(colour, whether it is dark): diverging by the log of observed over expected."""
    if expected < 5:
        return "#E6E6E6", False
    ratio = np.clip(np.log2((passages + 0.5) / (expected + 0.5)) / 2, -1, 1)
    return RATIOS((ratio + 1) / 2), abs(ratio) > 0.65


@styled
def topics_by_themes(frame):
    """Which themes the discovered topics carry, and which topics no theme names.

    ``frame``: topic (id), label, size (passages), theme (name), share (of the topic's passages that carry the theme, 0
    to 1), named (bool: whether a theme names the topic; the others have a star); one row a topic and theme. Topics in
    the order of first rows; "no theme" is a column like the others.
    """
    if frame.empty:
        return empty("What the themes miss", "No topic was found; see the study's claims for why.")
    topics, themes = frame.drop_duplicates("topic").head(MOST_ROWS), list(frame["theme"].unique())[:16]
    figure = page(
        1.35 + 0.32 * len(topics),
        "Which themes the topics carry, and what no theme names",
        f"Share of each topic's passages (rows) that carry the theme (columns); "
        f"n = {int(topics['size'].sum()):,} passages in {plural(len(topics), 'topic')}",
        "A passage may carry several themes, so rows need not add up to 100%. *: no theme is typical of this topic."
        + left_out(frame["topic"].nunique() - len(topics), "topic"),
        "Strongest: "
        + "; ".join(
            f"{r.label} × {r.theme} {percent(r.share)}" for r in frame.nlargest(6, "share").itertuples()
        ),
    )
    axes = figure.subplots()
    position = {topic: row for row, topic in enumerate(topics["topic"])}
    cells = {}
    for cell in frame[frame["topic"].isin(position) & frame["theme"].isin(themes)].itertuples():
        x, y = themes.index(cell.theme), position[cell.topic]
        cells[x, y] = SHADES(min(float(cell.share) * 1.25, 1.0))
        if cell.share >= 0.005:
            axes.text(
                x,
                y,
                f"{cell.share * 100:.0f}",
                ha="center",
                va="center",
                size=9,
                color="white" if cell.share > 0.42 else INK,
            )
    _fill(axes, cells)
    stars = ["" if named else " *" for named in topics["named"]]
    sized = zip(topics["label"], topics["size"], stars, strict=True)
    rows(axes, [f"{short(label, 10, 2.4)} ({size:,}){star}" for label, size, star in sized])
    axes.set_xlim(-0.5, len(themes) - 0.5)
    axes.set_xticks(
        range(len(themes)),
        [short(theme, 9.5, 2.5) for theme in themes],
        rotation=38,
        ha="left",
        rotation_mode="anchor",
    )
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", length=0, labelcolor=INK)
    axes.spines[:].set_visible(False)
    return figure


@styled
def entity_masking(frame):
    """What is left of each theme when the names of companies, people and products are hidden.

    ``frame``: theme, share (of passages that carry it, 0 to 1), masked (the same with names hidden), kept (share of its
    passages that still carry it, 0 to 1), fragile (bool: it falls apart without names), n (passages).
    """
    if frame.empty:
        return empty("Themes without the names", "No passage was kept.")
    shown = frame.sort_values("share", ascending=False, kind="stable").head(MOST_ROWS)
    looks = colours(("as written", "names hidden"))
    figure = page(
        0.75 + 0.32 * len(shown),
        "Do the themes stand without the names?",
        "Share of passages that carry each theme, as written and with the names of companies, people and products "
        f"hidden; n = {int(frame['n'].max()):,} passages",
        "On the right: how many of the theme's passages still carry it. Red: it leans on names."
        + left_out(len(frame) - len(shown), "theme"),
        "; ".join(
            f"{r.theme}: {percent(r.share)} as written, {percent(r.masked)} masked"
            for r in shown.head(10).itertuples()
        ),
        key=looks,
    )
    axes = figure.subplots()
    top = max(shown[["share", "masked"]].max(axis=None), 0.02)
    for row, theme in enumerate(shown.itertuples()):
        axes.plot(
            [theme.share, theme.masked],
            [row, row],
            color="#BB5566" if theme.fragile else NONE,
            lw=2,
            marker="",
        )
        for (colour, marker), value in zip(looks.values(), (theme.share, theme.masked), strict=True):
            axes.scatter(value, row, color=colour, marker=marker, s=38, zorder=3, clip_on=False)
        axes.text(
            top * 1.08,
            row,
            f"{percent(theme.kept)} stay",
            va="center",
            size=SMALL,
            color="#A83246" if theme.fragile else QUIET,
        )
    rows(axes, [short(theme, 10, 2.6) for theme in shown["theme"]])
    axes.set_xlim(0, top * 1.2)
    axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    return figure
