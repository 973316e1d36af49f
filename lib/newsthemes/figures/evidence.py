"""Where in each article each theme speaks, and amounts worth checking against one another."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from newsthemes.figures.colours import ACCENT, FAINT, INK, QUIET, colours
from newsthemes.figures.missing import no_theme
from newsthemes.figures.phrasing import leaders, listed, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import (
    INNER,
    MOST_ROWS,
    SMALL,
    empty,
    left_out,
    page,
    rows,
    short,
    wrapped,
    written_axes,
)
from newsthemes.language.codes import language_name
from newsthemes.language.english_line import english_line
from newsthemes.results.columns import article_names
from newsthemes.results.study_tables import StudyTables

MOST_COLOURS = 10
ARTICLES = 30  # strips on one figure
PAIRS = 5  # of amounts: what a reader can check
WIDE = 3.7  # inches of a column of quotes
VALUES = ["value", "unit", "quote", "article", "source", "language"]


@figure(stage="evidence", notebook="04-themes")
class EvidenceStrips:
    """Where in each article do the themes speak?"""

    missing = staticmethod(no_theme)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """article, language, start, end (0 to 1, from its first kept word to its last), theme (or None), articles
        (how many there are): the kept passages of the articles with the most themes, of those with one."""
        kept, names = study.kept, study.theme_definitions.names
        span = kept.groupby("article_id").agg(first=("start", "min"), last=("end", "max"))
        variety = study.presence.groupby(kept["article_id"].to_numpy()).any().sum(axis=1)
        shown = variety[variety > 0].sort_values(ascending=False, kind="stable").index[:ARTICLES]
        rows = np.flatnonzero(kept["article_id"].isin(shown))
        kept, carried = kept.iloc[rows], study.presence.to_numpy(bool)[rows]
        first, last = (kept["article_id"].map(span[edge]) for edge in ("first", "last"))
        marks = pd.DataFrame(
            {
                "article": kept["article_id"].map(article_names(study)),
                "language": kept["language"].map(language_name),
                "start": (kept["start"] - first) / (last - first),
                "end": (kept["end"] - first) / (last - first),
                "theme": [
                    [names[theme] for theme in study.presence.columns[row]] or [None] for row in carried
                ],
                "articles": len(span),
                "place": kept["article_id"].map({article: place for place, article in enumerate(shown)}),
            }
        ).explode("theme")
        return marks.sort_values(["place", "start", "end"], kind="stable", ignore_index=True).drop(
            columns="place"
        )

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Each article as a strip from its first word to its last, marked where a theme speaks.

        ``frame``: article (a name to show), language, start, end (place in the article, 0 to 1), theme (name; None
        for a kept passage without a theme), articles (how many there are in all); one row a passage and theme. A
        passage with several themes is divided between them. Articles in the order of first rows; the first 30.
        """
        if frame.empty:
            return empty(frame, "Where the themes speak", "No passage was kept.")
        articles = list(frame["article"].unique())
        shown = articles[:MOST_ROWS]
        counts = frame["theme"].value_counts()
        named = list(counts.index[:MOST_COLOURS])
        looks = colours(named)
        figure = page(
            frame,
            0.4 + 0.25 * len(shown),
            _marked_most(counts, len(shown), int(frame["articles"].iloc[0])),
            _strips(len(shown), int(frame["articles"].iloc[0])),
            "Light grey: text without a theme; white: set aside. Passages with several themes are divided."
            + (
                f" Dark grey: {plural(len(counts) - MOST_COLOURS, 'other theme')}."
                if len(counts) > MOST_COLOURS
                else ""
            ),
            "Strips; themes marked most often: "
            + "; ".join(f"{theme} ({n})" for theme, n in counts.head(5).items()),
            key={theme: (colour, "s") for theme, (colour, _) in looks.items()},
        )
        axes = figure.subplots()
        for row, article in enumerate(shown):
            _strip(axes, row, frame[frame["article"] == article], looks)
        rows(axes, [short(article, 9.5, 3.0) for article in shown])
        axes.tick_params(axis="y", labelsize=9.5)
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 1], ["start", "end"])
        axes.get_xticklabels()[1].set_horizontalalignment("right")
        axes.spines["bottom"].set_visible(False)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        carried = study.presence.to_numpy(bool).sum(axis=1)
        return (
            f"With a theme: {(carried > 0).sum():,} of {plural(len(carried), 'passage')}; "
            f"with more than one: {(carried > 1).sum():,}."
        )


@figure(stage="evidence", notebook="04-themes")
class Contradictions:
    """Which amounts are worth checking against one another?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        return None if len(study.contradictions) else "no two passages give different amounts for one thing"

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """pair (from 1), what, side ("a" or "b"), amount (as written), value, unit, quote, gloss, article, source,
        language, pairs (how many there are): two rows per pair, the likeliest pairs first, each thing once and PAIRS
        at most."""
        shown = study.contradictions.drop_duplicates("thing").head(PAIRS)
        names, sides = article_names(study), []
        for pair, row in enumerate(shown.to_dict("records"), 1):
            for side in "ab":
                of = {
                    name: row.get(f"{name}_{side}")
                    for name in ("value", "quote", "article", "source", "language")
                }
                about = {"pair": pair, "what": row["what"], "side": side, "amount": row[f"figure_{side}"]}
                sides.append({**about, **of, "unit": row["unit"]})
        table = pd.DataFrame(sides, columns=["pair", "what", "side", "amount", *VALUES])
        quoted = zip(table["quote"], table["language"], strict=True)
        glossed = [english_line(quote, language) or quote for quote, language in quoted]
        return table.assign(
            gloss=glossed,
            article=table["article"].map(names),
            language=table["language"].map(language_name),
            pairs=study.contradictions["thing"].nunique(),
        )

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Two quotes a pair side by side, each under its amount, with a gloss where it is not English.

        ``frame``: pair, what (words that both quotes use), side ("a", "b"), amount (as written), value (a number in
        ``unit``, or a date), unit, quote, gloss (English, word by word), article (a name), source, language (a name),
        pairs (how many there are in all).
        """
        if frame.empty:
            return empty(
                frame, "Amounts worth checking", "No two passages give different amounts for one thing."
            )
        blocks = [_pair(part) for _, part in frame.groupby("pair", sort=True)]
        figure = page(
            frame,
            sum(_tall(block) for block in blocks) + 0.1,
            f"{plural(len(blocks), 'pair')} of amounts worth checking against one another",
            "Passages of different articles that give different amounts for what may be the same thing, likeliest "
            "first",
            "Paired by meaning, names and unit; whether they contradict one another is for the reader to judge. "
            "Glosses are word by word." + left_out(int(frame["pairs"].iloc[0]) - len(blocks), "pair"),
            "; ".join(
                " or ".join(part["amount"].astype(str)) for _, part in frame.groupby("pair", sort=True)
            ),
        )
        axes = written_axes(figure)
        axes.set_xlim(0, INNER)
        axes.set_ylim(sum(_tall(block) for block in blocks), 0)
        top = 0
        for block in blocks:
            axes.axhline(top, color=FAINT, lw=0.7)
            for x, lines in zip((0, INNER - WIDE), block, strict=False):
                _write_lines(axes, x, top + 0.1, lines)
            top += _tall(block)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        amounts = listed(
            " or ".join(part["amount"].astype(str)) for _, part in frame.groupby("pair", sort=True)
        )
        pairs = plural(frame["pair"].nunique(), "pair")
        return f"Worth checking against one another, {pairs} of amounts: {amounts}."


def _marked_most(counts: pd.Series, shown: int, articles: int) -> str:
    """The theme of most passages of the articles drawn, or those that share the first place."""
    if not len(counts):
        return "No passage carries a theme"
    first = leaders(counts.index.to_series(), counts)
    themes = f"{listed(first, 3)} {'is' if len(first) == 1 else 'are each'} marked"
    often = plural(int(counts.iloc[0]), "passage")
    drawn = f"In the {plural(shown, 'article')} drawn, " if shown < articles else ""
    return f"{drawn}{themes} in {often}" + (", more than any other theme" if len(first) < len(counts) else "")


def _strips(shown: int, articles: int) -> str:
    most = f"; the {shown} with the most themes" if shown == ARTICLES else "; those with a theme"
    chosen = most if shown < articles else ""
    return f"Each strip is an article from first word to last{chosen}; n = {plural(articles, 'article')}"


def _strip(axes: Axes, row: Any, part: pd.DataFrame, looks: Any) -> None:
    spans, fills = [], []
    for (start, end), passage in part.groupby(["start", "end"], sort=True)["theme"]:
        themes = [theme for theme in passage if isinstance(theme, str)] or [None]
        width = (end - start) / len(themes)
        spans += [(start + place * width, width) for place in range(len(themes))]
        fills += ["#EDEDED" if theme is None else looks.get(theme, ("#777777", ""))[0] for theme in themes]
    axes.broken_barh(spans, (row - 0.36, 0.72), facecolors=fills, edgecolor="white", linewidth=0.4)


def _pair(part: pd.DataFrame) -> list:
    """[[(text, size, colour)] a side]: the lines of a pair, its amounts first."""
    return [_side(row) for row in part.sort_values("side").itertuples()]


def _side(row: Any) -> list:
    lines: list[tuple[str, float, str]] = [(short(row.amount, 12, WIDE), 12, ACCENT)]
    lines += [(line, 9.5, INK) for line in _clipped(row.quote, 9.5, 5)]
    if isinstance(row.gloss, str) and row.gloss and row.gloss != row.quote and row.language != "English":
        lines += [(line, SMALL, QUIET) for line in _clipped(row.gloss, SMALL, 4)]
    # The name of the article last: it is what may be too long
    said = [part for part in (row.source, row.language, row.article) if isinstance(part, str) and part]
    return [*lines, (short(" · ".join(dict.fromkeys(said)), SMALL, WIDE), SMALL, QUIET)]


def _clipped(text: str, size: float, most: int) -> list[str]:
    """``text`` in at most ``most`` lines of a column, with an ellipsis where it goes on."""
    lines = wrapped(text, size, WIDE)
    return (
        lines if len(lines) <= most else [*lines[: most - 1], short(" ".join(lines[most - 1 :]), size, WIDE)]
    )


def _tall(block: Any) -> float:
    """Inches of a pair."""
    return max(sum(1.32 * size / 72 for _, size, _ in lines) for lines in block) + 0.28


def _write_lines(axes: Axes, x: float, top: float, lines: Any) -> None:
    for text, size, colour in lines:
        top += 1.32 * size / 72
        axes.text(x, top, text, size=size, color=colour, va="baseline")
