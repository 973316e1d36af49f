"""Passages' topics → the dominant topic of each article."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd


def article_topics(
    assignment: Sequence[int] | np.ndarray, strength: Sequence[float] | np.ndarray, article_ids: Iterable[Any]
) -> pd.DataFrame:
    """DataFrame article_id, topic, strength, in order of first occurrence: the dominant topic of each article.

    The topic with the largest sum of its passages' strengths (ties: the lower id); ``strength`` is its share
    of the article's passages, those in no topic included, weighted by strength. -1 and 0 for an article none
    of whose passages has a topic.

    >>> article_topics([0, 1, 1, 0, -1], [0.5, 0.25, 0.75, 0.5, 0.0], ["a", "a", "a", "a", "b"]).values.tolist()
    [['a', 0, 0.25], ['b', -1, 0.0]]
    """
    passages = pd.DataFrame({"article_id": list(article_ids), "topic": assignment, "strength": strength})
    order = passages["article_id"].drop_duplicates()
    size = passages.groupby("article_id", sort=False).size()
    sums = passages[passages["topic"] >= 0].groupby(["article_id", "topic"])["strength"].sum().reset_index()
    best = sums.sort_values(["strength", "topic"], ascending=[False, True]).drop_duplicates("article_id")
    best = best.set_index("article_id").reindex(order)
    return pd.DataFrame(
        {
            "article_id": order.to_numpy(),
            "topic": best["topic"].fillna(-1).astype(int).to_numpy(),
            "strength": (best["strength"].fillna(0) / size.reindex(order)).to_numpy(float),
        }
    )
