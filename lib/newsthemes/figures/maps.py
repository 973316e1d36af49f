"""The corpus as a map: every passage a dot, near what says the same."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from newsthemes.figures.colours import INK, NONE, colours
from newsthemes.figures.map_2d import FEWEST_FOR_UMAP, layout, study_layout
from newsthemes.figures.map_names import MARGIN, name_groups
from newsthemes.figures.missing import no_group, no_passage, no_theme, one_language
from newsthemes.figures.phrasing import leaders, listed, percent, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import empty, page, short, wrapped_text
from newsthemes.language.codes import language_name
from newsthemes.results.columns import of_article
from newsthemes.results.study_tables import StudyTables
from newsthemes.robustness.spaces import NEUTRAL, RAW, spaces

READ_AS = "Near dots say similar things; distances between groups, and the axes, mean nothing."
MANY = 4000  # dots from here on are drawn as an image inside the svg and pdf
NEAREST = 10  # dots that are asked for their group
FEW = 100  # dots that need no large map
NAMED = 25  # groups, the largest
COLOURED = 10  # groups, the largest; the others are grey, and those that are named have their name in grey


@figure(stage="topics", by=("theme", "language", "source"), notebook="03-topics", in_run=(None,))
class TopicMap:
    """What lies near what?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        return no_theme(study) if by == "theme" else no_passage(study) if by else no_group(study)

    @staticmethod
    def data(study: StudyTables, by: str | None = "topic") -> pd.DataFrame:
        """x, y (0 to 1), group, by, passage_id: the kept passages, laid out by the vectors topics are found in.

        ``by``: "topic", "theme" (the surest one present) or a column of ``articles`` or of ``passages``.
        """
        x, y = study_layout(study)
        table = pd.DataFrame({"x": x, "y": y, "group": _groups(study, by), "by": by})
        return table.assign(passage_id=study.kept["passage_id"])

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Every passage as a dot; the ten largest groups in colour with an outline, the 25 largest named.

        ``frame``: x, y, group (what the colour says; None for none), by (what the groups are, the same on every row:
        "topic", "theme", "language" …). A name stands on its group, the larger the larger the group.
        """
        if frame.empty:
            return empty(frame, "A map of the passages", "No passage was kept.")
        by, sizes = frame["by"].iloc[0], frame["group"].value_counts()
        grey = int((~frame["group"].isin(sizes.index[:COLOURED])).sum())
        figure = page(
            frame,
            5.6 if len(frame) > FEW else 3.6,
            _groups_found(sizes, by),
            f"One dot a passage, coloured by {by}; n = {plural(len(frame), 'passage')}"
            + (f"; grey: {plural(grey, 'dot')} of {_smaller(frame, by)}" if grey else ""),
            READ_AS + _laid_out(frame) + _unnamed(len(sizes) - NAMED, by),
            "Scatter map; largest groups: "
            + "; ".join(f"{name} ({size})" for name, size in sizes.head(5).items()),
        )
        axes = figure.subplots()
        _dots(axes, frame, sizes)
        figure.draw_without_rendering()  # the names are placed by what the layout leaves for the map
        name_groups(axes, frame, sizes.head(NAMED), colours(sizes.index[:COLOURED]))
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        """How many of a dot's nearest dots share its group, and which groups are the largest."""
        by, sizes = frame["by"].iloc[0], frame["group"].value_counts()
        if sizes.empty:
            return f"None of {plural(len(frame), 'passage')} has a {by}."
        commonest = listed(f"{name} ({size:,})" for name, size in sizes.head(3).items())
        near = f" Of a dot's ten nearest dots {percent(neighbours_alike(frame))} have the same {by}."
        with_one = int(frame["group"].notna().sum())
        return (
            f"With a {by}: {with_one:,} of {plural(len(frame), 'passage')}; the commonest: {commonest}."
            + (near if len(frame) > NEAREST and len(sizes) > 1 else "")
        )


def neighbours_alike(frame: pd.DataFrame, number: int = NEAREST) -> float | None:
    """The share of the ``number`` nearest dots of a dot that are in its group; dots of no group are not asked."""
    from scipy.spatial import cKDTree

    places, groups = frame[["x", "y"]].to_numpy(float), pd.factorize(frame["group"])[0]
    if len(places) < 2:
        return None
    _, nearest = cKDTree(places).query(places, k=min(number + 1, len(places)))
    alike = (groups[nearest[:, 1:]] == groups[:, None])[groups >= 0]
    return float(alike.mean()) if alike.size else None


@figure(stage="embedding", notebook="02-languages", in_run=())
class SpaceBeforeAndAfter:
    """What do the same passages look like before and after language is removed?"""

    missing = staticmethod(one_language)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """space, x, y, group (the language), by: the kept passages on a map of the raw and of the study's vectors."""
        languages = study.kept["language"].map(language_name)
        made, maps = spaces(study), []
        for name in (RAW, NEUTRAL):
            x, y = layout(made[name], study.seed)
            maps.append(pd.DataFrame({"space": name, "x": x, "y": y, "group": languages, "by": "language"}))
        return pd.concat(maps, ignore_index=True)

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """The same passages in two spaces side by side, coloured alike.

        ``frame``: space (the name of a space; one panel each, in the order of first rows), x, y, group, by.
        """
        if frame.empty:
            return empty(frame, "The same passages in two spaces", "No passage was kept.")
        by, spaces = frame["by"].iloc[0], list(frame["space"].unique())
        sizes = frame.loc[frame["space"] == spaces[0], "group"].value_counts()
        figure = page(
            frame,
            3.9,
            f"The same passages in {plural(len(spaces), 'space')}, coloured by {by}",
            f"n = {plural(int(frame['space'].eq(spaces[0]).sum()), 'passage')}, "
            f"{plural(len(sizes), by)}{_grey(frame, by)}",
            READ_AS + _laid_out(frame),
            f"{plural(len(spaces), 'scatter map')} side by side: {'; '.join(spaces)}",
            key=colours(sizes.head(16).index),
        )
        panels = figure.subplots(1, len(spaces), squeeze=False)[0]
        for axes, space in zip(panels, spaces, strict=True):
            _dots(axes, frame[frame["space"] == space], sizes)
            axes.set_title(wrapped_text(space, 10.5, 3.6), color=INK)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        """From the leak of both spaces: a map shows no number."""
        from newsthemes.figures.languages import LanguageLeak

        leaks = LanguageLeak.data(study)
        first, last = leaks.iloc[0], leaks.iloc[-1]
        return (
            f"Share of a passage's nearest neighbours in its own language: {percent(first['leak'])} for "
            f"{first['space']}, "
            f"{percent(last['leak'])} for {last['space']}; chance would give {percent(leaks['chance'].max())}."
        )


def _groups(study: StudyTables, by: str) -> pd.Series:
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
    values = study.kept[by] if by in study.kept else of_article(study, by)
    return values.map(language_name) if by == "language" else values


def _dots(axes: Axes, frame: pd.DataFrame, sizes: Any) -> None:
    """Grey dots first; the COLOURED largest groups over them, each with its outline where it is dense."""
    looks = colours(sizes.index[:COLOURED])
    area = float(np.clip(9000 / max(len(frame), 1), 4, 60))
    grey = frame[~frame["group"].isin(looks)]
    axes.scatter(grey["x"], grey["y"], s=area, c=NONE, alpha=0.5, linewidths=0, rasterized=len(frame) > MANY)
    for group, (colour, marker) in looks.items():
        dots = frame[frame["group"] == group]
        axes.scatter(
            dots["x"],
            dots["y"],
            s=area,
            c=colour,
            marker=marker,
            alpha=0.8,
            linewidths=0,
            rasterized=len(frame) > MANY,
        )
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.margins(MARGIN)


def _unnamed(number: int, by: str) -> str:
    return f" Not named: {plural(number, f'smaller {by}')}." if number > 0 else ""


def _smaller(frame: pd.DataFrame, by: str) -> str:
    """Whose dots are grey."""
    without = frame["group"].isna()
    named = f"smaller {by}s" if frame.loc[~without, "group"].nunique() > COLOURED else ""
    return " or ".join(filter(None, (named, f"no {by}" if without.any() else "")))


def _groups_found(sizes: pd.Series, by: str) -> str:
    """How many groups there are, and the largest if it is larger than all others."""
    if not len(sizes):
        return f"No passage has a {by}"
    largest = leaders(sizes.index.to_series(), sizes)
    about = f", the largest {'about' if by == 'topic' else 'is'} {short(largest[0], 13, 4.2)}"
    return plural(len(sizes), by) + (about if len(sizes) > 1 and len(largest) == 1 else "")


def _laid_out(frame: pd.DataFrame) -> str:
    """How the dots were placed."""
    different = len(frame[["x", "y"]].drop_duplicates())
    by_umap = " UMAP; not comparable between machines."
    return " Two principal components." if different < FEWEST_FOR_UMAP else by_umap


def _grey(frame: pd.DataFrame, by: str) -> str:
    grey = int(frame["group"].isna().sum())
    return f"; grey: {plural(grey, 'dot')} in no {by}" if grey else ""
