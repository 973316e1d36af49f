"""The share of each theme and topic in a selection against the rest, with intervals."""

from typing import Any

import numpy as np
import pandas as pd

from newsthemes.exploration.keyness import share_difference
from newsthemes.exploration.selection import select_rows
from newsthemes.widgets.mention_shares import mention_shares

MOST_TOPICS = 12  # of a selection, the largest
TOPIC = "topic:"  # before the number of a topic; no id of a theme has a colon
COLUMNS = (
    "kind", "id", "name", "share", "low", "high", "count", "n",
    "share_rest", "low_rest", "high_rest", "difference", "difference_low", "difference_high", "note",
)  # fmt: skip


def selection_shares(study: Any, rows: np.ndarray | None = None) -> pd.DataFrame:
    """Return how many stories mention each theme and topic: among selected passages and among the rest.

    ``rows``: rows of ``study.kept``; None: all of them, and the rest has no numbers. One row per theme, then one per
    topic (the twelve largest of the selection). Columns: kind ("theme", "topic"), id, name, share, low, high,
    count (of ``n`` stories), the same of the rest, their difference with Newcombe's interval, and note. The shares
    are those of ``study.share(theme, measure="mentions")`` of the selection.
    """
    topics, names = _topics(study, rows), _names(study)
    others = None if rows is None else np.setdiff1d(np.arange(len(study.kept)), rows)
    here = _shares(study, topics, rows)
    there = None if others is None else _shares(study, topics, others)
    found = [_row(key, names.get(key, key), here, there) for key in [*study.presence, *topics]]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _topics(study: Any, rows: np.ndarray | None) -> pd.DataFrame:
    """A boolean column per topic, named TOPIC and its number: the largest of the selection."""
    assignment = np.asarray(study.topics.assignment)
    mine = assignment if rows is None else assignment[rows]
    numbers, sizes = np.unique(mine[mine >= 0], return_counts=True)
    largest = numbers[np.lexsort((numbers, -sizes))][:MOST_TOPICS]
    return pd.DataFrame(
        {f"{TOPIC}{number}": assignment == number for number in largest}, index=study.presence.index
    )


def _names(study: Any) -> dict[str, str]:
    labels = {f"{TOPIC}{row.topic}": row.label for row in study.topics.table.itertuples()}
    return {**study.theme_definitions.names, **labels}


def _shares(study: Any, topics: pd.DataFrame, rows: np.ndarray | None) -> dict[str, dict[str, Any]] | None:
    """{theme or topic: its row of ``prevalence``}; None where no passage is left."""
    themes = _theme_shares(study, rows)
    if themes is None:
        return None
    tables = [themes, mention_shares(study, topics, rows)] if len(topics.columns) else [themes]
    return {row["theme"]: row for table in tables for row in table.to_dict("records")}


def _theme_shares(study: Any, rows: np.ndarray | None) -> pd.DataFrame | None:
    """The shares of the themes, corrected by labels where those of the study are."""
    if rows is None:
        return study.prevalence(measure="mentions")
    if study.labels_here is None or not len(rows):
        return mention_shares(study, study.presence, rows)
    return select_rows(study, rows).prevalence(measure="mentions")


def _row(
    key: str, name: str, here: dict[str, dict[str, Any]], there: dict[str, dict[str, Any]] | None
) -> list[float | str]:
    kind, number = ("topic", int(key.removeprefix(TOPIC))) if key.startswith(TOPIC) else ("theme", key)
    nothing = dict.fromkeys(("share", "low", "high"), np.nan) | {
        "count": 0,
        "n": 0,
        "note": "nothing is selected",
    }
    mine, rest = (side[key] if side else nothing for side in (here, there))
    _, _, _, gap, low, high, note = share_difference(name, mine, rest)
    said = [mine[part] for part in ("share", "low", "high", "count", "n")]
    other = [rest[part] for part in ("share", "low", "high")]
    return [kind, number, name, *said, *other, gap, low, high, mine["note"] or (note if there else None)]
