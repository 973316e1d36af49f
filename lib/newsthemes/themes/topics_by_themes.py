"""Themes against discovered topics: what the topics are about, and what no theme names."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from newsthemes.errors import InputError

NAMED_FROM = 0.2  # share of a topic's passages from which a theme may name it
MOSTLY = 0.4  # share of a topic's passages from which on a topic is mostly about a theme
LIFT = 1.5  # and how many times its share of all passages that must be


def themes_by_topics(presence: pd.DataFrame, assignment: ArrayLike) -> pd.DataFrame:
    """One row a topic (-1 for passages in none): topic, passages, a column a theme with its share of the topic's
    passages, ``any`` (the share with a theme at all), and ``theme``, the theme that names the topic.

    A theme names a topic when at least a fifth of its passages carry it, and half as many again as in all
    passages; of several, the one with the largest share. ``theme`` is None where none does: what the themes miss.
    ``presence``: bool, a column a theme; ``assignment``: one topic a row.

    >>> presence = pd.DataFrame({"harbour": [True, True, False, False], "bread": [False, False, False, True]})
    >>> themes_by_topics(presence, [0, 0, 1, -1]).values.tolist()
    [[-1, 1, 0.0, 1.0, 1.0, None], [0, 2, 1.0, 0.0, 1.0, 'harbour'], [1, 1, 0.0, 0.0, 0.0, None]]
    """
    assignment = np.asarray(assignment)
    if len(assignment) != len(presence):
        raise InputError(
            f"themes_by_topics: {len(presence)} rows of presence but {len(assignment)} assignments"
        )
    themes, flags = list(presence), presence.reset_index(drop=True).astype(float)
    grouped = flags.groupby(assignment)
    table = grouped.mean()
    table.insert(0, "passages", grouped.size())
    table["any"] = flags.max(axis=1).groupby(assignment).mean() if themes else 0.0
    naming = table[themes].where((table[themes] >= NAMED_FROM) & (table[themes] >= LIFT * flags.mean()))
    names = [row.idxmax() if topic != -1 and row.notna().any() else None for topic, row in naming.iterrows()]
    table["theme"] = pd.Series(names, table.index, object)
    return table.rename_axis("topic").reset_index()


def mostly(presence: pd.DataFrame, assignment: ArrayLike, topics: Iterable[int]) -> list[str | None]:
    """The theme that most of a topic's passages carry, one for each of ``topics`` (ids), None where no theme holds 40%.

    Of several the one with the largest share, then the first.

    >>> presence = pd.DataFrame({"chips": [True, True, False], "licences": [False, False, True]})
    >>> mostly(presence, [0, 0, 0], [0, 1])
    ['chips', None]
    """
    shares = presence.reset_index(drop=True).astype(float).groupby(np.asarray(assignment)).mean()
    held = shares.where(shares >= MOSTLY).reindex(list(topics))
    return [row.idxmax() if row.notna().any() else None for _, row in held.iterrows()]
