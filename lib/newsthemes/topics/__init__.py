"""Texts and their vectors → the topics that hold: how many, how surely, and what cannot be claimed."""

from dataclasses import replace

import numpy as np

from newsthemes.arrays import chunks
from newsthemes.parallel.executors import Workers
from newsthemes.topics import cooccurrence_test as cohesion
from newsthemes.topics import evidence_level as ladder
from newsthemes.topics.article_context import articles_cohere, in_context, told
from newsthemes.topics.distinct_texts import checked, distinct, scaled
from newsthemes.topics.dominant import article_topics
from newsthemes.topics.find import by_size, discover, nothing, search
from newsthemes.topics.graph import unit
from newsthemes.topics.hierarchy import finer_terms, hierarchy, split
from newsthemes.topics.labels import CorpusTerms
from newsthemes.topics.model import Topics
from newsthemes.topics.negative_control import shuffled_words
from newsthemes.topics.representative import quotes
from newsthemes.topics.resolution import check_grain
from newsthemes.topics.table import topic_table
from newsthemes.topics.vocabulary import read_aliases

__all__ = ["Topics", "article_topics", "find_topics", "shuffled_words"]


# Texts at most whose words are read for terms and their company: as the order of the distinct texts is that of a
# hash, the first are a random sample.
READ = 50_000


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
    workers=None,
):
    """The :class:`Topics` of texts (passages or whole articles) from their language-neutral unit vectors (n, d).

    ``grain``: None (the finest number of topics that is still stable), ``"coarser"``, ``"finer"``, or a number
    of topics. ``articles``, ``stories``, ``sources``: one label a text, None where unknown, for counting
    independent evidence and for quotes; passages of one article lend each other context. ``aliases``: path of
    a table alias, name; by default the bundled ``aliases.tsv``. Works from no text at all upwards:
    ``Topics.rung`` and ``Topics.claims`` say what so many texts can carry. The order of the texts changes
    nothing but the order. ``workers``: who clusters the samples and places the texts that are in none, see
    ``newsthemes.parallel.executors``. Raises InputError when lengths differ, a vector is not finite, or ``grain``
    is none of these.
    """
    check_grain(grain)
    names, workers = read_aliases(aliases), workers or Workers()
    given = {"languages": languages, "articles": articles, "stories": stories, "sources": sources}
    texts, vectors, about = checked(texts, vectors, given)
    rows = distinct(texts, vectors, about["languages"])
    said_where = told(about["articles"], rows.place)
    context = articles_cohere(rows.vectors, rows.languages, said_where)
    if context:
        in_context(rows.vectors, said_where, into=rows.vectors)
    begun = search(rows, seed, workers, "topics" if progress else None)
    # Meanwhile, where other processes search:
    terms = CorpusTerms([texts[row] for row in rows.first[:READ]], rows.languages[:READ], names)
    found, company = _discovered(begun, terms, grain, workers)
    inside = split(found.labels, found.finer)
    own = terms.of(found.labels, len(found.stability))
    finer = finer_terms(terms, found.labels, inside)
    placement = replace(found.placement, finer=inside[found.sample])
    assignment, strength = rows.spread(found.labels, -1), rows.spread(found.strength, 0.0)
    inside = rows.spread(inside, -1)
    table = topic_table(assignment, found.stability, company, own, **about)
    return Topics(
        assignment=assignment,
        strength=strength,
        finer=inside,
        table=table,
        hierarchy=hierarchy(assignment, inside, own, finer),
        quotes=quotes(texts, vectors, assignment, strength, about["sources"], about["stories"]),
        rung=ladder.rung(len(rows)),
        claims=ladder.claims(len(texts), len(rows), table, int((assignment < 0).sum()), found.refuted),
        placement=placement,
        centroids=_centroids(vectors, rows.first, found.labels, len(table)),
        fitted=np.ones(len(texts), bool),
        fitted_on=len(texts),
        context=context,
        refuted=found.refuted,
    )


def _discovered(begun, terms, grain, workers):
    """The discovery, numbered by size, and the company its topics' words keep; nothing where the words refute
    it, unless the user asked for a number of topics."""
    rows = begun.rows
    found = by_size(discover(begun, grain, workers), rows.copies)
    company = cohesion.company(terms, found.labels, len(found.stability))
    told = isinstance(grain, (int, np.integer)) or len(rows) < ladder.FEW
    if not told and cohesion.refuted(*company, found.stability):
        return replace(nothing(rows), refuted=True), company[:, :0]
    return found, company


def _centroids(vectors, first, labels, topics):
    sums = np.zeros((topics, vectors.shape[1]))
    placed = np.flatnonzero(labels >= 0)
    for part in chunks(len(placed)):
        rows = placed[part]
        np.add.at(sums, labels[rows], scaled(vectors, first[rows]).astype(np.float64))
    return unit(sums).astype(np.float32)
