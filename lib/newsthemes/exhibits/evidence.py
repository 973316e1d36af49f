"""Where the themes speak, the quotes behind them, and figures set against one another."""

import numpy as np
import pandas as pd

from newsthemes.exhibits.corpus import article_names

ARTICLES = 30  # strips on one figure


def evidence_strips(study):
    """article, language, start, end (0 to 1, from its first kept word to its last), theme (or None), articles (how many
    there are): the kept passages of the articles with the most themes."""
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
            "theme": [[names[theme] for theme in study.presence.columns[row]] or [None] for row in carried],
            "articles": len(span),
            "place": kept["article_id"].map({article: place for place, article in enumerate(shown)}),
        }
    ).explode("theme")
    return marks.sort_values(["place", "start", "end"], kind="stable", ignore_index=True).drop(
        columns="place"
    )


def quotes(study, each=1):
    """theme, quote, language, gloss, source, article: the surest passages of each theme."""
    best = study.evidence[study.evidence["rank"] <= each]
    table = best.assign(theme=best["theme"].map(study.theme_definitions.names))
    return table[["theme", "quote", "language", "gloss", "source", "article_id", "score"]].reset_index(
        drop=True
    )


def contradictions(study):
    """claim (the shortest quote, English if there is one), value, unit, shown, article, language, quote, relation: one
    row a figure and article of each thing with different figures. ``relation``: "differ", or "may agree" where the
    wording of one figure allows the others. Dates are left out: they have no scale."""
    table, names = study.contradictions, article_names(study)
    table = table[table["value_a"].map(_is_number) & table["value_b"].map(_is_number)]
    of = {"value": "value", "figure": "shown", "article": "article", "language": "language", "quote": "quote"}
    columns = ["thing", "value", "unit", "shown", "article", "language", "quote", "relation"]
    sides = [
        table.rename(columns={f"{name}_{side}": to for name, to in of.items()})[columns] for side in "ab"
    ]
    found = pd.concat(sides).sort_index(kind="stable").astype({"value": float})
    found["article"] = found["article"].map(names)
    things = [_thing(part) for _, part in found.groupby("thing", sort=False) if part["value"].nunique() > 1]
    things = sorted(things, key=lambda part: part["relation"].iloc[0] != "differ")
    ordered = ["claim", *columns[1:]]
    return pd.concat(things, ignore_index=True)[ordered] if things else pd.DataFrame(columns=ordered)


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
