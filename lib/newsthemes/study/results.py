"""The results of a study as tables: what its stages computed, by name."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from newsthemes.arrays import RowView
from newsthemes.corpus.discover import ARTICLES_FOUND
from newsthemes.study.stage_store import StageStore
from newsthemes.themes.unmeasured import UNREAD

if TYPE_CHECKING:
    from newsthemes.topics.model import Topics

EXTENDED = "passages assigned to topics found earlier"


class StudyResults:
    """The data of a study; each is computed, or read from its result folder, when it is first asked for."""

    store: StageStore

    def result(self, stage: str, name: str) -> Any:
        """A result of a stage by its name in ``STAGES``."""
        return self.store.result(stage, name)

    @property
    def articles(self) -> pd.DataFrame:
        """One row an article, with its story; see the data dictionary in README.md."""
        return self.result("stories", "articles")

    @property
    def passages(self) -> pd.DataFrame:
        """One row a passage, kept or not; ``text[start:end]`` of its article is the passage."""
        return self.result("reading", "passages")

    @cached_property
    def kept(self) -> pd.DataFrame:
        """The passages that are content, with row numbers from 0."""
        return self.passages[self.passages["kept"]].reset_index(drop=True)

    @property
    def vectors(self) -> np.ndarray:
        """float32 (passages, d), row-aligned with ``passages``; zero rows for passages that were not kept."""
        return self.result("embedding", "vectors")

    @property
    def vectors_of_kept(self) -> RowView:
        """float32 (kept passages, d), row-aligned with ``kept``; rows are fetched when they are indexed."""
        return RowView(self.vectors, np.flatnonzero(self.passages["kept"].to_numpy(bool)))

    @property
    def drawn_map(self) -> pd.DataFrame | None:
        """passage_id, x, y of the map of topics in ``out``; None where there is none, or not as a run drew it."""
        return self.store.drawn_map()

    @property
    def topics(self) -> "Topics":
        """The :class:`newsthemes.Topics` of the kept passages."""
        return self.result("topics", "topics")

    @property
    def themes(self) -> pd.DataFrame:
        """One row a kept passage and theme: passage_id, theme, score (0 to 1), present."""
        return self.result("themes", "themes").long

    @property
    def presence(self) -> pd.DataFrame:
        """Which theme is in which kept passage: a boolean column a theme, rows as in ``kept``."""
        return self.result("themes", "themes").presence

    @property
    def scores(self) -> pd.DataFrame:
        """The score of each theme in each kept passage: a column a theme, rows as in ``kept``."""
        return self.result("themes", "themes").scores

    @property
    def evidence(self) -> pd.DataFrame:
        """The passages behind the theme figures, verbatim, best first."""
        return self.result("evidence", "evidence")

    @property
    def contradictions(self) -> pd.DataFrame:
        """Pairs of passages that give different figures for what may be the same thing."""
        return self.result("evidence", "contradictions")

    @property
    def unread(self) -> pd.DataFrame:
        """One row for each input that was not read in full, with the reason."""
        return self.result("reading", "unread")

    @cached_property
    def report(self) -> pd.DataFrame:
        """What was not read in full, and the counts in and out of every stage: step, item, reason, detail."""
        counts = [
            {"step": stage, "item": "", "reason": "count", "detail": f"{name}: {number}"}
            for stage, numbers in self.counts().items()
            for name, number in numbers.items()
        ]
        return pd.concat([self.unread, pd.DataFrame(counts, dtype=object)], ignore_index=True)

    def counts(self) -> dict[str, dict[str, int]]:
        """{stage: {what: how many}} for the stages from reading to themes.

        >>> study.counts()["reading"]["passages set aside"], study.counts()["stories"]
        (1, {'articles': 7, 'stories': 6})
        """
        kept, reasons = self.passages["kept"], self.passages["reason"]
        front = reasons.eq("front matter")
        return {
            "reading": {
                "articles": len(self.articles),
                "inputs not read in full": int(self.unread["reason"].ne(ARTICLES_FOUND).sum()),
                "passages": len(self.passages),
                "passages kept": int(kept.sum()),
                "passages set aside": int((~(kept | front)).sum()),
                "passages of front matter": int(front.sum()),
                "passages in a language not read": int(reasons.eq(UNREAD).sum()),
            },
            "stories": {"articles": len(self.articles), "stories": int(self.articles["story_id"].nunique())},
            "topics": {
                "passages": len(self.kept),
                "topics": len(self.topics.table),
                "passages in no topic": int((self.topics.assignment < 0).sum()),
                EXTENDED: self.topics.added,
            },
            "themes": {
                "passages": len(self.kept),
                "passages with a theme": int(self.presence.any(axis=1).sum()) if len(self.kept) else 0,
            },
        }
