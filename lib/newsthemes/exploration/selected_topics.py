"""The topics of a study as they are in a part of it: found in the whole, counted in the part."""

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

MOST_QUOTES = 5  # of a topic


class SelectedTopics:
    """The topics of a study in some of its kept passages.

    ``assignment``, ``strength``, ``finer``, ``articles`` and ``stories`` are those of the passages chosen.
    ``table``, ``hierarchy`` and ``quotes`` hold the topics that are left, with their numbers, labels, terms and
    stability of the whole; sizes, stories and sources are counted in the part.
    """

    def __init__(self, topics: Any, rows: np.ndarray, kept: pd.DataFrame, articles: pd.DataFrame) -> None:
        self.whole, self.rows = topics, rows
        self.assignment, self.strength, self.finer, self.articles, self.stories = (
            np.asarray(values)[rows]
            for values in (topics.assignment, topics.strength, topics.finer, topics.articles, topics.stories)
        )
        self.about = articles.set_index("article_id").reindex(kept["article_id"]).reset_index()
        self.rung, self.claims = topics.rung, []

    def __len__(self) -> int:
        return len(self.table)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per topic that is left."""
        sizes = pd.Series(self.assignment[self.assignment >= 0]).value_counts()
        table = self.whole.table[self.whole.table["topic"].isin(sizes.index)].reset_index(drop=True)
        table["size"] = table["topic"].map(sizes).astype(int)
        for name, column in (("articles", "article_id"), ("stories", "story_id"), ("sources", "source")):
            if name in table:
                table[name] = [self._different(column, topic) for topic in table["topic"]]
        if "single_source" in table:
            known = table["sources"].gt(0)
            table["single_source"] = table["sources"].eq(1).astype(object).where(known, None)
        return table

    @cached_property
    def hierarchy(self) -> pd.DataFrame:
        """The topics that are left and the finer ones under them, with their sizes in the part."""
        sizes = {}
        for topic, part in zip(self.assignment.tolist(), self.finer.tolist(), strict=True):
            for name in {str(topic), f"{topic}.{part}"} if topic >= 0 else ():
                sizes[name] = sizes.get(name, 0) + 1
        table = self.whole.hierarchy[self.whole.hierarchy["id"].isin(sizes)].reset_index(drop=True)
        return table.assign(size=table["id"].map(sizes).astype(int) if len(table) else [])

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """topic, rank, row: the most typical passages of each topic among those chosen."""
        order = np.lexsort((np.arange(len(self.rows)), -np.round(self.strength, 6)))
        listed = pd.DataFrame({"topic": self.assignment[order], "row": order})
        listed = listed[listed["topic"] >= 0].groupby("topic", sort=True).head(MOST_QUOTES)
        listed = listed.sort_values("topic", kind="stable", ignore_index=True)
        return listed.assign(rank=listed.groupby("topic").cumcount() + 1)[["topic", "rank", "row"]]

    def _different(self, column: str, topic: int) -> int:
        if column not in self.about:
            return None
        return self.about.loc[self.assignment == topic, column].nunique()
