"""When the coverage came and from whom, and who reposted or translated whom."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from newsthemes.figures.colours import ACCENT, FAINT, INK, NONE, QUIET, colours
from newsthemes.figures.missing import one_month
from newsthemes.figures.months import month_ticks, months_between, not_drawn
from newsthemes.figures.phrasing import leaders, listed, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import INNER, SMALL, empty, hairlines, left_out, page, short, written_axes
from newsthemes.language.codes import language_name
from newsthemes.missing import UNKNOWN
from newsthemes.results.columns import article_names
from newsthemes.results.study_tables import StudyTables

SOURCES, OTHERS = 8, "other sources"  # sources with a colour of their own
FIRST = "The first is the earliest by date, not necessarily the original; undated articles stand last."
STORIES, COPIES = 14, 6  # stories on one page, and articles of each


@figure(stage="stories", notebook="01-corpus")
class ArticlesOverTime:
    """When did the articles come, and from whom?"""

    missing = staticmethod(one_month)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """month, source (the eight largest, the rest "other sources"), articles, undated: a row a month and source."""
        dates = study.articles["date"].where(study.articles["date"].notna(), "").astype(str).str[:7]
        source = study.articles["source"].where(study.articles["source"].notna(), UNKNOWN)
        order = source.value_counts().sort_index().sort_values(ascending=False, kind="stable").index
        source = source.where(source.isin(order[:SOURCES]), OTHERS)
        known = dates.str.len().eq(7)
        table = pd.DataFrame({"month": dates[known], "source": source[known]})
        table = table.groupby(["month", "source"]).size().rename("articles").reset_index()
        place = {name: number for number, name in enumerate([*order[:SOURCES], OTHERS])}
        table = table.assign(place=table["source"].map(place)).sort_values(
            ["place", "month"], ignore_index=True
        )
        return table[["month", "source", "articles"]].assign(undated=int((~known).sum()))

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Articles a month, stacked by source.

        ``frame``: month ("2024-03"), source, articles, undated (the same on every row).
        """
        if frame.empty:
            return empty(frame, "Articles over time", "No article has a date.")
        months, totals = months_between(frame), frame.groupby("month")["articles"].sum()
        looks = colours([name for name in frame["source"].unique() if name not in (OTHERS, UNKNOWN)])
        looks = {name: (looks.get(name, (NONE, ""))[0], "s") for name in frame["source"].unique()}
        by_source = "" if list(looks) == [UNKNOWN] else " by source"
        looks = looks if by_source else {UNKNOWN: (ACCENT, "s")}
        figure = page(
            frame,
            2.6,
            _fullest_month(totals),
            f"Articles a month{by_source}; n = {plural(int(totals.sum()), 'article')} with a date"
            + not_drawn(int(frame["undated"].iloc[0])),
            "By the date an article bears; reposts and translations are counted as articles.",
            f"Stacked bars, {months[0]} to {months[-1]}",
            key=looks if by_source else {},
        )
        axes, below = figure.subplots(), pd.Series(0, months)
        for source, (colour, _) in looks.items():
            part = frame[frame["source"] == source].set_index("month")["articles"].reindex(months).fillna(0)
            axes.bar(range(len(months)), part, bottom=below, color=colour, width=0.82)
            below = below + part
        axes.set_xlim(-0.6, len(months) - 0.4)
        axes.locator_params(axis="y", integer=True)
        axes.grid(axis="y")
        month_ticks(axes, months)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        totals = frame.groupby("source", sort=False)["articles"].sum()
        if list(totals.index) == [UNKNOWN]:
            months = plural(frame["month"].nunique(), "month")
            return f"{plural(int(totals.sum()), 'article')} with a date, in {months}."
        return f"Articles with a date by source: {listed(f'{name} {count:,}' for name, count in totals.items())}."


@figure(stage="stories", notebook="01-corpus")
class StoryCopies:
    """Who reposted or translated whom?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        stories = study.articles["story_id"].dropna()
        return None if stories.duplicated().any() else "every article is a story of its own"

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """story, title (English where there is one), articles (of the story), place (from 1, in order of publication,
        the undated last), source, language, date, stories (in all): a row an article of a story with several."""
        about = study.articles[["story_id", "article_id", "title", "source", "language", "date"]]
        about = about.assign(title=about["title"].where(about["title"].fillna("").ne(""), None))
        about = about.assign(late=about["date"].where(about["date"].notna(), "9999").astype(str))
        about = about.sort_values(["late"], kind="stable")
        about["place"] = about.groupby("story_id").cumcount() + 1
        about["articles"] = about.groupby("story_id")["place"].transform("max")
        english = about.sort_values("language", key=lambda codes: codes.ne("en"), kind="stable")
        about["first"] = english.groupby("story_id")["title"].transform("first")
        several = about[about["articles"] > 1].sort_values(
            ["articles", "story_id", "place"], ascending=[False, True, True], kind="stable"
        )
        named = (
            several.drop_duplicates("story_id").set_index("story_id")["article_id"].map(article_names(study))
        )
        return pd.DataFrame(
            {
                "story": several["story_id"],
                "title": several["first"].where(several["first"].notna(), several["story_id"].map(named)),
                "articles": several["articles"],
                "place": several["place"],
                "source": several["source"].where(several["source"].notna(), UNKNOWN),
                "language": several["language"]
                .where(several["language"].notna(), UNKNOWN)
                .map(language_name),
                "date": several["date"],
                "stories": study.articles["story_id"].nunique(),
            }
        ).reset_index(drop=True)

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """The stories with most articles, a row each: from left to right the order of publication.

        ``frame``: story, title, articles, place, source, language, date, stories; colour is the language.
        """
        if frame.empty:
            return empty(frame, "Reposts and translations", "Every article is a story of its own.")
        several = frame.drop_duplicates("story")
        shown, are = several.head(STORIES), "is" if len(several) == 1 else "are"
        looks = colours(frame["language"].value_counts().index)
        figure = page(
            frame,
            0.25 + 0.46 * len(shown),
            f"{len(several):,} of {plural(int(frame['stories'].iloc[0]), 'story')} {are} told in more than one article",
            f"Articles of a story{_in_order(frame)}; "
            f"n = {plural(len(frame), 'article')} of {plural(len(several), 'story')}",
            (FIRST if frame["date"].notna().any() else "No article of these stories has a date.")
            + left_out(len(several) - len(shown), "story"),
            "Rows of dots: " + "; ".join(f"{r.title} ({r.articles})" for r in shown.head(5).itertuples()),
            key=looks,
        )
        axes = written_axes(figure)
        axes.set_xlim(0, INNER)
        axes.set_ylim(len(shown) - 0.4, -0.6)
        hairlines(axes, len(shown))
        for row, story in enumerate(shown.itertuples()):
            axes.text(0, row, short(story.title, 9.5, 2.5), va="center", size=9.5, color=INK)
            _copies(axes, row, frame[frame["story"] == story.story], looks)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        several = frame.drop_duplicates("story")
        stories = plural(int(frame["stories"].iloc[0]), "story")
        return f"Told more than once: {len(several):,} of {stories}{_first(frame)}."


def _fullest_month(totals: pd.Series) -> str:
    """The month with most articles; where several have as many, how many articles there are."""
    most = leaders(totals.index.to_series(), totals)
    if len(most) == 1:
        return f"{most[0]} has the most articles: {totals.max():,} of {totals.sum():,} with a date"
    return f"{plural(int(totals.sum()), 'article')} in {plural(len(totals), 'month')}, at most {totals.max():,} in one"


def _in_order(frame: pd.DataFrame) -> str:
    """Whether any story has two dates: articles of one day, or of none, stand in no order that means something."""
    dates = frame.dropna(subset="date").assign(day=lambda rows: rows["date"].astype(str).str[:10])
    several = dates.groupby("story")["day"].nunique().gt(1).any()
    return " in order of publication, from left to right" if several else ""


def _first(frame: pd.DataFrame) -> str:
    """The source that was first with most stories: of known sources, in stories whose first two articles have
    different dates."""
    dated = frame[frame["place"] <= 2].dropna(subset="date")
    ahead = dated.groupby("story")["date"].transform(lambda dates: dates.astype(str).str[:10].nunique()) > 1
    first = dated[ahead & (dated["place"] == 1) & (dated["source"] != UNKNOWN)]["source"].value_counts()
    most = leaders(first.index.to_series(), first)
    return (
        f"; most often first: {most[0]} ({first.iloc[0]:,})" if len(most) == 1 and first.iloc[0] > 1 else ""
    )


def _copies(axes: Axes, row: int, articles: pd.DataFrame, looks: dict[Any, tuple[str, str]]) -> None:
    """Dots of a story's articles in order, each with its source and date."""
    width = 5.1 / COPIES
    shown = articles.head(COPIES)
    axes.plot([2.7, 2.7 + width * (len(shown) - 1)], [row - 0.2] * 2, color=FAINT, marker="", lw=1, zorder=0)
    for place, article in enumerate(shown.itertuples()):
        colour, marker = looks[article.language]
        x = 2.7 + width * place
        axes.plot([x], [row - 0.2], marker=marker, color=colour, ms=6)
        dated = "" if article.date is None or article.date != article.date else f"{str(article.date)[:10]}"
        source = "" if article.source == UNKNOWN else short(article.source, 7, width - 0.08)
        axes.text(x - 0.05, row + 0.07, source, size=7, color=QUIET, va="center")
        axes.text(x - 0.05, row + 0.3, dated, size=6.5, color=QUIET, va="center")
    if len(articles) > COPIES:
        axes.text(
            INNER, row - 0.14, f"+{len(articles) - COPIES}", size=SMALL, color=QUIET, va="center", ha="right"
        )
