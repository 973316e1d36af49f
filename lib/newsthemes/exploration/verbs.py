"""The verbs of a study: each answers one question about a study or a selection, from what has been computed."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from newsthemes.errors import InputError
from newsthemes.exploration.shown import Listing, ShownFigure, overview

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from newsthemes.exploration.keyness import Keyness
    from newsthemes.results.study_tables import StudyTables as Answering
else:
    Answering = object

QUOTE_COLUMNS = (
    "score", "quote", "gloss", "language", "title", "source", "date", "article_id", "passage_id", "start", "end",
)  # fmt: skip


class Exploration(Answering):
    """What a study and a selection of one can be asked.

    Whoever inherits has ``articles``, ``passages``, ``kept`` (passages that are content), ``vectors_of_kept``,
    ``topics``, ``scores`` and ``presence`` (a column per theme, rows as in ``kept``), ``evidence``,
    ``theme_definitions``, ``prevalence(by, unit, measure)``, ``embedder``, ``seed`` and ``figures_folder``.

    The ``study`` of the examples is a finished run on seven short articles about a harbour and about bread, two of
    them one story: ``lib/conftest.py``.
    """

    figures_folder: Path | None = None  # where `show` exports what it shows; None: nowhere

    # Figures

    @property
    def figures(self) -> pd.DataFrame:
        """The figures there are: one row per figure, with its question, groupings, and why it is empty, if it
        is.

        >>> study.figures.set_index("figure")["question"]["theme-shares"]
        'How much of the coverage is about each theme?'
        >>> study.figures.set_index("figure")["missing"]["themes-together"]
        'no passage carries two themes'
        """
        from newsthemes.figures.registry import FIGURES

        rows = [
            (name, figure.question, ", ".join(figure.by), figure.notebook, figure.missing(self))
            for name, figure in FIGURES.items()
        ]
        return Listing(rows, columns=["figure", "question", "by", "notebook", "missing"])

    def table(self, name: str, by: str | None = None) -> pd.DataFrame:
        """Return the tidy frame that a figure draws; ``by``: a column to group by, where the figure has groups.

        >>> table = study.table("theme-shares", by="source")
        >>> table[table["measure"] == "main"][["theme", "group", "count", "n"]].values.tolist()[:2]
        [['Harbour', 'Desk', 1, 2], ['Bread', 'Desk', 1, 2]]
        """
        return Listing(_figure(name).data(self, by))

    def figure(self, name: str, by: str | None = None) -> "Figure":
        """Return a figure as a matplotlib Figure, to restyle or save.

        >>> axes = study.figure("theme-shares").axes[0]
        >>> [label.get_text() for label in axes.get_yticklabels()]
        ['Bread', 'Harbour']
        """
        return _figure(name).draw(self.table(name, by))

    def caption(self, name: str, by: str | None = None) -> str:
        """Return the sentence that says what a figure shows, with its number.

        >>> study.caption("theme-shares")
        'Harbour and Bread are each the main theme of 3 of 6 stories.'
        """
        return _figure(name).caption(self.table(name, by), self)

    def show(self, name: str, by: str | None = None) -> ShownFigure:
        """Return a figure with its caption as a notebook shows it; exported as well where the study was told to.

        ``.frame``, ``.figure`` and ``.caption`` of what is returned are those of ``table``, ``figure`` and
        ``caption``. Raises InputError for an unknown name, with the names there are.

        >>> shown = study.show("theme-shares")
        >>> shown
        theme-shares: Harbour and Bread are each the main theme of 3 of 6 stories.
        >>> len(shown.frame), len(shown.figure.axes), shown.path
        (4, 1, None)
        """
        return ShownFigure.of(self, _figure(name), by)

    # Themes of passages and articles

    @cached_property
    def content(self) -> Any:
        """The themes of all content, where they are measured and where not; see ``themes/unmeasured.py``.

        >>> study.content.presence.sum().to_dict(), bool(study.content.measured.all())
        ({'harbour': 10, 'bread': 7}, True)
        """
        from newsthemes.themes import content_themes

        return content_themes(self.passages, self.presence, self.scores, self.kept)

    @cached_property
    def article_themes(self) -> pd.DataFrame:
        """One row an article and theme: article_id, theme, main, present, words, score.

        >>> study.article_themes[["article_id", "theme", "main", "words"]].values.tolist()[:2]
        [['table#a', 'harbour', True, 18], ['table#a', 'bread', False, 0]]
        """
        from newsthemes.themes import article_themes

        return article_themes(*self.content)

    # Quotes

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

    # Numbers

    def share(
        self, theme: str, by: str | None = None, measure: str = "main", unit: str = "stories"
    ) -> pd.DataFrame:
        """Return how much of the coverage is about a theme, with intervals: one row, or one per group of
        ``by``.

        ``theme``: its id or name. ``measure``: "main" (the article's main theme, by its words), "mentions" (a
        passage carries it) or "words" (of the text). ``unit``: "stories" (copies count once) or "articles".
        See :func:`newsthemes.prevalence.prevalence` for the columns.

        >>> study.share("bread", by="source")[["source", "share", "count", "n"]].values.tolist()
        [['Desk', 0.5, 1, 2], ['Echo', 0.0, 0, 1], ['Post', 0.5, 1, 2], ['Revue', 0.5, 1, 2]]
        """
        theme = self.theme_id(theme)
        table = self.prevalence(by, unit, measure)
        return Listing(table[table["theme"] == theme].reset_index(drop=True))

    def to_label(self, theme: str, n: int = 120, to: str | Path | None = None) -> pd.DataFrame:
        """Return ``n`` passages to label by hand for a theme, drawn at random with known probabilities, as a sheet.

        ``to``: a CSV file to write it to; where it is there already, it is extended and its labels stay. See
        :func:`newsthemes.labelling.to_label`.

        >>> study.to_label("bread", n=8)[["text", "theme", "probability"]].round(2).values.tolist()[0]
        ['Le prix du pain augmente', 'bread', 0.29]
        """
        from newsthemes.labelling import to_label, write_sheet

        earlier = to if to is not None and Path(to).exists() else None
        sheet = to_label(self, self.theme_id(theme), n, earlier)
        if to is not None:
            write_sheet(sheet, to)
        return Listing(sheet)

    def corrected_share(
        self, theme: str, labels: pd.DataFrame | str | Path, by: str | None = None
    ) -> pd.DataFrame:
        """Return the share of passages that carry a theme, corrected for the classifier's errors by a filled-in sheet
        of ``to_label`` (CSV or frame), with intervals; see :func:`newsthemes.labelling.corrected_share`.

        >>> sheet = study.to_label("bread", n=20)
        >>> sheet["label"] = sheet["text"].str.contains("bread|pain", case=False)
        >>> study.corrected_share("bread", sheet)[["share", "uncorrected", "labels"]].round(3).values.tolist()
        [[0.214, 0.5, 14.0]]
        """
        from newsthemes.labelling import corrected_share

        table = corrected_share(self, self.theme_id(theme), labels, by)
        listed = Listing(table)
        listed.attrs = table.attrs
        return listed

    def compare(self, a: Any, b: Any = None, n: int = 15) -> "Keyness":
        """Return what sets two selections apart: words and themes, with intervals and quotes.

        ``a``, ``b``: selections of this study, or conditions as ``where`` takes them, in a dict; ``b`` is by default
        all passages that are not in ``a``. See :func:`newsthemes.exploration.keyness.keyness`.

        >>> found = study.compare({"date": "2024-01"}, {"date": "2024-03"})
        >>> found.n, found.themes[["theme", "share_a", "share_b"]].values.tolist()
        ({'a': 2, 'b': 2}, [['Harbour', 1.0, 0.0], ['Bread', 0.0, 1.0]])
        """
        from newsthemes.exploration.keyness import keyness
        from newsthemes.exploration.selection import complement

        a, b = (self.where(**part) if isinstance(part, dict) else part for part in (a, b))
        return keyness(a, complement(self, a) if b is None else b, n=n)

    def theme(self, name: str, definition: str, seeds: Any = None) -> pd.DataFrame:
        """Return what a theme of one's own catches: one row per passage, the surest first; the study is not
        changed.

        See :func:`newsthemes.exploration.theme_trial.theme_trial`.

        >>> study.theme("summer", "A dry summer")[["present", "quote"]].values.tolist()[0]
        [True, 'Flour is scarce after a dry summer.']
        """
        from newsthemes.exploration.theme_trial import theme_trial

        return theme_trial(self, name, definition, seeds)

    # What was read and found

    def set_aside(self, n: int = 1) -> pd.DataFrame:
        """Return passages that were set aside as boilerplate: of each reason the ``n`` longest, the commonest reason
        first.

        >>> study.set_aside().values.tolist()
        [['promotion', 'Subscribe to our newsletter!', None, 'table#d']]
        """
        aside = self.passages[~self.passages["kept"].astype(bool)]
        order = aside.assign(
            length=-aside["text"].str.len(), often=-aside.groupby("reason")["reason"].transform("size")
        )
        order = (
            order.sort_values(["often", "reason", "length"], kind="stable")
            .groupby("reason", sort=False)
            .head(n)
        )
        return Listing(order[["reason", "text", "language", "article_id"]].reset_index(drop=True))

    def stories(self) -> pd.DataFrame:
        """Return the stories that several articles tell: one row per story, the most often told first.

        >>> study.stories()[["articles", "sources", "first", "title"]].values.tolist()
        [[2, 2, '2024-01-05', 'Harbour to be dredged']]
        """
        by_story = self.articles.groupby("story_id", sort=True)
        table = pd.DataFrame(
            {
                "articles": by_story.size(),
                "languages": by_story["language"].agg(
                    lambda values: ", ".join(sorted(values.dropna().unique()))
                ),
                "sources": by_story["source"].nunique(),
                "first": by_story["date"].agg(lambda values: min(values.dropna().astype(str), default=None)),
                "title": by_story["title"].first(),
            }
        )
        table = table[table["articles"] > 1].sort_values("articles", ascending=False, kind="stable")
        return Listing(table.reset_index())

    def layers(self) -> pd.DataFrame:
        """Return the grains of topics that hold: one row per layer, coarse to fine, with its largest topics.

        >>> study.layers()[["layer", "topics", "main"]].values.tolist()
        [['main', 4, True]]
        """
        layers, main = self.topics.layers, self.topics.layer
        rows = [
            (
                layer.name,
                len(layer.table),
                layer.persistence,
                layer is main,
                "; ".join(layer.table["label"].head(8)),
            )
            for layer in layers
        ]
        return Listing(rows, columns=["layer", "topics", "persistence", "main", "largest"])

    def bertopic(self) -> Any:
        """Return the topics as a fitted ``BERTopic`` model of the kept passages (imports BERTopic: seconds)."""
        return self.topics.to_bertopic(self.kept["text"].tolist())

    # Parts

    def where(self, **conditions: Any) -> "Exploration":
        """Return the part of the study for which all conditions hold; it answers to the same verbs.

        A condition is a column of ``articles`` with a value, a list of values, or for ``date`` also a year, a
        month or a pair (from, to), ends included. ``language`` is that of the article. ``topic`` and
        ``theme`` choose passages; only articles that keep one stay. Raises InputError where there is no such
        column or nothing is left.

        >>> part = study.where(source="Desk", date=2024)
        >>> part.articles["article_id"].tolist()
        ['table#a', 'table#d']
        >>> part.where(theme="Harbour").quotes(n=1)["quote"].tolist()
        ['Harbour to be dredged']
        """
        from newsthemes.exploration.selection import select

        return select(self, conditions)

    def explore(self) -> Any:
        """Return a widget to work in: a map to select on, a reader, shares of the selection, themes, labels.

        ``.selection`` is what is selected, as a frame; assign a frame, a part of the study, ids or None to it. Needs
        the extra: ``pip install "newsthemes[explore]"``. See :class:`newsthemes.widgets.explorer.Explorer`.

        >>> explorer = study.explore()
        >>> explorer.selection = study.where(source="Desk")
        >>> explorer.selection["article_id"].unique().tolist()
        ['table#a', 'table#d']
        """
        try:
            from newsthemes.widgets.explorer import Explorer
        except ModuleNotFoundError as error:
            raise InputError(
                f"explore: {error.name} is not installed; pip install 'newsthemes[explore]'"
            ) from None
        return Explorer(self)

    # Names

    def theme_id(self, theme: str) -> str:
        """Return the id of a theme given by id or name. Raises InputError with the ids there are.

        >>> study.theme_id("Bread")
        'bread'
        """
        names = self.theme_definitions.names
        if theme in names:
            return theme
        found = [key for key, name in names.items() if name.casefold() == str(theme).casefold()]
        if not found:
            raise InputError(f"no theme '{theme}'; there are: {', '.join(names)}")
        return found[0]

    def topic_number(self, topic: int | str) -> int:
        """Return the number of a topic given by number or label. Raises InputError with the topics there are.

        >>> study.topic_number(study.topics.table["label"][1])
        1
        """
        table = self.topics.table
        found = table[(table["topic"] == topic) | (table["label"] == topic)]
        if found.empty:
            known = "; ".join(f"{row.topic}: {row.label}" for row in table.head(40).itertuples())
            raise InputError(f"no topic '{topic}'; there are: {known or 'none'}")
        return int(found["topic"].iloc[0])

    def _repr_html_(self) -> str:
        return overview(self)


def _figure(name: str) -> Any:
    from newsthemes.figures.registry import FIGURES

    if name not in FIGURES:
        raise InputError(f"no figure '{name}'; there are: {', '.join(FIGURES)}")
    return FIGURES[name]
