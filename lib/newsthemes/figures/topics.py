"""Discovered topics: what they say, and how surely they come back."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from newsthemes.figures.colours import ACCENT, FAINT, INK, QUIET
from newsthemes.figures.missing import no_group, no_topic
from newsthemes.figures.phrasing import leaders, listed, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import (
    INNER,
    MOST_ROWS,
    SMALL,
    empty,
    hairlines,
    left_out,
    page,
    rows,
    short,
    text_width,
    unit_axis,
    written_axes,
)
from newsthemes.results.study_tables import StudyTables
from newsthemes.themes.topics_by_themes import mostly
from newsthemes.topics.evidence_level import SOLID, of_one_story, shows_topics


@figure(stage="themes", notebook="03-topics")
class TopicTerms:
    """What do the topics say?"""

    missing = staticmethod(no_group)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """topic, label, typical (headline or sentence), mostly (the theme of 40% and more of it, or None), size, rank,
        term, gloss, kind ("topic", or "group" where passages are too few for topics): one row a topic and term, topics
        by size."""
        found, themes = [], mostly(study.presence, study.topics.assignment, study.topics.table["topic"])
        for topic, theme in zip(study.topics.table.itertuples(index=False), themes, strict=True):
            about = (
                topic.topic,
                topic.label,
                topic.typical,
                study.theme_definitions.names.get(theme),
                topic.size,
            )
            terms, glosses = topic.terms.split("; "), topic.terms_english.split("; ")
            for rank, (term, gloss) in enumerate(zip(terms, glosses, strict=True), 1):
                found.append((*about, rank, term, gloss))
        columns = ["topic", "label", "typical", "mostly", "size", "rank", "term", "gloss"]
        return (
            pd.DataFrame(found, columns=columns)
            .astype({"topic": int, "size": int, "rank": int})
            .assign(kind=_kind(study))
        )

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Each topic's label, and under it the headline or sentence most typical of it.

        ``frame``: topic (id), label, typical, mostly (a theme's name or None), size (passages), rank (from 1), term,
        gloss, kind ("topic" or "group", the same on every row); one row a topic and term.
        """
        if frame.empty:
            return empty(frame, "What the topics say", "No topic was found; see the study's claims for why.")
        topics, kind = frame.drop_duplicates("topic"), frame["kind"].iloc[0]
        shown, counted = topics.head(MOST_ROWS), _counted(topics, kind)
        figure = page(
            frame,
            0.1 + 0.56 * len(shown),
            _largest(topics, counted),
            f"{counted} by passages, each with its most typical headline or sentence; "
            f"n = {plural(int(topics['size'].sum()), 'passage')} in a {kind}",
            f"The bar is the number of passages, translations included. Labels: terms that set a {kind}'s stories "
            f"apart; a {kind} that is mostly one story has its headline."
            + (
                " ‘Mostly’: 40% and more of the passages carry the theme."
                if shown["mostly"].notna().any()
                else ""
            )
            + left_out(len(topics) - len(shown), kind),
            f"Largest {kind}s: "
            + "; ".join(
                f"{t.label}, {plural(t.size, 'passage')}" for t in shown.head(5).itertuples(index=False)
            ),
        )
        axes = written_axes(figure)
        axes.set_xlim(0, INNER)
        axes.set_ylim(len(shown) - 0.4, -0.5)
        sizes = shown["size"].to_numpy()
        axes.barh(range(len(shown)), 1.1 * sizes / sizes.max(), height=0.34, color=ACCENT)
        hairlines(axes, len(shown) + 1, lw=0.5)
        for row, topic in enumerate(shown.itertuples(index=False)):
            axes.text(1.55, row, f"{topic.size:,}", ha="right", va="center", size=9.5, color=QUIET)
            _named(axes, row, topic, 1.75)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        topics = frame.drop_duplicates("topic")
        outside, kind = int((study.topics.assignment < 0).sum()), frame["kind"].iloc[0]
        largest = listed(
            f"“{topic.label}” ({topic.size:,})" for topic in topics.head(3).itertuples(index=False)
        )
        return (
            f"{_counted(topics, kind)} of {plural(int(topics['size'].sum()), 'passage')}; the largest: {largest}. "
            f"In no {kind}: {outside:,} of {len(study.kept):,}."
        )


@figure(stage="topics", notebook="03-topics")
class TopicStability:
    """How surely does each topic come back?"""

    missing = staticmethod(no_topic)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """topic, label, stability, size, language_leak, sources, single_source, one_story, bar: one row a topic."""
        columns = ["topic", "label", "stability", "size", "language_leak", "sources", "single_source"]
        table = study.topics.table
        return table[columns].assign(one_story=of_one_story(table), bar=SOLID)

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """How surely each topic comes back when the study is run again on part of the passages.

        ``frame``: topic, label, stability (0 to 1), size (passages), language_leak (0 to 1), sources (count),
        single_source (bool), one_story (bool: one story carries it), bar (the stability from which a topic counts as
        solid, the same on every row).
        """
        if frame.empty:
            return empty(
                frame, "How stable the topics are", "No topic was found; see the study's claims for why."
            )
        ordered = frame.sort_values(["stability", "size"], ascending=False, kind="stable")
        shown, bar = ordered.head(MOST_ROWS), float(frame["bar"].iloc[0])
        solid = int((frame["stability"] >= bar).sum())
        come = "comes" if solid == 1 else "come"
        alone = int((frame["one_story"] & (frame["stability"] >= bar)).sum())
        carried = f", {alone} of them carried by one story" if alone else ""
        figure = page(
            frame,
            0.8 + 0.33 * len(shown),
            f"{solid} of {plural(len(frame), 'topic')} {come} back when passages are resampled{carried}",
            f"Stability under resampling, 0 to 1; {solid} of {plural(len(frame), 'topic')} reach {bar:.2f} and "
            "count as solid",
            "The area of a dot is the topic's size, in passages on the right; hollow: below the mark."
            + (" ‘One story’: it comes back whenever that story does." if frame["one_story"].any() else "")
            + (" ‘One source’: it rests on a single source." if frame["single_source"].eq(True).any() else "")
            + left_out(len(ordered) - len(shown), "topic", "the least stable"),
            "Dots, highest first: "
            + "; ".join(f"{t.label} {t.stability:.2f}" for t in shown.head(8).itertuples(index=False)),
        )
        axes = figure.subplots()
        axes.axvline(bar, color="#999999", lw=1, ls=(0, (4, 3)), zorder=1)
        axes.hlines(
            range(len(shown)), 0, shown["stability"], color=FAINT, lw=1, capstyle="projecting", zorder=1
        )
        axes.scatter(
            shown["stability"],
            range(len(shown)),
            s=24 + 180 * shown["size"] / frame["size"].max(),
            color=[ACCENT if stability >= bar else "white" for stability in shown["stability"]],
            edgecolors=ACCENT,
            linewidths=1.3,
            zorder=2,
        )
        marks = np.where(shown["single_source"].eq(True), ", one source", "")
        marks = np.where(shown["one_story"], ", one story", marks)
        for row, (size, marked) in enumerate(zip(shown["size"], marks, strict=True)):
            axes.text(1.06, row, f"{size:,}{marked}", va="center", size=SMALL, color=QUIET)
        rows(axes, [short(label, 10, 3.0) for label in shown["label"]])
        axes.set_xlim(0, 1.22)
        unit_axis(axes)
        axes.set_xlabel("stability", loc="left")
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        solid = frame[frame["stability"] >= frame["bar"]]
        single = frame.loc[frame["single_source"].eq(True), "label"]
        named = "all" if len(single) == len(frame) > 1 else listed(f"“{label}”" for label in single)
        on_one = f"; resting on one source only: {named}"
        known = frame["single_source"].notna().any()
        alone = (
            f", {int(solid['one_story'].sum())} of these carried by one story"
            if solid["one_story"].any()
            else ""
        )
        return f"Solid: {len(solid)} of {plural(len(frame), 'topic')}{alone}{on_one if known else ''}."


def _kind(study: StudyTables) -> str:
    """What topics are called: groups, where passages are too few for topics."""
    return "topic" if shows_topics(study.topics.rung) else "group"


def _counted(topics: pd.DataFrame, kind: str) -> str:
    """ "3 topics"; "3 groups of alike passages" """
    return plural(len(topics), kind) + (" of alike passages" if kind == "group" else "")


def _largest(topics: pd.DataFrame, counted: str) -> str:
    """How many there are, and the largest if it is larger than all others."""
    largest = leaders(topics["label"], topics["size"])
    about = f", the largest about {short(largest[0], 13, 4.2)}"
    return counted + (about if len(topics) > 1 and len(largest) == 1 else "")


def _named(axes: Axes, row: int, topic: Any, at: float) -> None:
    """A topic's label, the theme that it is mostly about, and the line under them, from ``at`` inches on."""
    theme = f"mostly {topic.mostly[:1].lower()}{topic.mostly[1:]}" if isinstance(topic.mostly, str) else ""
    theme = short(theme, SMALL, 2.4)
    space = INNER - at - (text_width(theme, SMALL) + 0.2 if theme else 0)
    axes.text(at, row - 0.03, short(topic.label, 10.5, space), va="bottom", size=10.5, color=INK)
    axes.text(INNER, row - 0.03, theme, va="bottom", ha="right", size=SMALL, color=ACCENT)
    under = topic.typical if isinstance(topic.typical, str) else ""
    axes.text(at, row + 0.04, short(under, SMALL, INNER - at), va="top", size=SMALL, color=QUIET)
