"""Which languages an article mixes."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from newsthemes.figures.colours import INK, colours
from newsthemes.figures.phrasing import percent, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import MOST_ROWS, SMALL, empty, left_out, page, rows, short, text_width
from newsthemes.language.codes import language_name
from newsthemes.language.tokens import word_counts
from newsthemes.results.columns import article_names
from newsthemes.results.study_tables import StudyTables

BAR = 4.6  # inches that a whole bar has at least
DARK = {"#004488", "#BB5566", "#222222", "#661100", "#882255"}  # fills that carry white type


@figure(stage="reading", notebook="01-corpus")
class LanguagesInArticles:
    """Which languages does an article mix?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        languages = study.kept.groupby("article_id")["language"].nunique()
        return None if (languages > 1).any() else "no article mixes languages"

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """article, language, words, share, main: one row an article and language of its kept passages."""
        kept = study.kept.assign(
            words=word_counts(study.kept), article=study.kept["article_id"].map(article_names(study))
        )
        kept["language"] = kept["language"].map(language_name)
        table = kept.groupby(["article", "language"], as_index=False, sort=False)["words"].sum()
        whole = table.groupby("article")["words"].transform("sum")
        table["share"] = table["words"] / whole.where(whole > 0, 1)
        largest = (
            table.sort_values(["words", "language"], ascending=[False, True]).drop_duplicates("article").index
        )
        table["main"] = table.index.isin(largest)
        return table

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Which languages each article is in, for the articles that mix them.

        ``frame``: article (a name to show), language, words (count), share (of the article's kept words, 0 to 1),
        main (whether this is the article's main language); one row an article and language. Only articles with
        more than one language are drawn, the most mixed first.
        """
        per = frame.groupby("article", sort=False)["language"].transform("nunique")
        mixed, n = frame[per > 1], frame["article"].nunique()
        if mixed.empty:
            return empty(
                frame, "Languages inside each article", f"None of the {plural(n, 'article')} mixes languages."
            )
        foreign = (
            mixed[~mixed["main"]]
            .groupby("article")["share"]
            .sum()
            .sort_values(ascending=False, kind="stable")
        )
        shown = list(foreign.index[:MOST_ROWS])
        looks, drawn = colours(frame["language"].value_counts().index), mixed[mixed["article"].isin(shown)]
        unnamed = {part.language for part in drawn.itertuples() if not _part_label(part)}
        figure = page(
            frame,
            0.7 + 0.3 * len(shown),
            f"{len(foreign):,} of {plural(n, 'article')} {'mixes' if len(foreign) == 1 else 'mix'} languages",
            f"Share of an article's kept words by language; n = {plural(len(foreign), 'article')} of {n:,}",
            "The language of a passage is told from its own words; one too short to tell has that of its article."
            + left_out(len(foreign) - len(shown), "mixed article"),
            "Most mixed: "
            + "; ".join(
                f"{name}, {percent(share)} not in its main language"
                for name, share in foreign.head(3).items()
            ),
            key={name: (looks[name][0], "s") for name in looks if name in unnamed},
        )
        axes = figure.subplots()
        for row, article in enumerate(shown):
            start = 0
            for part in (
                mixed[mixed["article"] == article]
                .sort_values("main", ascending=False, kind="stable")
                .itertuples()
            ):
                axes.barh(
                    row, part.share, left=start, color=looks[part.language][0], height=0.66, edgecolor="white"
                )
                _bar_label(axes, row, start, part, dark=looks[part.language][0] in DARK)
                start += part.share
        rows(axes, [short(article, 10, 3.0) for article in shown])
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
        axes.set_xlabel("share of the article's kept words", loc="left")
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        mixed = frame[~frame["main"].astype(bool)]
        foreign = mixed["words"].sum() / max(frame["words"].sum(), 1)
        return (
            f"Articles that mix languages: {mixed['article'].nunique():,} of {frame['article'].nunique():,}; "
            f"kept words that are not in their article's main language: {percent(foreign)}."
        )


def _bar_label(axes: Axes, row: Any, start: float, part: Any, dark: bool) -> None:
    if text := _part_label(part):
        axes.text(
            start + part.share / 2,
            row,
            text,
            ha="center",
            va="center",
            size=SMALL,
            color="w" if dark else INK,
        )


def _part_label(part: Any) -> str | None:
    """The language of a part of a bar and its share, the language alone, or None: what has room in it."""
    room, language = 0.94 * part.share * BAR, short(part.language, SMALL, BAR)
    texts = (f"{language} {percent(part.share)}", language)
    return next((text for text in texts if text_width(text, SMALL) <= room), None)
