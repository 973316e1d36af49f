"""Topics and the terms of their texts → the terms that set each topic off, by c-TF-IDF, language by language."""

from dataclasses import dataclass
from itertools import chain

import numpy as np

from newsthemes.language.glossary import gloss
from newsthemes.topics.vocabulary import Vocabulary

TERMS, IN_LABEL = 10, 3
IN_COMMON = 0.1  # a term with this share of a topic's largest weight is that language's term too
HEARD = 0.1  # a language with this share of a topic's texts gets its share of the topic's terms


@dataclass(frozen=True)
class TopicTerms:
    """One topic's terms, best first: as written, in English (aligned), and the label made of them."""

    terms: list
    english: list

    @property
    def label(self):
        return ", ".join(list(dict.fromkeys(self.english))[:IN_LABEL])


class CorpusTerms:
    """The terms of a corpus, read once; ``of`` any division of its texts."""

    def __init__(self, texts, languages, aliases=None):
        self.languages = np.array([language or "" for language in languages], object)
        self.vocabulary = Vocabulary(texts, self.languages.tolist(), aliases)
        self.names, self.counts = [], None
        if any(self.vocabulary.terms):
            self.names, self.counts = _counted(self.vocabulary.terms)

    def of(self, labels, topics):
        """[:class:`TopicTerms`] of topics 0 to ``topics`` - 1; ``labels`` (n,) with -1 for none. Labels of texts
        that follow those that were read are left out."""
        labels = np.asarray(labels)[: len(self.languages)]
        weights = self._weights(labels, topics) if topics and self.names else {}
        return [self._best(weights, topic) for topic in range(topics)]

    def _weights(self, labels, topics):
        """{language: c-TF-IDF (topics, terms), each topic's largest 1}. Each language is weighed on its own
        texts, so that a topic's words are not those of its commonest language."""
        sizes = np.maximum(np.bincount(labels[labels >= 0], minlength=topics), 1)
        shares, weights = {}, {}
        for language in sorted(set(self.languages)):
            own = np.where(self.languages == language, labels, -1)
            shares[language] = np.bincount(own[own >= 0], minlength=topics) / sizes
            weights[language] = _scaled(ctfidf(class_counts(self.counts, own, topics)))
        heard = np.minimum(HEARD, np.max(list(shares.values()), axis=0))
        return {
            language: weight * (shares[language] >= heard)[:, None] for language, weight in weights.items()
        }

    def _best(self, weights, topic):
        """Languages take turns, each giving its best term that is not yet there; a term that several
        languages share counts for each of them, so names of people and products come first."""
        shared = sum(weight[topic] for weight in weights.values())
        queues = {}
        for language, weight in weights.items():
            order = np.lexsort((np.arange(len(self.names)), -np.round(shared + weight[topic], 9)))
            queues[language] = iter([i for i in order[: 20 * TERMS].tolist() if weight[topic, i] > 0])
        given, taken = dict.fromkeys(queues, 0), {}
        while queues and len(taken) < TERMS:
            language = min(queues, key=lambda name: (given[name], name))
            term = next((i for i in queues[language] if i not in taken), None)
            if term is None:
                del queues[language]
                continue
            taken[term] = language
            for other in queues:
                given[other] += other == language or weights[other][topic, term] > IN_COMMON
        return self._written(taken)

    def _written(self, taken):
        shown = [self.vocabulary.surface(self.names[term]) for term in taken]
        english = gloss(shown, [language or None for language in taken.values()])
        return TopicTerms(shown, [text.strip() or word for text, word in zip(english, shown, strict=True)])


def _counted(terms):
    """(names in order, sparse counts (texts, names)) of lists of terms."""
    from scipy.sparse import csr_array

    names = sorted(set(chain.from_iterable(terms)))
    number = {name: place for place, name in enumerate(names)}
    columns = [number[term] for term in chain.from_iterable(terms)]
    ends = np.cumsum([0, *map(len, terms)])
    counts = csr_array((np.ones(len(columns), np.int64), columns, ends), (len(terms), len(names)))
    counts.sum_duplicates()
    return names, counts


def class_counts(counts, labels, topics):
    """Term counts summed over the texts of each topic; a term in one text only of a topic of several does
    not count, for it is that text's and not the topic's."""
    from scipy.sparse import csr_array

    rows = np.flatnonzero(labels >= 0)
    member = csr_array((np.ones(len(rows)), (labels[rows], rows)), (topics, counts.shape[0]))
    summed, texts = (member @ counts).toarray(), (member @ (counts > 0).astype(int)).toarray()
    enough = np.minimum(2, np.ceil(np.bincount(labels[rows], minlength=topics) / 5))
    return np.where(texts >= enough[:, None], summed, 0)


def ctfidf(counts):
    """Class-based TF-IDF, (topics, terms): tf · log(1 + A / f), where tf is the term's share of its topic's
    words, f its count over all topics and A the mean number of words a topic (Grootendorst 2022,
    arXiv:2203.05794)."""
    if not len(counts):
        return counts
    words, term = counts.sum(1), counts.sum(0)
    idf = np.log(1 + words.mean() / np.maximum(term, 1))
    return counts / np.maximum(words, 1)[:, None] * idf


def _scaled(weights):
    largest = weights.max(1, keepdims=True, initial=0)
    return weights / np.where(largest > 0, largest, 1)
