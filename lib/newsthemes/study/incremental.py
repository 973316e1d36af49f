"""What an earlier run found of articles that have not changed since, so that cost grows with what did change."""

import json
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import Any

import numpy as np
import pandas as pd

from newsthemes.arrays import RowView, chunks, release_pages
from newsthemes.corpus.discover import Problem
from newsthemes.corpus.validators import Fetched

PART = 16_384  # rows of vectors copied at once
SAME = ("text", "language", "kept")  # what a passage and its vector rest on, with its place


class PreviousRun:
    """The results of an earlier run by the same code, and where they are found in the corpus of today.

    ``read(stage)`` gives all results of a stage, by name.
    """

    def __init__(self, read: Callable[[str], dict[str, Any]]) -> None:
        self.read = cache(read)
        self._kept_rows: np.ndarray | None = None

    def result(self, stage: str, name: str) -> Any:
        return self.read(stage)[name]

    @property
    def passages(self) -> pd.DataFrame:
        return self.result("reading", "passages")

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles as they were read: with the language that they state, or None."""
        stated = self.result("reading", "inputs").set_index("article_id")["stated"]
        articles = self.result("reading", "read")
        return articles.assign(language=articles["article_id"].map(stated).to_numpy(object))

    def known_files(self, inputs: Mapping[str, str]) -> dict[str, Any]:
        """{path: (articles, problems)} of files that are one article each and have the same bytes now.

        ``inputs``: {path: digest}. Tables are read again whenever any file changed: that costs little.
        """
        before = self.result("reading", "inputs")
        same = before["digest"] == before["path"].map(inputs)
        alone = ~before["path"].duplicated(keep=False)
        whole = [
            path.startswith(name) for path, name in zip(before["path"], before["article_id"], strict=True)
        ]
        chosen = before.loc[same & alone & np.array(whole, bool), "article_id"]
        articles = self.articles.set_index("article_id").loc[chosen].drop(columns="story_id")
        problems = self._problems(set(articles["path"]))
        return {
            article["path"]: ([article], problems.get(article["path"], []))
            for article in articles.to_dict("records")
        }

    def fetched_pages(self) -> dict[str, Fetched]:
        """{URL: what its server said of it, and its articles} of the pages of lists that may be asked for again."""
        inputs = self.result("reading", "inputs")
        if "validators" not in inputs or not inputs["validators"].notna().any():
            return {}
        articles = self.articles.set_index("article_id", drop=False)
        pages: dict[str, Fetched] = {}
        for name, written in inputs.loc[inputs["validators"].notna(), ["article_id", "validators"]].values:
            url, etag, modified = json.loads(written)
            article = articles.loc[name].drop(["article_id", "story_id"]).to_dict()
            row = name.removeprefix(f"{article['path']}#")
            pages.setdefault(url, Fetched(etag, modified, [])).articles.append(article | {"row": row})
        return pages

    def _problems(self, paths: Any) -> dict[str, Any]:
        report, found = self.result("reading", "unread"), {}
        for row in report[(report["step"] == "read") & report["item"].isin(paths)].itertuples(index=False):
            found.setdefault(row.item, []).append(Problem(row.item, row.reason, row.detail or ""))
        return found

    def passage_rows(self, passages: pd.DataFrame) -> np.ndarray:
        """(n,): the row each passage had in the earlier table, -1 where it, or its text or language, was not there."""
        before = self.passages
        rows = pd.Index(before["passage_id"]).get_indexer(passages["passage_id"])
        for name in SAME:
            old, new = (table[name].to_numpy(object) for table in (before, passages))
            there = np.flatnonzero(rows >= 0)
            rows[there[old[rows[there]] != new[there]]] = -1
        return rows

    def kept_rows(self, kept: pd.DataFrame, vectors: np.ndarray | RowView) -> np.ndarray:
        """(n,): the row each kept passage had among the kept ones, -1 for all of an article of which anything changed.

        A passage whose vector is another one has changed too. Asked once for a corpus, then remembered.
        """
        if self._kept_rows is None:
            self._kept_rows = self._matched(kept, vectors)
        return self._kept_rows

    def _matched(self, kept: pd.DataFrame, vectors: np.ndarray | RowView) -> np.ndarray:
        before = self.passages
        rows = self.passage_rows(kept)
        rows[~same_vectors(self.result("embedding", "vectors"), vectors, rows)] = -1
        was_kept = before["kept"].to_numpy(bool)
        now, then = (table["article_id"].value_counts() for table in (kept, before[was_kept]))
        found = kept.loc[rows >= 0, "article_id"].value_counts()
        whole = [name for name, count in found.items() if now[name] == count == then[name]]
        rows[~kept["article_id"].isin(whole).to_numpy()] = -1
        rows[rows >= 0] = (np.cumsum(was_kept) - 1)[rows[rows >= 0]]
        return rows

    def unchanged_stories(self, kept: pd.DataFrame, vectors: np.ndarray | RowView) -> pd.Series:
        """The stories, by article_id, of which no article has changed or is gone."""
        before = self.result("stories", "articles").set_index("article_id")["story_id"]
        same = set(kept.loc[self.kept_rows(kept, vectors) >= 0, "article_id"])
        changed = set(before[[name not in same for name in before.index]])
        return before[~before.isin(changed)]


def validators_of(fetched: Mapping[str, Fetched]) -> dict[str, str]:
    """{article_id: the URL that was asked and its validators, as JSON} of the articles of a page."""
    return {
        article["article_id"]: json.dumps([url, page.etag, page.modified])
        for url, page in fetched.items()
        for article in page.articles
        if "article_id" in article
    }


def take(values: np.ndarray, rows: np.ndarray, into: np.ndarray) -> None:
    """Copy ``values[rows]`` to the rows of ``into``, where they are not -1."""
    for part in chunks(len(rows), PART):
        there = np.flatnonzero(rows[part] >= 0) + part.start
        into[there] = values[rows[there]]
        release_pages(into)


def same_vectors(before: np.ndarray, now: np.ndarray | RowView, rows: np.ndarray) -> np.ndarray:
    """(n,) bool: whether each row of ``now`` is that row of ``before``; false where that is -1."""
    same = rows >= 0
    for part in chunks(len(rows), PART):
        there = np.flatnonzero(same[part]) + part.start
        same[there] = (before[rows[there]] == now[there]).all(axis=1)
    return same
