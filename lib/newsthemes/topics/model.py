"""Topics found: what they are, how surely, and their life on disk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from newsthemes.arrays import RowView
from newsthemes.topics import edit, shares, storage
from newsthemes.topics.article_context import article_members, with_article_means
from newsthemes.topics.assign import Placement
from newsthemes.topics.hierarchy import hierarchy, subtopics
from newsthemes.topics.layer import Layer
from newsthemes.topics.proposals import COLUMNS
from newsthemes.topics.update import extended

if TYPE_CHECKING:
    from newsthemes.topics.bertopic_parts import DatedBERTopic


@dataclass(frozen=True)
class Topics:
    """Topics of every grain that holds, as ``layers``, coarse to fine; of all but those, the ``main`` one is spoken of.

    ``assignment`` (n,): a topic a text, -1 for none; ``strength`` (n,): 0 to 1, the share of the text's ties that lead
    to its topic, each counted as often as runs put the two texts together (0 for none); ``finer`` (n,): the topic of
    the next finer layer, by its number inside its topic, -1 for none. ``table``: one row a topic 0 to k - 1, by falling
    size: topic, label, typical (the headline or sentence under it), terms, terms_english and terms_stories
    ('; ' between them, aligned: as written, in English, how many stories of the topic hold each), size, stability
    (0 to 1, mean Jaccard
    similarity with its copies under resampling; null where it was made by hand), solid, language_leak, cohesion,
    stories, largest_story, sources, single_source, parent (the topic of the next coarser layer it lies inside).
    ``hierarchy``: topics and the finer ones inside them. ``quotes``: topic, rank, row. ``evidence_level`` (``rung``)
    and ``claims``: how much the evidence carries, in words.

    ``fitted_on``: the number of texts the topics were found in; ``fitted`` (n,): which of the present ones are among
    those. They differ once the topics were ``extended``, and ``added`` and ``gone`` say by how many texts.
    ``articles`` and ``stories`` (n,): a number for the article and the story that each text is of, a text of its own
    where unknown. ``names``: {topic: name} of those that were renamed. ``context``: whether articles lent their
    passages context;
    ``rejected_by_shuffle_test``: whether the words spoke
    against all topics.

    >>> topics = study.topics
    >>> len(topics), topics.layer.name, topics.assignment.shape == topics.strength.shape
    (4, 'main', True)
    >>> topics.rename({0: "At the pier"}).table["label"][0]
    'At the pier'
    """

    layers: tuple[Layer, ...]
    main: int
    quotes: pd.DataFrame
    evidence_level: str
    claims: list[str]
    placement: Placement = field(repr=False)
    centroids: np.ndarray = field(repr=False)
    fitted: np.ndarray = field(repr=False)
    fitted_on: int
    articles: np.ndarray = field(repr=False)
    stories: np.ndarray = field(repr=False)
    names: dict[int, str] = field(default_factory=dict)
    proposals: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COLUMNS), repr=False)
    context: bool = False
    rejected_by_shuffle_test: bool = False

    def __len__(self) -> int:
        return len(self.table)

    @property
    def layer(self) -> Layer:
        """The main :class:`Layer`."""
        return self.layers[self.main]

    @property
    def assignment(self) -> np.ndarray:
        return self.layer.assignment

    @property
    def strength(self) -> np.ndarray:
        return self.layer.strength

    @property
    def table(self) -> pd.DataFrame:
        return self.layer.table

    @property
    def rung(self) -> str:
        return self.evidence_level

    @property
    def _next_finer(self) -> Layer | None:
        return self.layers[self.main + 1] if self.main + 1 < len(self.layers) else None

    @cached_property
    def finer(self) -> np.ndarray:
        return subtopics(self.assignment, self._next_finer)

    @cached_property
    def hierarchy(self) -> pd.DataFrame:
        return hierarchy(self.layer, self._next_finer)

    def with_main(self, layer: Layer) -> Self:
        """The same topics with another :class:`Layer` in the place of the main one."""
        layers = [layer if number == self.main else other for number, other in enumerate(self.layers)]
        return replace(self, layers=tuple(layers))

    @property
    def added(self) -> int:
        """How many of the texts came after the topics were found."""
        return int((~self.fitted).sum())

    @property
    def gone(self) -> int:
        """How many of the texts that the topics were found in are no longer there."""
        return self.fitted_on - int(self.fitted.sum())

    def extended(
        self,
        texts: Sequence[str | None],
        vectors: np.ndarray | RowView,
        languages: Sequence[str | None] | None = None,
        *,
        articles: Sequence[Any] | None = None,
        stories: Sequence[Any] | None = None,
        sources: Sequence[Any] | None = None,
        earlier: Sequence[int] | np.ndarray,
    ) -> "Topics":
        """The same topics in a corpus that has grown, or lost texts, since; without refitting.

        ``earlier`` (n,): for each text its row in the corpus of these topics, each at most once, -1 for a new one.
        The rest as in ``find_topics``, of all the present texts. Old texts keep topic and strength in every layer, and
        so do new copies of them; new ones go where ``assign`` puts them, in the light of all that their articles now
        say, in finer layers to a topic inside theirs. What was found stays: ids,
        though they may no longer run by falling size, labels, terms, stability, cohesion and centroids; a topic
        whose texts are all gone stays with size 0. What is counted in texts is counted anew. Quotes stay, but
        where one is gone, or there were too few and texts came, the topic's are chosen anew. ``added`` and
        ``gone`` count from the fit, however often topics were extended. Raises InputError as ``find_topics`` does,
        and where ``earlier`` does not answer to these topics.
        """
        about = {"languages": languages, "articles": articles, "stories": stories, "sources": sources}
        return extended(self, texts, vectors, about, earlier)

    def assign(
        self,
        vectors: ArrayLike,
        languages: Sequence[str | None] | None = None,
        articles: Sequence[Any] | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """(ids, strength) of new texts by their vectors, without refitting; -1 and 0 where none fits.
        ``languages`` and ``articles``: one label a text, as in ``find_topics``; articles count only where they did
        when the topics were found."""
        vectors = np.asarray(vectors, np.float32)
        self.placement.check(vectors)
        spoken = None if languages is None else np.array([name or "" for name in languages], object)
        members = article_members(articles if self.context else None, np.arange(len(vectors)))
        return self.placement.assign(with_article_means(vectors, members), spoken)

    def rename(self, names: Mapping[int, str]) -> "Topics":
        """The topics with names in the place of labels, in every output: ``names`` {topic: name}. Raises InputError for
        a topic that is not there and for an empty name.

        >>> topics.rename({0: "Ferries"}).table["label"][0]  # doctest: +SKIP
        'Ferries'
        """
        return edit.renamed(self, names)

    def merge(
        self,
        groups: Sequence[int] | Sequence[Sequence[int]],
        texts: Sequence[str],
        vectors: np.ndarray | RowView,
        languages: Sequence[str | None] | None = None,
        *,
        articles: Sequence[Any] | None = None,
        stories: Sequence[Any] | None = None,
        sources: Sequence[Any] | None = None,
        headlines: Sequence[bool | None] | np.ndarray | None = None,
    ) -> "Topics":
        """The topics with each of the ``groups`` (lists of topics, or one list) made one, numbered anew by size; terms,
        quotes and counts are made from the texts. The stability of what was made by hand is null. The other arguments
        as in ``find_topics``; raises InputError for a topic that is not there."""
        about = {"languages": languages, "articles": articles, "stories": stories, "sources": sources}
        return edit.merged(self, groups, texts, vectors, about, headlines)

    def split(
        self,
        topic: int,
        texts: Sequence[str],
        vectors: np.ndarray | RowView,
        languages: Sequence[str | None] | None = None,
        *,
        articles: Sequence[Any] | None = None,
        stories: Sequence[Any] | None = None,
        sources: Sequence[Any] | None = None,
        headlines: Sequence[bool | None] | np.ndarray | None = None,
    ) -> "Topics":
        """The topics with one of them in the finer topics inside it; the rest as in :meth:`merge`. Raises InputError
        where it has none (see ``hierarchy``)."""
        about = {"languages": languages, "articles": articles, "stories": stories, "sources": sources}
        return edit.divided(self, topic, texts, vectors, about, headlines)

    def similar(self) -> pd.DataFrame:
        """DataFrame topic, other, similarity (cosine of their means): every pair once, the most alike first."""
        return edit.similar_topics(self)

    def over_time(self, dates: Iterable[Any], every: str = "month") -> pd.DataFrame:
        """DataFrame period, topic, label, share, low, high, n, stories, note: how much of the texts of each ``every``
        "day", "month" or "year" is in each topic. ``dates``: one a text, ISO text or a date, None where unknown."""
        return shares.over_time(self, dates, every)

    def by(self, groups: Iterable[Any]) -> pd.DataFrame:
        """DataFrame group, topic, label, share, low, high, n, stories, note: how much of the texts of each group is in
        each topic, with intervals from a bootstrap over stories. ``groups``: one label a text."""
        return shares.shares_by(self, groups)

    def article_mixtures(self) -> pd.DataFrame:
        """DataFrame article, topic, share: how the texts of each article divide among topics."""
        return shares.article_mixtures(self)

    def save(self, folder: str | Path) -> None:
        """Write safetensors, parquet and JSON into ``folder``; :meth:`load` and ``BERTopic.load`` both read it."""
        storage.write(self, folder)

    @classmethod
    def load(cls, folder: str | Path) -> Self:
        """The topics that :meth:`save` wrote; InputError where there are none."""
        return cls(**storage.read(folder))

    def to_bertopic(self, texts: Iterable[str]) -> "DatedBERTopic":
        """A fitted ``BERTopic`` with these topics and the texts they were found in (imports BERTopic: slow)."""
        from newsthemes.topics.bertopic_io import fitted_bertopic

        return fitted_bertopic(self, list(texts))
