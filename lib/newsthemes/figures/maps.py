"""The corpus as a map: every passage a dot, near what says the same."""

import numpy as np
import pandas as pd
import textalloc

from newsthemes.figures.map_2d import layout
from newsthemes.figures.missing import no_passage, no_topic, one_language
from newsthemes.figures.phrasing import listed, percent, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import (
    INK,
    colours,
    empty,
    page,
    readable,
    short,
    wrapped_text,
)
from newsthemes.results.columns import of_article
from newsthemes.robustness.spaces import NEUTRAL, RAW, spaces

READ_AS = (
    "Near dots say similar things; distances between groups, and the axes, mean nothing. UMAP of language-neutral "
    "vectors; not comparable between machines."
)
MANY = 4000  # dots from here on are drawn as an image inside the svg and pdf
MOST_LABELS = 25
FEW = 100  # dots that need no large map


@figure(stage="topics", by=("theme", "language", "source"), notebook="03-topics")
class TopicMap:
    """What lies near what?"""

    @staticmethod
    def missing(study, by=None):
        return no_passage(study) or (None if by else no_topic(study))

    @staticmethod
    def data(study, by="topic"):
        """x, y, group, by, passage_id: the kept passages on a map; ``by``: "topic", "theme" (the surest one
        present) or a column of ``articles`` or of ``passages``."""
        x, y = layout(np.asarray(study.vectors_of_kept), study.seed)
        table = pd.DataFrame({"x": x, "y": y, "group": _groups(study, by), "by": by})
        return table.assign(passage_id=study.kept["passage_id"])

    @staticmethod
    def draw(frame):
        """Every passage as a dot, coloured by one of its groups, with the groups named on the map.

        ``frame``: x, y, group (what the colour says; None for none), by (what the groups are, the same on every row:
        "topic", "theme", "language" …). A group is named beside its densest spot; the 25 largest groups are named.
        """
        if frame.empty:
            return empty("A map of the passages", "No passage was kept.")
        by = frame["by"].iloc[0]
        sizes = frame["group"].value_counts()
        figure = page(
            6.4 if len(frame) > FEW else 3.6,
            f"A map of the passages, by {by}",
            f"n = {plural(len(frame), 'passage')}, {plural(len(sizes), by)}{_grey(frame, by)}",
            READ_AS + (f" Named: the {MOST_LABELS} largest groups." if len(sizes) > MOST_LABELS else ""),
            "Scatter map; largest groups: "
            + "; ".join(f"{name} ({size})" for name, size in sizes.head(5).items()),
        )
        axes = figure.subplots()
        _dots(axes, frame, sizes)
        figure.draw_without_rendering()  # the labels are placed by what the layout leaves for the map
        _name_groups(axes, frame, sizes.index[:MOST_LABELS])
        return figure

    @staticmethod
    def caption(frame, study):
        """Of topics: how much they keep of the languages; of any other groups: how many passages have one."""
        by = frame["by"].iloc[0]
        sizes = frame["group"].value_counts()
        if by == "topic":
            leak = study.topics.table["language_leak"].max()
            return (
                f"{plural(int(frame['group'].notna().sum()), 'passage')} in {plural(len(sizes), 'topic')}; "
                f"the most one-sided topic gives away {percent(leak)} of what it could about its language."
            )
        commonest = listed(f"{name} ({size:,})" for name, size in sizes.head(3).items())
        share = frame["group"].notna().mean()
        if sizes.empty:
            return f"None of {plural(len(frame), 'passage')} has a {by}."
        return (
            f"With a {by}: {percent(share)} of {plural(len(frame), 'passage')}; the commonest: {commonest}."
        )


@figure(stage="embedding", notebook="02-languages", in_run=False)
class SpaceBeforeAndAfter:
    """What do the same passages look like before and after language is removed?"""

    missing = staticmethod(one_language)

    @staticmethod
    def data(study):
        """space, x, y, group (the language), by: the kept passages on a map of the raw and of the study's vectors."""
        languages = study.kept["language"]
        made, maps = spaces(study), []
        for name in (RAW, NEUTRAL):
            x, y = layout(made[name], study.seed)
            maps.append(pd.DataFrame({"space": name, "x": x, "y": y, "group": languages, "by": "language"}))
        return pd.concat(maps, ignore_index=True)

    @staticmethod
    def draw(frame):
        """The same passages in two spaces side by side, coloured alike.

        ``frame``: space (the name of a space; one panel each, in the order of first rows), x, y, group, by.
        """
        if frame.empty:
            return empty("The same passages in two spaces", "No passage was kept.")
        by, spaces = frame["by"].iloc[0], list(frame["space"].unique())
        sizes = frame.loc[frame["space"] == spaces[0], "group"].value_counts()
        figure = page(
            3.9,
            f"The same passages in {plural(len(spaces), 'space')}, coloured by {by}",
            f"n = {plural(int(frame['space'].eq(spaces[0]).sum()), 'passage')}, "
            f"{plural(len(sizes), by)}{_grey(frame, by)}",
            READ_AS.replace("language-neutral vectors", "each space's vectors"),
            f"{plural(len(spaces), 'scatter map')} side by side: {'; '.join(spaces)}",
            key=colours(sizes.head(16).index),
        )
        panels = figure.subplots(1, len(spaces), squeeze=False)[0]
        for axes, space in zip(panels, spaces, strict=True):
            _dots(axes, frame[frame["space"] == space], sizes)
            axes.set_title(wrapped_text(space, 10.5, 3.6), color=INK)
        return figure

    @staticmethod
    def caption(frame, study):
        """From the leak of both spaces: a map shows no number."""
        from newsthemes.figures.languages import LanguageLeak

        leaks = LanguageLeak.data(study)
        first, last = leaks.iloc[0], leaks.iloc[-1]
        return (
            f"Share of a passage's nearest neighbours in its own language: {percent(first['leak'])} for "
            f"{first['space']}, "
            f"{percent(last['leak'])} for {last['space']}; chance would give {percent(leaks['chance'].max())}."
        )


def _groups(study, by):
    if by == "topic":
        return (
            pd.Series(study.topics.assignment)
            .map(dict(zip(study.topics.table["topic"], study.topics.table["label"], strict=True)))
            .astype(object)
        )
    if by == "theme":
        if not len(study.kept):
            return pd.Series(dtype=object)
        surest = study.scores.where(study.presence, -1.0).idxmax(axis=1)
        return surest.map(study.theme_definitions.names).where(study.presence.any(axis=1), None)
    return study.kept[by] if by in study.kept else of_article(study, by)


def _dots(axes, frame, sizes):
    looks = colours(sizes.index)
    area = float(np.clip(9000 / max(len(frame), 1), 4, 60))
    for group in [None, *sizes.index]:
        dots = frame[frame["group"].isna()] if group is None else frame[frame["group"] == group]
        colour, marker = colours([None])[None] if group is None else looks[group]
        axes.scatter(
            dots["x"],
            dots["y"],
            s=area,
            c=colour,
            marker=marker,
            alpha=(0.55 if len(frame) > FEW else 0.9) if group is None else 0.8,
            linewidths=0,
            rasterized=len(frame) > MANY,
        )
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.margins(0.06)


def _name_groups(axes, frame, groups):
    """Names beside each group's densest dot, placed so that they cover neither dots nor one another."""
    looks = colours(frame["group"].value_counts().index)
    spots = np.array(
        [_densest(frame.loc[frame["group"] == group, ["x", "y"]].to_numpy(float)) for group in groups]
    )
    if not len(spots):
        return
    names = [wrapped_text(short(group, 9.5, 3.2), 9.5, 1.7) for group in groups]
    crowd = frame[["x", "y"]].to_numpy(float)[:: max(1, len(frame) // 700)]
    textalloc.allocate(
        axes,
        spots[:, 0],
        spots[:, 1],
        names,
        x_scatter=crowd[:, 0],
        y_scatter=crowd[:, 1],
        textsize=9.5,
        textcolor=[readable(looks[group][0]) for group in groups],
        linecolor="#555555",
        linewidth=0.6,
        draw_all=True,
        min_distance=0.012,
        max_distance=0.25,
        margin=0.006,
        avoid_label_lines_overlap=True,
        nbr_candidates=400,
    )
    _halo(axes)


def _halo(axes):
    """A white edge around the names, so that dots behind them don't eat into the letters."""
    from matplotlib.patheffects import withStroke

    for line in axes.lines:
        line.set_marker("")
    for text in axes.texts:
        text.set_path_effects([withStroke(linewidth=2.6, foreground="white")])
        text.set_zorder(5)


def _densest(points):
    """The point with the nearest neighbours: where a reader looks for the name of a group."""
    some = points[:: max(1, len(points) // 400)]
    distances = np.sqrt(((some[:, None] - some[None]) ** 2).sum(axis=2))
    nearest = np.sort(distances, axis=1)[:, : max(2, len(some) // 4)].mean(axis=1)
    return some[nearest.argmin()]


def _grey(frame, by):
    grey = int(frame["group"].isna().sum())
    return f"; grey: {plural(grey, 'dot')} in no {by}" if grey else ""
