"""The words of the largest topics, and the words that set two groups apart."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from newsthemes.errors import InputError
from newsthemes.figures.colours import ACCENT, INK, QUIET, colours
from newsthemes.figures.missing import no_topic, one_value
from newsthemes.figures.phrasing import listed, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import SMALL, empty, left_out, page, rows, short
from newsthemes.language.codes import language_name
from newsthemes.prevalence.intervals import LEVEL_PERCENT
from newsthemes.results.columns import of_article
from newsthemes.results.study_tables import StudyTables

PANELS, WORDS = 9, 6  # topics on one page, and words of each
KEY_WORDS = 10  # of each of two groups


@figure(stage="topics", notebook="03-topics")
class TopicWords:
    """Which words set the largest topics off?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        if reason := no_topic(study, by):
            return reason
        return None if study.topics.table["terms_english"].str.strip().any() else "no word sets a topic off"

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """topic, label, typical, size (passages), of (stories of the topic), rank, word (in English), stories (of the
        topic that hold it): a row a topic and word, topics by size. Of a part of a study: the topics that are left,
        counted in the whole, where their words were found."""
        found, left = [], study.topics.table["topic"]
        whole = getattr(study.topics, "whole", study.topics).table
        for topic in whole[whole["topic"].isin(left)].itertuples(index=False):
            words, held = topic.terms_english.split("; "), topic.terms_stories.split("; ")
            for rank, (word, count) in enumerate(zip(words, held, strict=True), 1):
                if word:
                    about = (topic.topic, topic.label, topic.typical, topic.size, topic.stories)
                    found.append((*about, rank, word, int(count)))
        return pd.DataFrame(
            found, columns=["topic", "label", "typical", "size", "of", "rank", "word", "stories"]
        ).astype({"topic": int, "size": int, "of": int, "rank": int, "stories": int})

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Bars of the words that set each of the nine largest topics off, one panel a topic.

        ``frame``: topic, label, typical, size, of, rank, word, stories; the length of a bar is the number of the
        topic's stories that hold the word; the most telling words first.
        """
        if frame.empty:
            return empty(
                frame, "The words of the topics", "No topic was found; see the study's claims for why."
            )
        topics = frame.drop_duplicates("topic")
        shown = topics.head(PANELS)
        first = frame[frame["topic"] == shown["topic"].iloc[0]].head(3)["word"]
        columns = min(3, len(shown))
        bands = -(-len(shown) // columns)
        figure = page(
            frame,
            bands * 0.21 * (WORDS + 2),
            f"What sets the largest topic off: {listed(first)}",
            f"Stories of the topic that hold the word; n = {_stories(shown)}",
            "The most telling words first: by the log-odds of the topic's stories against the others. A word and its "
            "translations count as one." + left_out(len(topics) - len(shown), "topic"),
            "Bars, one panel a topic: " + "; ".join(shown["label"].head(5)),
        )
        panels = figure.subplots(bands, columns, squeeze=False).ravel()
        for axes, topic in zip(panels, shown.itertuples(), strict=False):
            _word_bars(axes, frame[frame["topic"] == topic.topic].head(WORDS), topic, 7.4 / columns)
        for axes in panels[len(shown) :]:
            axes.set_visible(False)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        topics = [(label, part["word"].head(3)) for label, part in frame.groupby("label", sort=False)]
        return "; ".join(f"“{label}”: {listed(words)}" for label, words in topics[:3]) + "."


@figure(stage="prevalence", by=("source", "language"), notebook="04-themes", in_run=())
class WordsApart:
    """Which words set two groups apart?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        return one_value(study, by or "source") or (None if len(study.kept) else "no passage was kept")

    @staticmethod
    def data(study: StudyTables, by: str = "source") -> pd.DataFrame:
        """word, group (the one that has it more), other, by, log_odds, low, high, stories, of (stories of the
        group): the words that set the two groups with most articles apart, see ``compare``."""
        counts = study.articles[by].dropna().value_counts()
        order = counts.sort_index().sort_values(ascending=False, kind="stable").index[:2]
        columns = ["word", "group", "other", "by", "log_odds", "low", "high", "stories", "of"]
        names = [language_name(name) if by == "language" else str(name) for name in order]
        if len(order) < 2:
            return pd.DataFrame(columns=columns)
        try:
            found = study.compare({by: order[0]}, {by: order[1]})
        except InputError:  # of a selection that already holds one of them only
            return pd.DataFrame(columns=columns)
        table, totals = pd.DataFrame(found.words), list(found.n.values())
        first = table["side"].eq("a")
        return table.assign(
            group=np.where(first, *names),
            other=np.where(first, *names[::-1]),
            by=by,
            stories=np.where(first, table["stories_a"], table["stories_b"]),
            of=np.where(first, *totals),
        )[columns]

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """The words of two groups, each with its log-odds ratio and interval, right and left of a middle.

        ``frame``: word, group, other, by, log_odds, low, high, stories, of; the surest of each group first.
        """
        if frame.empty:
            return empty(
                frame, "The words that set two groups apart", "No word sets the two largest groups apart."
            )
        shown = frame.groupby("group", sort=False).head(KEY_WORDS).reset_index(drop=True)
        looks = colours([*dict.fromkeys([*frame["group"], *frame["other"]])])
        lead = shown.iloc[0]
        figure = page(
            frame,
            0.6 + 0.24 * len(shown),
            f"“{lead['word']}” is more of {lead['group']}, not of {lead['other']}",
            "Log-odds that a story has the word, one group against the other; "
            + ", ".join(
                f"{r.group} {plural(int(r.of), 'story')}" for r in shown.drop_duplicates("group").itertuples()
            ),
            f"Bars: {LEVEL_PERCENT} interval. Words are counted once a story, translations as one word.",
            "Dots: " + "; ".join(f"{r.word} ({r.group})" for r in shown.head(8).itertuples()),
            key={name: (look[0], "o") for name, look in looks.items()},
        )
        axes = figure.subplots()
        tints = [looks[group][0] for group in shown["group"]]
        axes.axvline(0, color="#999999", lw=0.8, zorder=0)
        axes.hlines(range(len(shown)), shown["low"], shown["high"], color=tints, lw=1.6, alpha=0.5)
        axes.scatter(shown["log_odds"], range(len(shown)), color=tints, s=34, zorder=2)
        rows(axes, [short(word, 10, 2.4) for word in shown["word"]])
        axes.set_xlabel("log-odds ratio", loc="left")
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        said = [
            f"{group} ({plural(int(part['of'].iloc[0]), 'story')}): {listed(part['word'].head(3))}"
            for group, part in frame.groupby("group", sort=False)
        ]
        return "; ".join(said) + "."


def _stories(topics: pd.DataFrame) -> str:
    """The fewest and the most stories of a topic: their sum would count a story once for each of its topics."""
    fewest, most = int(topics["of"].min()), int(topics["of"].max())
    if fewest == most:
        return f"{plural(most, 'story')} in {'the' if len(topics) == 1 else 'each'} topic"
    return f"{fewest:,} to {plural(most, 'story')} a topic; a story counts in every topic that it has"


def _word_bars(axes: Axes, words: pd.DataFrame, topic: Any, width: float) -> None:
    """A panel: the topic's label and line, then a row a word; words stand inside the axes, left of their bars."""
    most = max(words["stories"].max(), 1)
    axes.barh(
        range(len(words)), 0.42 * words["stories"] / most, left=0.48, color=ACCENT, height=0.62, alpha=0.85
    )
    for row, (_, word) in enumerate(words.iterrows()):
        axes.text(0, row, short(word["word"], SMALL, 0.43 * width), va="center", size=SMALL, color=INK)
        end = 0.48 + 0.42 * word["stories"] / most
        axes.text(end + 0.015, row, f"{word['stories']:,}", va="center", size=8, color=QUIET)
    axes.text(0, -1.55, short(topic.label, 9.5, width - 0.1), size=9.5, color=INK, va="center")
    under = topic.typical if isinstance(topic.typical, str) else ""
    axes.text(0, -0.85, short(under, 7.5, width - 0.1), size=7.5, color=QUIET, va="center")
    axes.set_axis_off()
    axes.set_ylim(WORDS - 0.4, -2)
    axes.set_xlim(0, 1)


def groups_of(study: StudyTables, by: str) -> pd.Series:
    """The group of each kept passage by a column, languages by name, rows as in ``kept``; None where unknown."""
    values = study.kept[by] if by in study.kept else of_article(study, by)
    return values.map(language_name) if by == "language" else values
