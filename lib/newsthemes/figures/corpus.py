"""What came in, and what was set aside."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from newsthemes.figures.colours import ACCENT, INK, QUIET
from newsthemes.figures.missing import no_article
from newsthemes.figures.phrasing import listed, percent, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import MOST_ROWS, SMALL, empty, left_out, page, rows, short, slanted_names
from newsthemes.language.codes import language_name
from newsthemes.language.tokens import word_counts
from newsthemes.missing import UNKNOWN
from newsthemes.results.study_tables import StudyTables

LEVEL_NAMES = 7  # of languages that stand side by side; more are slanted


@figure(stage="reading", notebook="01-corpus")
class CorpusOverview:
    """What is the corpus made of?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        kinds = study.articles[["source", "language"]].drop_duplicates()
        one = "all articles are in one language and of one source, or of none that is known"
        return no_article(study) or (one if len(kinds) == 1 else None)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """source, language, articles, passages, words: one row a combination, the largest sources first."""
        articles = study.articles
        kept = study.kept.assign(words=word_counts(study.kept)).groupby("article_id")
        table = pd.DataFrame(
            {
                "source": articles["source"].where(articles["source"].notna(), UNKNOWN),
                "language": articles["language"]
                .where(articles["language"].notna(), UNKNOWN)
                .map(language_name),
                "articles": 1,
                "passages": articles["article_id"].map(kept.size()).fillna(0).astype(int),
                "words": articles["article_id"].map(kept["words"].sum()).fillna(0).astype(int),
            }
        )
        counted = table.groupby(["source", "language"], as_index=False).sum()
        by_source = counted.groupby("source")["articles"].transform("sum")
        by_language = counted.groupby("language")["articles"].transform("sum")
        order = pd.DataFrame(
            {"s": -by_source, "source": counted["source"], "l": -by_language, "code": counted["language"]}
        )
        return counted.loc[order.sort_values(list(order)).index].reset_index(drop=True)

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """How many articles each source has in each language, as a table of dots.

        ``frame``: source, language, articles, passages, words (counts; passages and words are those kept); one row a
        combination that occurs. Sources and languages are drawn in the order of their first row; the first 30
        sources.
        """
        if frame.empty:
            return empty(frame, "What the corpus is made of", "No article could be read.")
        sources, languages = list(frame["source"].unique()), list(frame["language"].unique())
        shown = sources[:MOST_ROWS]
        n, words = int(frame["articles"].sum()), int(frame["words"].sum())
        figure = page(
            frame,
            0.62 + 0.42 * len(shown),
            f"{plural(n, 'article')} in {plural(len(languages), 'language')}{_largest_source(frame)}",
            f"Articles by source and language; n = {plural(n, 'article')}, "
            f"{plural(int(frame['passages'].sum()), 'passage')} and {plural(words, 'word')} kept",
            "The area of a dot is the number of articles, written beside it; words kept are on the right."
            + left_out(len(sources) - len(shown), "source"),
            f"A dot a source and language: {plural(n, 'article')}{_sources(frame)}.",
        )
        axes = figure.subplots()
        largest = frame["articles"].max()
        drawn = frame[frame["source"].isin(shown)]
        x, y = drawn["language"].map(languages.index), drawn["source"].map(shown.index)
        # In square points: of many languages the dots are smaller, so that the numbers beside them have room.
        crowded = min(1.0, LEVEL_NAMES / len(languages))
        areas = 420 * crowded**2 * drawn["articles"] / largest
        axes.scatter(x, y, s=areas, color=ACCENT, zorder=2)
        for at, row, count, area in zip(x, y, drawn["articles"], areas, strict=True):
            beside = ((area / np.pi) ** 0.5 + 3, 0)
            size = 9.5 if crowded == 1 else 8
            axes.annotate(f"{count:,}", (at, row), beside, textcoords="offset points", va="center", size=size)
        for row, source in enumerate(shown):
            kept = int(drawn.loc[drawn["source"] == source, "words"].sum())
            axes.text(
                len(languages) - 0.25,
                row,
                plural(kept, "word"),
                va="center",
                ha="left",
                color=QUIET,
                size=SMALL,
            )
        axes.set_xlim(-0.5, len(languages) + 0.3)
        rows(axes, ["source unknown" if source == UNKNOWN else short(source, 10, 2.4) for source in shown])
        if len(languages) > LEVEL_NAMES:
            slanted_names(axes, languages)
        else:
            axes.set_xticks(range(len(languages)), [short(language, 10, 0.9) for language in languages])
            axes.xaxis.tick_top()
        axes.tick_params(axis="x", labelcolor=INK, labelsize=10, length=0)
        axes.spines[:].set_visible(False)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        languages = frame.groupby("language")["articles"].sum().sort_values(ascending=False, kind="stable")
        counted = listed(f"{name}: {count}" for name, count in languages.items())
        return (
            f"{plural(int(frame['articles'].sum()), 'article')}{_sources(frame)} in "
            f"{plural(len(languages), 'language')} ({counted}); with a date: "
            f"{study.articles['date'].notna().sum():,}{_unknown(frame)}."
        )


def _sources(frame: pd.DataFrame) -> str:
    """From how many sources the articles are; nothing where none is known."""
    known = frame.loc[frame["source"] != UNKNOWN, "source"].nunique()
    return f" from {plural(known, 'source')}" if known else ""


def _unknown(frame: pd.DataFrame) -> str:
    lacking = int(frame.loc[frame["source"] == UNKNOWN, "articles"].sum())
    return f"; of an unknown source: {lacking:,}" if lacking else ""


def _largest_source(frame: pd.DataFrame) -> str:
    """The known source of more than half of the articles, if there are several."""
    counts = frame.groupby("source")["articles"].sum()
    largest = counts.drop(UNKNOWN, errors="ignore").nlargest(1)
    if len(counts) < 2 or 2 * largest.sum() <= counts.sum():
        return ""
    return f", most of them from {short(largest.index[0], 13, 3)}"


@figure(stage="reading", notebook="01-corpus")
class SetAside:
    """What was set aside before the study, and why?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        aside = ~study.passages["kept"].astype(bool) & study.passages["reason"].ne("front matter")
        return None if aside.any() else "nothing was set aside: every passage was kept"

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """reason, passages, words, share (of all words): one row a reason, most words first. Front matter is left
        out: it was read into the columns of ``articles`` and is no text of the article."""
        passages = study.passages[study.passages["reason"].ne("front matter")]
        passages = passages.assign(words=word_counts(passages))
        whole = max(int(passages["words"].sum()), 1)
        aside = (
            passages[~passages["kept"].astype(bool)]
            .groupby("reason")["words"]
            .agg(["size", "sum"])
            .reset_index()
        )
        aside.columns = ["reason", "passages", "words"]
        aside["share"] = aside["words"] / whole
        return aside.sort_values(["words", "reason"], ascending=[False, True], ignore_index=True)

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """What was set aside before the study, by reason.

        ``frame``: reason, passages (count), words (count), share (of all words, 0 to 1); one row a reason, none
        for what was kept.
        """
        if frame.empty:
            return empty(
                frame, "What was set aside, and why", "Nothing was set aside: every passage was kept."
            )
        shown = frame.sort_values(["words", "reason"], ascending=[False, True]).head(MOST_ROWS)
        figure = page(
            frame,
            0.35 + 0.3 * len(shown),
            f"{percent(frame['share'].sum())} of all words were set aside{_mostly(shown)}",
            f"Words in passages set aside, by reason; n = {plural(int(frame['passages'].sum()), 'passage')}",
            "Nothing is deleted: every passage set aside keeps its place and its reason in passages.parquet. "
            "Front matter, "
            "which is read as title, date and source, is not counted."
            + left_out(len(frame) - len(shown), "reason"),
            "Bars: "
            + "; ".join(f"{r.reason} {plural(int(r.words), 'word')}" for r in shown.head(5).itertuples())
            + ".",
        )
        axes = figure.subplots()
        axes.barh(range(len(shown)), shown["words"], color=ACCENT, height=0.62)
        for row, (words, passages) in enumerate(zip(shown["words"], shown["passages"], strict=True)):
            label = f"{plural(int(words), 'word')} in {plural(int(passages), 'passage')}"
            axes.annotate(
                label, (words, row), (5, 0), textcoords="offset points", va="center", size=SMALL, color=QUIET
            )
        rows(axes, [short(reason, 10, 2.2) for reason in shown["reason"]])
        axes.set_xlim(0, shown["words"].max() * 1.32 or 1)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        counts = (f"{row.reason} ({plural(row.passages, 'passage')})" for row in frame.itertuples())
        reasons = listed(counts, most=3)
        return (
            f"{plural(int(frame['passages'].sum()), 'passage')} set aside, {percent(frame['share'].sum())} of all "
            f"words, as: {reasons}."
        )


def _mostly(shown: pd.DataFrame) -> str:
    """The reason for more than half of the words set aside."""
    first, words = shown.iloc[0], shown["words"].sum()
    return f", most of them as “{first['reason']}”" if len(shown) > 1 and 2 * first["words"] > words else ""
