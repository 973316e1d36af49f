"""What the page's explorer shows: passages, their places on the map, and lists that point at them by row."""

import base64
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from newsthemes.figures.colours import COLOURS, palette_places
from newsthemes.language.codes import language_name
from newsthemes.missing import UNKNOWN
from newsthemes.prevalence.intervals import CRITICAL
from newsthemes.report.load import Run

SPAN = (1000, 1000)  # the sides of the map, in units with one decimal
MOST_VALUES = 40  # of a column that passages can be filtered by
KNOWN = {
    "article_id",
    "path",
    "title",
    "source",
    "author",
    "date",
    "date_source",
    "url",
    "language",
    "text",
    "story_id",
}
NEAR = 48  # dimensions of the vectors by which the page finds passages alike


def passage_data(run: Run) -> dict[str, Any]:
    """A dict for JSON. ``passages`` holds a list per column, aligned; every other list names passages by their row."""
    themes = {name: place for place, name in enumerate(dict.fromkeys(run.shares["theme"]))}
    articles = {name: place for place, name in enumerate(run.articles["article_id"])}
    languages = sorted(run.passages["language"].fillna(UNKNOWN).unique())
    rows = {name: row for row, name in enumerate(run.passages["passage_id"])}
    names = [run.names[name] for name in themes]
    return {
        "articles": _articles(run, themes),
        "columns": _columns(run.articles),
        "themes": [
            {"name": name, "colour": colour, "rows": _ranked(run, theme, rows)}
            for theme, (name, colour) in zip(themes, _coloured(names), strict=True)
        ],
        "critical": CRITICAL,
        "shares": [_share(run.shares, theme) for theme in themes],
        "topics": _topics(run.topics),
        "finer": _finer(run.topics),
        "languages": [
            {"code": code, "name": name, "colour": colour}
            for code, (name, colour) in zip(languages, _coloured(map(language_name, languages)), strict=True)
        ],
        "contradictions": _contradictions(run.contradictions, rows),
        "vectors": _quantised(run.vectors),
        "passages": {
            **_places(run.layout),
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


def present(value: Any) -> Any:
    """The value, None for whatever a table has where there is none."""
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else value


def _coloured(names: Iterable[str]) -> list[tuple[str, int]]:
    """[(name, its place in the palette, -1 beyond it)]: the same place as in the figures."""
    names = list(names)
    places = palette_places(names)
    return [(name, places[name] if places.get(name, COLOURS) < COLOURS else -1) for name in names]


def _articles(run: Run, themes: dict[str, int]) -> list[dict[str, Any]]:
    """One dict per article: what is known of it, its story, its main theme, and the user's own columns by number."""
    columns = ["article_id", "title", "source", "date", "url", "language"]
    stories = pd.factorize(run.articles["story_id"])[0].tolist()
    main = (
        run.article_themes[run.article_themes["main"].eq(True)].set_index("article_id")["theme"].map(themes)
    )
    main = main[~main.index.duplicated()].reindex(run.articles["article_id"]).fillna(-1).astype(int).tolist()
    own = [_numbered(run.articles[name], values) for name, values in _values(run.articles).items()]
    own = list(zip(*own, strict=True)) if own else [()] * len(run.articles)
    return [
        {name: present(value) for name, value in zip(columns, row, strict=True)}
        | {"story": story, "main": theme, "own": list(others)}
        for row, story, theme, others in zip(
            run.articles[columns].itertuples(index=False), stories, main, own, strict=True
        )
    ]


def _values(articles: pd.DataFrame) -> dict[str, list[str]]:
    """{column of the user's own: its values, sorted}, of those that part the articles into a few groups."""
    found = {}
    for name in articles.columns.difference(KNOWN, sort=False):
        values = sorted(articles[name].dropna().astype(str).unique())
        if 1 < len(values) <= MOST_VALUES:
            found[name] = values
    return found


def _columns(articles: pd.DataFrame) -> list[dict[str, Any]]:
    return [{"name": name.replace("_", " "), "values": values} for name, values in _values(articles).items()]


def _numbered(column: pd.Series, values: Sequence[str]) -> list[int]:
    place = {value: number for number, value in enumerate(values)}
    return [place.get(str(value), -1) if present(value) is not None else -1 for value in column]


def _share(shares: pd.DataFrame, theme: str) -> dict[str, Any]:
    """{measure: {share, low, high, count, n, note}} of the whole corpus."""
    found = shares[shares["theme"] == theme].to_dict("records")
    wanted = ["share", "low", "high", "count", "n", "stories", "false_alarms", "note"]
    return {row["measure"]: {name: present(row.get(name)) for name in wanted} for row in found}


def _quantised(vectors: np.ndarray) -> dict[str, Any]:
    """{"width", "rows"}: the NEAR strongest directions of the vectors, an int8 each, base64: near rows stay near."""
    vectors = np.asarray(vectors, np.float64)
    if len(vectors) < 3:
        return {"width": 0, "rows": ""}
    centred = vectors - vectors.mean(axis=0)
    scale, directions = np.linalg.eigh(centred.T @ centred)
    projected = centred @ directions[:, ::-1][:, :NEAR]
    largest = np.abs(projected).max(axis=1, keepdims=True)
    small = np.round(127 * projected / np.where(largest > 0, largest, 1)).astype(np.int8)
    return {"width": small.shape[1], "rows": base64.b64encode(small.tobytes()).decode()}


def _places(layout: tuple[np.ndarray, np.ndarray] | np.ndarray) -> dict[str, Any]:
    """Map coordinates from 0 to SPAN, y upwards."""
    x, y = (
        np.round(np.asarray(side, float) * span, 1).tolist() for side, span in zip(layout, SPAN, strict=True)
    )
    return {"x": x, "y": y}


def _glosses(run: Run) -> list[str | None]:
    found = run.evidence.drop_duplicates("passage_id").set_index("passage_id")["gloss"]
    return [present(gloss) for gloss in found.reindex(run.passages["passage_id"]).astype(object)]


def _themes(run: Run, themes: dict[str, int], rows: dict[str, int]) -> list[Any]:
    """[[theme, score], …] of each passage, the surest first."""
    carried = [[] for _ in rows]
    ordered = run.themes.sort_values("score", ascending=False, kind="stable")
    for passage, theme, score in ordered[["passage_id", "theme", "score"]].itertuples(index=False):
        carried[rows[passage]].append([themes[theme], round(score, 6)])  # the surest are all above .999
    return carried


def _ranked(run: Run, theme: str, rows: dict[str, int]) -> list[int]:
    """The rows that carry a theme, as ranked in the evidence."""
    ranked = run.evidence[run.evidence["theme"] == theme].sort_values("rank", kind="stable")
    return [rows[passage] for passage in ranked["passage_id"]]


def _topics(topics: Any) -> list[dict[str, Any]]:
    quotes = topics.quotes.sort_values(["topic", "rank"], kind="stable").groupby("topic")["row"].apply(list)
    return [
        {"label": topic.label, "rows": [int(row) for row in quotes.get(topic.topic, [])]}
        for topic in topics.table.itertuples()
    ]


def _finer(topics: Any) -> list[str]:
    return topics.hierarchy.loc[topics.hierarchy["level"] == 1, "label"].tolist()


def _finer_of(topics: Any) -> list[int]:
    """The place of each passage's finer topic in :func:`_finer`, -1 for none."""
    below = topics.hierarchy[topics.hierarchy["level"] == 1]
    place = {name: number for number, name in enumerate(below["id"])}
    return [
        place.get(f"{topic}.{part}", -1) if part >= 0 else -1
        for topic, part in zip(topics.assignment, topics.finer, strict=True)
    ]


def _contradictions(table: pd.DataFrame, rows: dict[str, int]) -> list[dict[str, Any]]:
    def side(row: dict[str, Any], letter: str) -> dict[str, Any]:
        figure, passage, articles = (row[f"{name}_{letter}"] for name in ("figure", "passage", "articles"))
        return {"figure": figure, "row": rows[passage], "articles": articles}

    return [
        {name: row[name] for name in ("thing", "what", "unit", "relation")}
        | {"sides": [side(row, "a"), side(row, "b")]}
        for row in table.to_dict("records")
    ]
