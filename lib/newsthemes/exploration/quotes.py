"""Passages of a study as quotes: those behind a theme or topic, where a word stands, and why one scores as it does."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from newsthemes.errors import InputError
from newsthemes.exploration.names import Names
from newsthemes.exploration.shown import Listing

QUOTE_COLUMNS = (
    "score", "quote", "gloss", "language", "title", "source", "date", "article_id", "passage_id", "start", "end",
)  # fmt: skip


class Quotes(Names):
    """The verbs that answer with passages."""

    def quotes(
        self, theme: str | None = None, topic: int | str | None = None, n: int | None = 10
    ) -> pd.DataFrame:
        """Return the passages behind a theme, a topic, or both: verbatim, one row per passage, the surest first.

        ``theme``: its id or name. ``topic``: its number or label. ``n``: at most so many, None for all.
        Without either: passages of any theme. Columns: score (of the theme, or how typical of the topic),
        quote, gloss, language, title, source, date, article_id, passage_id, start, end; ``text[start:end]``
        of the article is the quote.

        >>> study.quotes("bread", n=2)[["quote", "article_id", "start", "end"]].values.tolist()
        [['Bread prices rise', 'table#d', 0, 17], ['Bakers raised the price of bread again.', 'table#d', 19, 58]]
        """
        chosen = np.ones(len(self.kept), bool)
        score = (
            self.scores.max(axis=1).to_numpy(float) if len(self.scores.columns) else np.zeros(len(self.kept))
        )
        if topic is not None:
            chosen &= self.topics.assignment == self.topic_number(topic)
            score = np.asarray(self.topics.strength, float)
        if theme is not None:
            theme = self.theme_id(theme)
            chosen &= self.presence[theme].to_numpy(bool)
            score = self.scores[theme].to_numpy(float)
        elif topic is None:
            chosen &= self.presence.any(axis=1).to_numpy(bool)
        rows = np.flatnonzero(chosen)
        rows = rows[np.argsort(-score[rows], kind="stable")][:n]
        return self.quoted(rows, score[rows])

    def quoted(self, rows: ArrayLike, score: ArrayLike) -> pd.DataFrame:
        """Return kept passages, by row number, as ``quotes`` does, with a score each.

        >>> study.quoted([1], [0.5])[["score", "quote", "passage_id"]].values.tolist()
        [[0.5, 'The harbour will be dredged in June.', 'table#a:23']]
        """
        from newsthemes.evidence.quotes import quote_rows

        table = quote_rows(self.articles, self.kept, np.asarray(rows, int))
        table.insert(0, "score", np.round(np.asarray(score, float), 3))
        return Listing(table[[name for name in QUOTE_COLUMNS if name in table]])

    def locate(self, text: str) -> pd.DataFrame:
        """Return where a text stands, character for character: article_id, path, line, start, end; one row
        per place.

        >>> study.locate("the price of bread").values.tolist()
        [['table#d', 'table', 3, 33, 51]]
        """
        from newsthemes.evidence.quotes import locate

        return Listing(locate(text, self.articles))

    def find(self, query: str, meaning: bool = False, n: int | None = 20) -> pd.DataFrame:
        """Return where a word or phrase stands (a concordance), or with ``meaning`` the passages nearest in
        meaning.

        See :func:`newsthemes.exploration.concordance.concordance` and
        :func:`newsthemes.exploration.nearest_passages.nearest_passages`.

        >>> study.find("flour")[["left", "hit", "right"]].values.tolist()[2:]
        [['The price of ', 'flour', ' rose by a third.'], ['Les boulangers paient plus pour la ', 'farine', '.']]
        >>> study.find("the bakers pay for bread", meaning=True, n=1)[["quote", "gloss"]].values.tolist()
        [['Les boulangers paient plus pour la farine.', 'the baker pay more for the flour.']]
        """
        if meaning:
            from newsthemes.exploration.nearest_passages import nearest_passages

            return nearest_passages(self, query, n)
        from newsthemes.exploration.concordance import concordance

        found = concordance(self.articles, self.kept, query, n)
        listed = Listing(found)
        listed.attrs = found.attrs
        return listed

    def explain(self, passage_id: str, theme: str) -> pd.DataFrame:
        """Return what made the score of a theme in a passage; see :func:`newsthemes.themes.explain`.

        >>> study.explain("table#d:19", "bread")[["part", "text", "start", "end"]].values.tolist()[0]
        ['word', 'bread', 27.0, 32.0]
        """
        from newsthemes.themes import explain

        rows = np.flatnonzero(self.kept["passage_id"] == passage_id)
        if not len(rows):
            raise InputError(f"explain: no kept passage '{passage_id}'; ids are in quotes() and passages")
        row = self.kept.iloc[rows[0]]
        vector = np.asarray(self.vectors_of_kept[rows[0]])
        theme, themes = self.theme_id(theme), self.theme_definitions
        return Listing(explain(row["text"], vector, row["language"], theme, themes, encoder=self.embedder))
