"""Topics and the texts of a corpus → the terms that set each topic off, best first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newsthemes.topics.concepts import Concept, concepts_of
from newsthemes.topics.labels import IN_LABEL, label_of, without_repeats, worth_of
from newsthemes.topics.term_counts import documents, incidence, summed, term_counts, unit_numbers
from newsthemes.topics.vocabulary import Vocabulary

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TERMS = 10
ENOUGH_UNITS = 3.0  # effective number of stories (inverse Simpson) from which terms are counted in stories
PRIOR = 0.5  # added to counts before their logarithm
ONE_STORY_WORTH = 0.1  # of a term that only one story of several has
# Stories: up to the first number a topic is called by what sets it off, from the second by what most of it shares, of
# which one name at most: of 383 stories of the development news, "Ukraine, Rishi Sunak, Russia" were in 34 to 53.
BROAD = (25, 100)
NAMES_OF_BROAD = 1
COVERED = 1 / 6  # of a topic's stories: a term that fewer hold comes into its label after others
# Power of a topic's share of a term's scores over all topics. Of 29 topics of the development news, without: 85% of
# their ten terms differ, NPMI -0.16; with 0.22: 90% and -0.18 (c-TF-IDF: 90%, -0.19); with a third: 94% and -0.22.
EXCLUSIVE = 0.22
PART = 0.1  # of the stories of a topic's finer topics: one that has fewer does not count as a part of it


@dataclass(frozen=True)
class TopicTerms:
    """One topic's terms, best first: as written, in English (aligned); the label made of them; how many of the topic's
    stories hold each."""

    terms: list[str]
    english: list[str]
    label: str = ""
    stories: tuple[int, ...] = ()

    @property
    def subject(self) -> str:
        """The term of the label that says most: its first phrase, else the one that most stories hold."""
        held = dict(zip((*self.terms, *self.english), self.stories * 2, strict=False))
        parts = self.label.split(", ")
        return parts[0] if " " in parts[0] else max(parts, key=lambda term: held.get(term, 0))


class CorpusTerms:
    """The terms of a corpus, read once; ``of`` any division of its texts.

    ``stories`` and ``articles``: one label a text, None where unknown. ``headlines``: which texts are headlines.
    """

    def __init__(
        self,
        texts: Sequence[str],
        languages: Iterable[str | None],
        aliases: Mapping[tuple[str, ...], str] | None = None,
        stories: Sequence[Any] | np.ndarray | None = None,
        articles: Sequence[Any] | np.ndarray | None = None,
        headlines: Sequence[bool] | np.ndarray | None = None,
    ) -> None:
        self.languages = np.array([language or "" for language in languages], object)
        self.vocabulary = Vocabulary(texts, self.languages.tolist(), aliases)
        self.names, self.counts = [], None
        if any(self.vocabulary.terms):
            self.names, self.counts = term_counts(self.vocabulary.terms)
        own = np.arange(len(self.languages)).astype(str).astype(object)
        self.units = [unit_numbers(labels, own) for labels in (stories, articles) if labels is not None]
        self.units.append(np.arange(len(own)))
        self.headlines = np.zeros(len(own), bool) if headlines is None else np.asarray(headlines, bool)

    @cached_property
    def concepts(self) -> tuple[list[Concept], "csr_array"]:
        """([Concept], sparse bool (texts, concepts)): those that two texts hold at least."""
        concepts, lists = concepts_of(
            self.vocabulary, self.languages.tolist(), self.units[-2 if len(self.units) > 1 else -1]
        )
        held = incidence(lists, len(concepts))
        enough = np.flatnonzero(np.asarray(held.sum(axis=0)).ravel() >= 2)
        return [concepts[number] for number in enough.tolist()], held[:, enough]

    @cached_property
    def _worths(self) -> np.ndarray:
        """(concepts,): what each is worth in a name of a topic."""
        return np.array([worth_of(concept) for concept in self.concepts[0]])

    def of(
        self,
        labels: Sequence[int] | np.ndarray,
        topics: int,
        parts: Sequence[int] | np.ndarray | None = None,
        of_parts: Sequence[TopicTerms] = (),
    ) -> list[TopicTerms]:
        """[:class:`TopicTerms`] of topics 0 to ``topics`` - 1; ``labels`` (n,) with -1 for none, ``parts`` (n,) finer
        ones, if any: a term that only one part of a broad topic is about does not name it; a broad topic that two or
        three of them make up is called by a term of each, from their own, ``of_parts``. Labels of texts that follow
        those that were read are left out."""
        labels = np.asarray(labels)[: len(self.languages)]
        if not topics or not self.concepts[0]:  # no need to read concepts for no topic
            return [TopicTerms([], [])] * topics
        held = self.concepts[1]
        in_stories = self._stories(labels, topics, held)
        scores = (
            self._scores(labels, topics, held, in_stories)
            * self._worths
            * self._in_headlines(labels, topics, held)
        )
        counts = self._story_counts(labels, topics)
        broad = _broadness(counts)
        scores *= self._coverage(labels, counts, held, in_stories, parts) ** broad[:, None]
        own = _own(scores)
        found = [
            self._best(scores[topic], own[topic], in_stories[topic], int(counts[topic]), broad[topic])
            for topic in range(topics)
        ]
        return (
            found if parts is None or not of_parts else self._called_by_parts(found, labels, parts, of_parts)
        )

    def _called_by_parts(
        self,
        found: Sequence[TopicTerms],
        labels: np.ndarray,
        parts: Sequence[int] | np.ndarray,
        of_parts: Sequence[TopicTerms],
    ) -> list[TopicTerms]:
        """The same terms; a broad topic that two or three parts make up has a term of each as label, the largest
        first."""
        parts, named = np.asarray(parts)[: len(labels)], []
        for topic, terms in enumerate(found):
            counts = self._story_counts(np.where(labels == topic, parts, -1), len(of_parts))
            large = np.flatnonzero(counts >= PART * max(counts.sum(), 1))
            order = large[np.argsort(-counts[large], kind="stable")].tolist()
            subjects = [of_parts[part].subject for part in order]
            apart = 1 < len(order) == len(set(subjects)) <= IN_LABEL and all(subjects)
            whole = counts[large].sum() >= (1 - PART) * counts.sum() >= BROAD[0]
            named.append(replace(terms, label=", ".join(subjects)) if apart and whole else terms)
        return named

    def _story_counts(self, labels: np.ndarray, topics: int) -> np.ndarray:
        """(topics,): how many stories each topic has."""
        pairs = np.unique(np.stack([labels, self.units[0]]), axis=1)[0]
        return np.bincount(pairs[pairs >= 0], minlength=topics)

    def _coverage(
        self,
        labels: np.ndarray,
        counts: np.ndarray,
        held: "csr_array",
        in_stories: np.ndarray,
        parts: Sequence[int] | np.ndarray | None,
    ) -> np.ndarray:
        """(topics, concepts): the root of the share of a topic's stories that hold a concept, times how evenly these
        are spread over its ``parts``: their effective number (of Shannon), of that of all its stories. ``counts``
        (topics,): how many stories each has."""
        covered = np.sqrt(in_stories / np.maximum(counts, 1)[:, None])
        if parts is None:
            return covered
        parts = np.asarray(parts)[: len(labels)]
        inside = np.flatnonzero((labels >= 0) & (parts >= 0))
        pairs, place = np.unique(np.stack([labels[inside], parts[inside]]), axis=1, return_inverse=True)
        of_pairs, everywhere = np.full(len(labels), -1), np.zeros((pairs.shape[1], 1))
        of_pairs[inside] = place.ravel()
        everywhere[:, 0] = self._story_counts(of_pairs, pairs.shape[1])
        holding = self._stories(of_pairs, pairs.shape[1], held)
        for topic in range(len(counts)):
            own = pairs[0] == topic
            covered[topic] *= np.minimum(_effective(holding[own]) / _effective(everywhere[own]), 1)
        return covered

    def _scores(
        self, labels: np.ndarray, topics: int, held: "csr_array", in_stories: np.ndarray
    ) -> np.ndarray:
        """(topics, concepts): how surely a concept is commoner in a topic than elsewhere, counted in the widest unit
        that the topic has enough of, and in texts; 0 where fewer than two units hold it."""
        chosen = _unit_of_topics(labels, topics, self.units)
        of_texts = _z(*self._counted(labels, topics, held, len(self.units) - 1))
        scores = np.zeros_like(of_texts)
        for number in sorted(set(chosen)):
            inside, expected, outside = self._counted(labels, topics, held, number)
            z = _z(inside, expected, outside)
            mine = chosen == number
            scores[mine] = np.where(inside >= 2, z + of_texts, 0)[mine]
        of_several = np.array([len(set(self.units[0][labels == topic])) > 1 for topic in range(topics)], bool)
        return np.maximum(scores, 0) * np.where(of_several[:, None] & (in_stories < 2), ONE_STORY_WORTH, 1)

    def _stories(self, labels: np.ndarray, topics: int, held: "csr_array") -> np.ndarray:
        """(topics, concepts): how many of a topic's stories hold a concept, in whatever language."""
        rows = np.flatnonzero(labels >= 0)
        topic, has = documents(labels[rows], self.units[0][rows], held[rows])
        return summed(has, topic, topics)

    def _in_headlines(self, labels: np.ndarray, topics: int, held: "csr_array") -> np.ndarray:
        """(topics, concepts): 1, more where headlines of the topic hold the concept: 2 where a third do.

        Three headlines without it are added to each topic's, so that one is no third.
        """
        rows = np.flatnonzero(self.headlines & (labels >= 0))
        share = summed(held[rows], labels[rows], topics) / (
            np.bincount(labels[rows], minlength=topics)[:, None] + 3
        )
        return 1 + np.minimum(1, 3 * share)

    def _counted(
        self, labels: np.ndarray, topics: int, held: "csr_array", number: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(units of a topic that hold a concept, as many as would at the rate outside of it, units outside that hold
        it), each (topics, concepts). Rates are a language's own, so that a topic is not named by its languages."""
        inside, expected, outside = (np.zeros((topics, held.shape[1]), np.float32) for _ in range(3))
        for language in sorted(set(self.languages)):
            rows = np.flatnonzero((self.languages == language) & (labels >= 0))
            if not len(rows):
                continue
            topic, has = documents(labels[rows], self.units[number][rows], held[rows])
            sizes = np.bincount(topic, minlength=topics)[:, None]
            own = summed(has, topic, topics)
            others, elsewhere = len(topic) - sizes, own.sum(axis=0) - own
            spoken = (own.sum(axis=0) > 0)[None]
            inside += own
            outside += elsewhere
            expected += np.where(spoken, sizes * (elsewhere + PRIOR) / (others + 1), 0)
        return inside, expected, outside

    def _best(
        self, scores: np.ndarray, own: np.ndarray, in_stories: np.ndarray, count: int, broad: float
    ) -> TopicTerms:
        """The terms that are most a topic's own, and of these the label, by the ``scores`` of the topic alone."""
        concepts = self.concepts[0]
        order = np.lexsort((np.arange(len(scores)), -np.round(scores * own, 6)))[: 12 * TERMS]
        ranked = [
            (concepts[i], float(scores[i]), int(in_stories[i])) for i in order.tolist() if scores[i] > 0
        ]
        taken = without_repeats(ranked, TERMS)
        written = [concept.surface[0] for concept, *_ in taken]
        english = [concept.english for concept, *_ in taken]
        shown = written if len(set(self.languages)) == 1 else english
        names = IN_LABEL if broad < 0.5 else NAMES_OF_BROAD
        return TopicTerms(
            written,
            english,
            label_of(taken, shown, names, COVERED * count),
            tuple(count for *_, count in taken),
        )


def corpus_terms(
    texts: Sequence[str],
    rows: np.ndarray,
    languages: Iterable[str | None],
    aliases: Mapping[tuple[str, ...], str],
    about: Mapping[str, np.ndarray | None],
    headlines: np.ndarray,
) -> CorpusTerms:
    """The :class:`CorpusTerms` of some rows of the texts given; ``languages``: of these rows."""
    stories, articles = (
        None if about[name] is None else about[name][rows] for name in ("stories", "articles")
    )
    return CorpusTerms([texts[row] for row in rows], languages, aliases, stories, articles, headlines[rows])


def _broadness(stories: np.ndarray) -> np.ndarray:
    """(topics,) from 0 for a topic of no more than the first number of BROAD stories to 1 from the second."""
    few, many = np.log2(BROAD)
    return np.clip((np.log2(np.maximum(stories, 1)) - few) / (many - few), 0, 1)


def _own(scores: np.ndarray) -> np.ndarray:
    """(topics, terms) from 0 to 1: how much of a term's scores are the topic's own (after FREX, Airoldi and Bischof
    2016), to the power of EXCLUSIVE: a term typical of several topics says less of each."""
    return (scores / np.maximum(scores.sum(axis=0), 1e-12)) ** EXCLUSIVE


def _effective(counts: np.ndarray) -> np.ndarray:
    """(columns,): into how many equal parts a column (parts, columns) of counts is divided, the exponential of its
    Shannon entropy (Hill 1973); 1 where nothing is counted."""
    shares = counts / np.maximum(counts.sum(axis=0), 1e-12)
    return np.exp(-(shares * np.log(np.where(shares > 0, shares, 1))).sum(axis=0))


def _z(inside: np.ndarray, expected: np.ndarray, outside: np.ndarray) -> np.ndarray:
    """The log of observed over expected, in standard errors (Monroe, Colaresi and Quinn 2008)."""
    ratio = np.log((inside + PRIOR) / (expected + PRIOR))
    return ratio / np.sqrt(1 / (inside + PRIOR) + 1 / (outside + PRIOR))


def _unit_of_topics(labels: np.ndarray, topics: int, units: Sequence[np.ndarray]) -> np.ndarray:
    """(topics,): which of ``units`` a topic's terms are counted in, the widest that it has enough of."""
    chosen = np.full(topics, len(units) - 1)
    for number in reversed(range(len(units) - 1)):
        for topic in range(topics):
            counts = np.unique(units[number][labels == topic], return_counts=True)[1].astype(float)
            if len(counts) and counts.sum() ** 2 / (counts**2).sum() >= ENOUGH_UNITS:
                chosen[topic] = number
    return chosen
