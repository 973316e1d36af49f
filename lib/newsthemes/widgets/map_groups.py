"""What the dots of a map can be coloured by: topics of every layer, themes, and columns of the articles."""

from typing import Any

import numpy as np
import pandas as pd

from newsthemes.exploration.selection import Selection, whole
from newsthemes.figures.colours import NONE, colours
from newsthemes.language.codes import language_name

COLOURED = 10  # groups, the largest; more can't be told apart
THEME, TOPIC, MONTH = "theme", "topic", "month"
NOTHING = "none"
OTHERS = "others"  # groups that are not coloured, together
MAIN = "main"  # the layer that "topic" is


def group_names(study: Any) -> list[str]:
    """Return what dots can be coloured by: topic, the other layers of topics, theme, and columns that part anything.

    >>> from types import SimpleNamespace
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "language": ["en", "fr"], "date": None})
    >>> group_names(SimpleNamespace(articles=articles, topics=SimpleNamespace()))
    ['topic', 'theme', 'language']
    """
    layers = [name for name in _layers(study) if name != MAIN]
    columns = [
        name
        for name in ("language", "source")
        if name in study.articles and study.articles[name].nunique() > 1
    ]
    dated = "date" in study.articles and study.articles["date"].notna().any()
    return [TOPIC, *layers, THEME, *columns, *([MONTH] if dated else [])]


def groups_of(study: Any, by: str) -> np.ndarray:
    """Return the group of each kept passage as an object array, None where it has none."""
    if isinstance(study, Selection):
        return groups_of(study.study, by)[study.rows]
    if by == THEME:
        return _themes(study)
    if by == TOPIC:
        return _named(study.topics.assignment, study.topics.table)
    layers = _layers(study)
    if by in layers:
        return _named(layers[by].assignment, layers[by].table)
    about = study.articles.set_index("article_id").reindex(study.kept["article_id"])
    if by == MONTH:
        values = about["date"].astype(object).where(about["date"].notna(), None)
        return np.array([str(value)[:7] if value else None for value in values], object)
    values = study.kept[by] if by in study.kept else about[by]
    values = values.map(language_name) if by == "language" else values
    return values.astype(object).where(values.notna(), None).to_numpy(object)


def legend(groups: np.ndarray, selected: np.ndarray, by: str) -> pd.DataFrame:
    """Return the legend of a map: one row per group: name, colour, count (in all), selected (of these).

    The largest first, ties by name; months by date. COLOURED of them, then the others as one, in grey; passages in no
    group come last.

    >>> table = legend(np.array(["b", "a", "b", None], object), np.array([0, 1]), "topic")
    >>> table[["name", "count", "selected"]].values.tolist()
    [['b', 2, 1], ['a', 1, 1], ['none', 1, 0]]
    """
    names = pd.Series(groups, dtype=object)
    table = names.value_counts().rename_axis("name").reset_index(name="count").astype({"name": object})
    order = ["name"] if by == MONTH else ["count", "name"]
    table = table.sort_values(
        order, ascending=[name != "count" for name in order], kind="stable", ignore_index=True
    )
    looks = colours(table["name"].head(COLOURED))
    table["colour"] = [looks[name][0] if name in looks else NONE for name in table["name"]]
    inside = names.iloc[selected].value_counts()
    table["selected"] = table["name"].map(inside).fillna(0).astype(int)
    if len(table) > COLOURED + 1:
        grey = table.iloc[COLOURED:]
        table = table.head(COLOURED).copy()
        table.loc[COLOURED] = [
            f"{len(grey)} {OTHERS}",
            int(grey["count"].sum()),
            NONE,
            int(grey["selected"].sum()),
        ]
    without = names.isna().to_numpy()
    if without.any():
        table.loc[len(table)] = [NOTHING, int(without.sum()), NONE, int(without[selected].sum())]
    return table


def rows_of(name: str, groups: np.ndarray, listed: list[dict[str, Any]]) -> np.ndarray:
    """Return the rows of a group as the legend names it; ``listed``: the rows of the legend.

    >>> rows_of("2 others", np.array(["a", "b", "c", None], object), [{"name": "a"}, {"name": "2 others"}])
    array([1, 2])
    """
    known = {row["name"] for row in listed}
    if name in set(groups.tolist()):
        mine = [group == name for group in groups]
    elif name == NOTHING:
        mine = [group is None for group in groups]
    else:
        mine = [group is not None and group not in known for group in groups]
    return np.flatnonzero(mine)


def _layers(study: Any) -> dict[str, Any]:
    """{name: layer} of the topics, where there are layers."""
    return {layer.name: layer for layer in getattr(whole(study).topics, "layers", [])}


def _named(assignment: np.ndarray, table: pd.DataFrame) -> np.ndarray:
    names = dict(zip(table["topic"].tolist(), table["label"].tolist(), strict=True))
    return np.array([names.get(topic) for topic in np.asarray(assignment).tolist()], object)


def _themes(study: Any) -> np.ndarray:
    """The surest theme that is present in each passage."""
    scores, present = study.scores.to_numpy(float), study.presence.to_numpy(bool)
    names = np.array([study.theme_definitions.names[theme] for theme in study.scores], object)
    found = np.full(len(scores), None, object)
    if scores.size:
        surest = np.where(present, scores, -1.0).argmax(axis=1)
        found = np.where(present.any(axis=1), names[surest], None)
    return found
