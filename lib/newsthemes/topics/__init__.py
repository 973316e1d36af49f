"""Texts and their vectors → the topics that hold: how many, how surely, and what cannot be claimed."""

from dataclasses import replace

import numpy as np
import pandas as pd

from newsthemes.topics import ladder
from newsthemes.topics.control import shuffled_words
from newsthemes.topics.discovery import SURE, discover
from newsthemes.topics.graph import unit
from newsthemes.topics.hierarchy import finer_terms, hierarchy, split
from newsthemes.topics.model import Topics
from newsthemes.topics.quotes import quotes
from newsthemes.topics.rows import checked, distinct
from newsthemes.topics.table import topic_table
from newsthemes.topics.terms import CorpusTerms
from newsthemes.topics.words import read_aliases

__all__ = ["Topics", "article_topics", "find_topics", "shuffled_words"]


def find_topics(
    texts,
    vectors,
    languages=None,
    seed=0,
    *,
    grain=None,
    articles=None,
    stories=None,
    sources=None,
    aliases=None,
    progress=False,
):
    """The :class:`Topics` of texts (passages or whole articles) from their language-neutral unit vectors (n, d).

    ``grain``: None (the finest number of topics that is still stable), ``"coarser"``, ``"finer"``, or a number
    of topics. ``articles``, ``stories``, ``sources``: one label a text, None where unknown, for counting
    independent evidence and for quotes. ``aliases``: path of a table alias, name; by default the bundled
    ``aliases.tsv``. Works from no text at all upwards: ``Topics.rung`` and ``Topics.claims`` say what so many
    texts can carry. The order of the texts changes nothing but the order. Raises InputError when lengths
    differ, a vector is not finite, or ``grain`` is none of these.
    """
    given = {"languages": languages, "articles": articles, "stories": stories, "sources": sources}
    texts, vectors, about = checked(texts, vectors, given)
    rows = distinct(texts, vectors, about["languages"])
    found = _by_size(discover(rows, seed, grain, progress), rows.copies)
    topics = len(found.stability)
    inside = split(found.labels, found.finer)
    terms = CorpusTerms([texts[row] for row in rows.first], rows.languages, read_aliases(aliases))
    own_terms = terms.of(found.labels, topics)
    assignment, strength = rows.spread(found.labels, -1), rows.spread(found.strength, 0.0)
    table = topic_table(assignment, found.stability, own_terms, **about)
    rung = ladder.rung(len(rows))
    return Topics(
        assignment,
        strength,
        rows.spread(inside, -1),
        table,
        hierarchy(assignment, rows.spread(inside, -1), own_terms, finer_terms(terms, found.labels, inside)),
        quotes(texts, vectors, assignment, strength, about["sources"], about["stories"]),
        rung,
        ladder.claims(rung, len(texts), len(rows), table, int((assignment < 0).sum())),
        found.placement,
        _centroids(rows.vectors, found.labels, topics),
        SURE if len(rows) >= ladder.FEW else 0.0,
    )


def article_topics(assignment, strength, article_ids):
    """DataFrame article_id, topic, strength, in order of first occurrence: the dominant topic of each article.

    The topic with the largest sum of its passages' strengths (ties: the lower id); ``strength`` is its share
    of the article's passages, those in no topic included, weighted by strength. -1 and 0 for an article none
    of whose passages has a topic.
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


def _by_size(found, copies):
    """The discovery with its topics numbered by falling number of texts, ties in content order; topics that
    lost all their texts are dropped."""
    topics = len(found.stability)
    placed = found.labels >= 0
    sizes = np.bincount(found.labels[placed], copies[placed], minlength=topics).astype(int)
    first = [int(np.argmax(found.labels == topic)) for topic in range(topics)]
    order = [topic for topic in sorted(range(topics), key=lambda t: (-sizes[t], first[t])) if sizes[topic]]
    number = np.full(topics + 1, -1)
    number[order] = np.arange(len(order))
    labels = number[found.labels]
    return replace(
        found,
        labels=labels,
        strength=np.where(labels >= 0, found.strength, 0.0),
        stability=found.stability[order],
        finer=labels if found.finer is None else found.finer,
        placement=replace(found.placement, membership=found.placement.membership[:, order]),
    )


def _centroids(vectors, labels, topics):
    sums = np.zeros((topics, vectors.shape[1]))
    np.add.at(sums, labels[labels >= 0], vectors[labels >= 0].astype(np.float64))
    return unit(sums).astype(np.float32)
