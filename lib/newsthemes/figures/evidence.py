"""Where in each article each theme speaks, and figures that contradict one another."""

import numpy as np
import pandas as pd

from newsthemes.figures.missing import no_theme
from newsthemes.figures.phrasing import plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import (
    ACCENT,
    INK,
    MOST_ROWS,
    colours,
    empty,
    left_out,
    page,
    rows,
    short,
    wrapped_text,
)
from newsthemes.results.columns import article_names

MOST_COLOURS = 10
ARTICLES = 30  # strips on one figure


@figure(stage="evidence", notebook="04-themes")
class EvidenceStrips:
    """Where in each article do the themes speak?"""

    missing = staticmethod(no_theme)

    @staticmethod
    def data(study):
        """article, language, start, end (0 to 1, from its first kept word to its last), theme (or None), articles
        (how many there are): the kept passages of the articles with the most themes."""
        kept, names = study.kept, study.theme_definitions.names
        span = kept.groupby("article_id").agg(first=("start", "min"), last=("end", "max"))
        variety = study.presence.groupby(kept["article_id"].to_numpy()).any().sum(axis=1)
        shown = variety.sort_values(ascending=False, kind="stable").index[:ARTICLES]
        rows = np.flatnonzero(kept["article_id"].isin(shown))
        kept, carried = kept.iloc[rows], study.presence.to_numpy(bool)[rows]
        first, last = (kept["article_id"].map(span[edge]) for edge in ("first", "last"))
        marks = pd.DataFrame(
            {
                "article": kept["article_id"].map(article_names(study)),
                "language": kept["language"],
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
    def draw(frame):
        """Each article as a strip from its first word to its last, marked where a theme speaks.

        ``frame``: article (a name to show), language, start, end (place in the article, 0 to 1), theme (name; None
        for a kept passage without a theme), articles (how many there are in all); one row a passage and theme. A
        passage with several themes is divided between them. Articles in the order of first rows; the first 30.
        """
        if frame.empty:
            return empty("Where the themes speak", "No passage was kept.")
        articles = list(frame["article"].unique())
        shown = articles[:MOST_ROWS]
        counts = frame["theme"].value_counts()
        named = list(counts.index[:MOST_COLOURS])
        looks = colours(named)
        figure = page(
            0.4 + 0.25 * len(shown),
            "Where in each article the themes speak",
            f"Each strip is an article from first word to last; the {len(shown)} with the most themes, of "
            f"{plural(int(frame['articles'].iloc[0]), 'article')}",
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
        axes.get_xticklabels()[1].set_ha("right")
        axes.spines["bottom"].set_visible(False)
        return figure

    @staticmethod
    def caption(frame, study):
        carried = study.presence.to_numpy(bool).sum(axis=1)
        return (
            f"With a theme: {(carried > 0).sum():,} of {plural(len(carried), 'passage')}; "
            f"with more than one: {(carried > 1).sum():,}."
        )


@figure(stage="evidence", notebook="04-themes")
class Contradictions:
    """Which amounts are worth checking against one another?"""

    @staticmethod
    def missing(study, by=None):
        return None if len(study.contradictions) else "no two passages give different amounts for one thing"

    @staticmethod
    def data(study):
        """claim (the shortest quote, English if there is one), value, unit, shown, article, language, quote,
        relation: one row a figure and article of each thing with different figures. ``relation``: "differ", or
        "may agree" where the wording of one figure allows the others. Dates are left out: they have no scale."""
        table, names = study.contradictions, article_names(study)
        table = table[table["value_a"].map(_is_number) & table["value_b"].map(_is_number)]
        of = {
            "value": "value",
            "figure": "shown",
            "article": "article",
            "language": "language",
            "quote": "quote",
        }
        columns = ["thing", "value", "unit", "shown", "article", "language", "quote", "relation"]
        sides = [
            table.rename(columns={f"{name}_{side}": to for name, to in of.items()})[columns] for side in "ab"
        ]
        found = pd.concat(sides).sort_index(kind="stable").astype({"value": float})
        found["article"] = found["article"].map(names)
        things = [
            _thing(part) for _, part in found.groupby("thing", sort=False) if part["value"].nunique() > 1
        ]
        things = sorted(things, key=lambda part: part["relation"].iloc[0] != "differ")
        ordered = ["claim", *columns[1:]]
        return pd.concat(things, ignore_index=True)[ordered] if things else pd.DataFrame(columns=ordered)

    @staticmethod
    def draw(frame):
        """Different figures for what may be the same thing, one row a claim and a dot a figure.

        ``frame``: claim (a passage that makes it), value (a number in ``unit``), unit, shown (the figure as the
        article writes it), article (a name), language, quote, relation ("differ", or "may agree": hollow); one row
        a figure. Each row has its own scale, from its lowest to its highest figure.
        """
        if frame.empty:
            return empty(
                "Figures that contradict one another", "No two passages give different figures for one thing."
            )
        claims = list(frame["claim"].unique())
        shown = claims[:12]
        figure = page(
            0.35 + 0.66 * len(shown),
            "Figures that contradict one another",
            f"What different articles give for what may be the same thing; {plural(len(claims), 'claim')}, "
            f"{plural(frame['article'].nunique(), 'article')}",
            "For the reader to judge: passages are paired by meaning, names and unit; all quotes are in the csv. "
            "In brackets: articles. Each row has its own scale. Hollow: the wording (under, about, up to) may "
            "allow both." + left_out(len(claims) - len(shown), "claim"),
            "; ".join(_in_words(claim, frame) for claim in shown[:6]),
        )
        axes = figure.subplots()
        dots = [
            dot
            for row, claim in enumerate(shown)
            for dot in _claim(axes, row, frame[frame["claim"] == claim])
        ]
        x, y, sizes, fills = zip(*dots, strict=True)
        axes.hlines(range(len(shown)), 0, 1, color="#D8D8D8", lw=1, capstyle="projecting", zorder=1)
        axes.scatter(x, y, s=sizes, color=fills, edgecolors=ACCENT, linewidths=1.3, zorder=2)
        rows(axes, [wrapped_text(short(claim, 9, 7.6), 9, 2.9) for claim in shown])
        axes.tick_params(axis="y", labelsize=9)
        axes.set_xlim(-0.2, 1.2)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        return figure

    @staticmethod
    def caption(frame, study):
        relations = frame.drop_duplicates("claim")["relation"]
        exclude, may = int((relations == "differ").sum()), int((relations != "differ").sum())
        articles = plural(frame["article"].nunique(), "article")
        return (
            f"{plural(len(relations), 'thing')} with different figures, in {articles}: "
            f"{exclude} whose figures exclude one another, {may} whose wording may allow both."
        )


def _strip(axes, row, part, looks):
    spans, fills = [], []
    for (start, end), passage in part.groupby(["start", "end"], sort=True)["theme"]:
        themes = [theme for theme in passage if isinstance(theme, str)] or [None]
        width = (end - start) / len(themes)
        spans += [(start + place * width, width) for place in range(len(themes))]
        fills += ["#EDEDED" if theme is None else looks.get(theme, ("#777777", ""))[0] for theme in themes]
    axes.broken_barh(spans, (row - 0.36, 0.72), facecolors=fills, edgecolor="white", linewidth=0.4)


def _in_words(claim, frame):
    written = dict.fromkeys(frame.loc[frame["claim"] == claim, "shown"])
    return f"{claim}: {' or '.join(written)}"


def _claim(axes, row, part):
    """Different values from left to right, each with what is written and how many articles write it; neighbours
    too near for their labels are named above and below the line in turn. Returns the dots: (x, y, size, fill)."""
    low, high = part["value"].min(), part["value"].max()
    dots, before, above = [], -1.0, True
    for value, same in part.groupby("value"):
        x = 0.5 if high == low else (value - low) / (high - low)
        above = not above if x - before < 0.3 else True
        before, articles = x, same["article"].nunique()
        fill = ACCENT if same["relation"].iloc[0] == "differ" else "white"
        dots.append((x, row, 36 + 14 * min(articles, 12), fill))
        label = f"{short(same['shown'].iloc[0], 9.5, 1.5)} ({articles:,})"
        axes.annotate(
            label,
            (x, row),
            (0, 9 if above else -17),
            textcoords="offset points",
            ha="center",
            size=9.5,
            color=INK,
        )
    return dots


def _thing(part):
    """The figures for one thing, once an article and value, under the quote that says it most briefly."""
    by_length = part.assign(order=part["quote"].str.len() + 1000 * part["language"].ne("en")).sort_values(
        "order"
    )
    relation = "differ" if part["relation"].eq("differ").any() else "may agree"
    part = part.assign(claim=by_length["quote"].iloc[0], relation=relation)
    return part.drop_duplicates(["value", "article"]).sort_values("value", kind="stable")


def _is_number(value):
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
