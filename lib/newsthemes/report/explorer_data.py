"""What the page's explorer shows: passages, their places on the map, and lists that point at them by row."""

import math

import numpy as np

from newsthemes.figures.map_2d import map_2d
from newsthemes.language.codes import language_name
from newsthemes.report.load import UNKNOWN

SPAN = 1000  # the longer side of the map, in units with one decimal


def passage_data(run):
    """A dict for JSON. ``passages`` holds a list a column, aligned; every other list names passages by their row."""
    themes = {name: place for place, name in enumerate(run.shares["theme"])}
    articles = {name: place for place, name in enumerate(run.articles["article_id"])}
    languages = sorted(run.passages["language"].fillna(UNKNOWN).unique())
    rows = {name: row for row, name in enumerate(run.passages["passage_id"])}
    return {
        "articles": _articles(run.articles),
        "themes": [{"name": run.names[name], "rows": _ranked(run, name, rows)} for name in themes],
        "topics": _topics(run.topics),
        "finer": _finer(run.topics),
        "languages": [{"code": code, "name": language_name(code)} for code in languages],
        "contradictions": _contradictions(run.contradictions, rows),
        "passages": {
            **_places(run.vectors, run.record["seed"]),
            "text": run.passages["text"].tolist(),
            "gloss": _glosses(run),
            "article": run.passages["article_id"].map(articles).tolist(),
            "start": run.passages["start"].tolist(),
            "end": run.passages["end"].tolist(),
            "language": run.passages["language"].fillna(UNKNOWN).map(languages.index).tolist(),
            "topic": run.topics.assignment.tolist(),
            "finer": _finer_of(run.topics),
            "strength": np.round(run.topics.strength, 2).tolist(),
            "themes": _themes(run, themes, rows),
        },
    }


def present(value):
    """The value, None for whatever a table has where there is none."""
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else value


def _articles(articles):
    columns = ["article_id", "title", "source", "date", "url", "language"]
    return [
        {name: present(value) for name, value in zip(columns, row, strict=True)}
        for row in articles[columns].itertuples(index=False)
    ]


def _places(vectors, seed):
    """Map coordinates from 0 to SPAN on the longer side, y upwards."""
    places = map_2d(vectors, seed).astype(float)
    if len(places):
        places = places - places.min(axis=0)
    places = np.round(places * (SPAN / max(places.max(initial=0), 1e-9)), 1)
    return {"x": places[:, 0].tolist(), "y": places[:, 1].tolist()}


def _glosses(run):
    found = run.evidence.drop_duplicates("passage_id").set_index("passage_id")["gloss"]
    return [present(gloss) for gloss in found.reindex(run.passages["passage_id"]).astype(object)]


def _themes(run, themes, rows):
    """[[theme, score], …] of each passage, the surest first."""
    carried = [[] for _ in rows]
    ordered = run.themes.sort_values("score", ascending=False, kind="stable")
    for passage, theme, score in ordered[["passage_id", "theme", "score"]].itertuples(index=False):
        carried[rows[passage]].append([themes[theme], round(score, 3)])
    return carried


def _ranked(run, theme, rows):
    """The rows that carry a theme, as ranked in the evidence."""
    ranked = run.evidence[run.evidence["theme"] == theme].sort_values("rank", kind="stable")
    return [rows[passage] for passage in ranked["passage_id"]]


def _topics(topics):
    quotes = topics.quotes.sort_values(["topic", "rank"], kind="stable").groupby("topic")["row"].apply(list)
    return [
        {"label": topic.label, "rows": [int(row) for row in quotes.get(topic.topic, [])]}
        for topic in topics.table.itertuples()
    ]


def _finer(topics):
    return topics.hierarchy.loc[topics.hierarchy["level"] == 1, "label"].tolist()


def _finer_of(topics):
    """The place of each passage's finer topic in :func:`_finer`, -1 for none."""
    below = topics.hierarchy[topics.hierarchy["level"] == 1]
    place = {name: number for number, name in enumerate(below["id"])}
    return [
        place.get(f"{topic}.{part}", -1) if part >= 0 else -1
        for topic, part in zip(topics.assignment, topics.finer, strict=True)
    ]


def _contradictions(table, rows):
    def side(row, letter):
        figure, passage, articles = (row[f"{name}_{letter}"] for name in ("figure", "passage", "articles"))
        return {"figure": figure, "row": rows[passage], "articles": articles}

    return [
        {name: row[name] for name in ("thing", "what", "unit", "relation")}
        | {"sides": [side(row, "a"), side(row, "b")]}
        for row in table.to_dict("records")
    ]
