"""Where the themes speak, the quotes behind them, and figures set against one another."""

import pandas as pd

from newsthemes.exhibits.corpus import article_names

ARTICLES = 30  # strips on one figure


def evidence_strips(study):
    """article, language, start, end (0 to 1, from its first kept word to its last), theme (or None), articles (how many
    there are): the kept passages of the articles with the most themes."""
    kept, names = study.kept, study.theme_definitions.names
    span = kept.groupby("article_id").agg(first=("start", "min"), last=("end", "max"))
    first, last = (kept["article_id"].map(span[edge]) for edge in ("first", "last"))
    marks = kept[["article_id", "language"]].assign(
        start=(kept["start"] - first) / (last - first), end=(kept["end"] - first) / (last - first)
    )
    carried = study.presence.to_numpy(bool)
    marks["theme"] = [[names[theme] for theme in study.presence.columns[row]] or [None] for row in carried]
    marks = marks.explode("theme")
    variety = marks.groupby("article_id")["theme"].nunique().sort_values(ascending=False, kind="stable")
    place = {article: place for place, article in enumerate(variety.index[:ARTICLES])}
    marks = marks.assign(
        article=marks["article_id"].map(article_names(study)),
        place=marks["article_id"].map(place),
        articles=len(span),
    )
    marks = marks[marks["place"].notna()].sort_values(["place", "start", "end"], kind="stable")
    return marks[["article", "language", "start", "end", "theme", "articles"]].reset_index(drop=True)


def quotes(study, each=1):
    """theme, quote, language, gloss, source, article: the surest passages of each theme."""
    best = study.evidence[study.evidence["rank"] <= each]
    table = best.assign(theme=best["theme"].map(study.theme_definitions.names))
    return table[["theme", "quote", "language", "gloss", "source", "article_id", "score"]].reset_index(
        drop=True
    )


def contradictions(study):
    """claim, value, unit, shown, article, language, quote: one row a figure and article; pairs of dates left out."""
    table, names = study.contradictions, article_names(study)
    table = table[
        table["relation"].eq("differ") & table["value_a"].map(_is_number) & table["value_b"].map(_is_number)
    ]
    rows = []
    for pair in table.itertuples(index=False):
        claim = f"{pair.what} ({pair.unit})" if pair.unit else pair.what
        for side in "ab":
            of = {
                name: getattr(pair, f"{name}_{side}")
                for name in ("value", "figure", "article", "language", "quote")
            }
            rows.append(
                (
                    pair.thing,
                    claim,
                    float(of["value"]),
                    pair.unit,
                    of["figure"],
                    names.get(of["article"]),
                    of["language"],
                    of["quote"],
                )
            )
    found = pd.DataFrame(
        rows, columns=["thing", "claim", "value", "unit", "shown", "article", "language", "quote"]
    )
    found["claim"] = found.groupby("thing")["claim"].transform("first")
    return found.drop(columns="thing").drop_duplicates(["claim", "value", "article"], ignore_index=True)


def _is_number(value):
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
