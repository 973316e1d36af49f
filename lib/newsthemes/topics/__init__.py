"""Texts and their vectors → layers of topics: how many, how surely, and what cannot be claimed.

| step | module | what it does |
|---|---|---|
| 1 | ``distinct_texts`` | texts as given → distinct ones in an order of their own |
| 2 | ``article_context`` | a passage in the light of its article |
| 3 | ``graph`` | vectors → the nearest neighbours, in every language alike |
| 4 | ``consensus``, ``plateaus`` | Leiden runs at many resolutions → where they agree |
| 5 | ``layers``, ``grain``, ``grouping_few`` | plateaus → layers; which one is asked for; fewer than 30 texts |
| 6 | ``find``, ``assign`` | labels of the graph's texts → of all texts, and of new ones |
| 7 | ``vocabulary``, ``concepts``, ``corpus_terms``, ``labels`` | terms of all languages, and what topics are called |
| | ``typical``, ``representative`` | the line under a label, and which texts stand for a topic |
| 8 | ``cooccurrence_test``, ``negative_control`` | would shuffled words have topics? |
| 9 | ``evidence_level``, ``table``, ``hierarchy``, ``layer``, ``model`` | what can be claimed, and what is kept |
| | ``update``, ``edit``, ``names``, ``shares``, ``dominant`` | what is done with topics once they are found |
| | ``endpoint``, ``proposals`` | names that a model of the user's own proposes |
| | ``bertopic_io``, ``bertopic_parts`` | to BERTopic, and parts for it |
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from newsthemes.arrays import RowView
from newsthemes.parallel.executors import Workers
from newsthemes.seed import checked_seed
from newsthemes.topics import cooccurrence_test as shuffle_test
from newsthemes.topics import evidence_level as levels
from newsthemes.topics.article_context import (
    Nodes,
    article_members,
    articles_cohere,
    whole_articles,
    with_article_means,
)
from newsthemes.topics.assign import centroids_of
from newsthemes.topics.corpus_terms import CorpusTerms, corpus_terms
from newsthemes.topics.distinct_texts import Rows, checked, distinct, flags, labels_of_first, numbered
from newsthemes.topics.dominant import article_topics
from newsthemes.topics.find import (
    GRAPH_TEXTS,
    Discovery,
    FoundLayer,
    Search,
    by_size,
    discover,
    nothing,
    search,
)
from newsthemes.topics.grain import check_grain, layer_names
from newsthemes.topics.layer import Layer
from newsthemes.topics.layers import eligible
from newsthemes.topics.model import Topics
from newsthemes.topics.negative_control import shuffled_words
from newsthemes.topics.representative import quotes
from newsthemes.topics.table import topic_table
from newsthemes.topics.typical import with_headlines
from newsthemes.topics.vocabulary import read_aliases

__all__ = ["Layer", "Topics", "article_topics", "find_topics", "shuffled_words"]


# Texts at most whose words are read for terms and whether they stand together: as the order of the distinct texts is
# that of a hash, the first are a random sample.
READ = 50_000


def find_topics(
    texts: Sequence[str | None],
    vectors: np.ndarray | RowView,
    languages: Sequence[str | None] | None = None,
    seed: int = 0,
    *,
    grain: int | str | None = None,
    articles: Sequence[Any] | None = None,
    stories: Sequence[Any] | None = None,
    sources: Sequence[Any] | None = None,
    headlines: Sequence[bool | None] | np.ndarray | None = None,
    aliases: str | Path | None = None,
    progress: bool = False,
    workers: Workers | None = None,
) -> Topics:
    """The :class:`Topics` of texts (passages or whole articles) from their language-neutral unit vectors (n, d).

    ``seed``: of what is left to chance among fewer than 30 texts; with more, topics and their stability come from a
    fixed design of subsets and resolutions, and no seed moves them. ``grain``: None (the main layer: the grain that
    persists over the widest range of resolutions), the name of a layer beside it (``"coarser"``, ``"finer"``,
    ``"finer-2"`` …), or a number of topics. ``articles``, ``stories``, ``sources``: one
    label a text, None where unknown, for counting independent evidence and for quotes; passages of one article lend
    each other context. ``headlines``: which texts are headlines, True or False each: their words name topics first.
    ``aliases``: path of a table alias, name; by default the bundled ``aliases.tsv``. Works from no
    text at all upwards: ``Topics.evidence_level`` and ``Topics.claims`` say what so many texts can carry. The order of
    the texts changes nothing but the order. ``workers``: who clusters and places, see
    ``newsthemes.parallel.executors``. Raises InputError when lengths differ, a vector is not finite, or ``grain`` is
    none of these.

    >>> texts = ["The ferry waits.", "A ferry sails.", "Bread is dear.", "Bread costs more.", "Fresh bread."]
    >>> vectors = np.eye(2, dtype=np.float32)[[0, 0, 1, 1, 1]]
    >>> topics = find_topics(texts, vectors)
    >>> topics.assignment.tolist(), topics.table["size"].tolist()
    ([1, 1, 0, 0, 0], [3, 2])
    """
    check_grain(grain)
    seed = checked_seed(seed)
    names, workers = read_aliases(aliases), workers or Workers()
    given = {"languages": languages, "articles": articles, "stories": stories, "sources": sources}
    texts, vectors, about = checked(texts, vectors, given)
    heads = flags(headlines, len(texts))
    rows = distinct(texts, vectors, about["languages"])
    independent = about["stories"] if about["stories"] is not None else about["articles"]
    context, rows, nodes = _add_context(rows, about["articles"], labels_of_first(independent, rows))
    begun = search(rows, nodes, seed, workers, "topics" if progress else None)
    # Meanwhile, where other processes search:
    terms = corpus_terms(texts, rows.first[:READ], rows.languages[:READ], names, about, heads)
    found, pairs, rejected = _discovered(begun, terms, grain, workers)
    layers = _layers(found, pairs, rows, terms, texts, vectors, about, heads)
    main = layers[found.main]
    return Topics(
        layers=tuple(layers),
        main=found.main,
        quotes=quotes(texts, vectors, main.assignment, main.strength, about["sources"], about["stories"]),
        evidence_level=levels.evidence_level(len(rows)),
        claims=levels.claims(len(texts), len(rows), layers, found.main, about, found.flat, rejected),
        placement=replace(found.placement, membership=main.membership),
        centroids=centroids_of(vectors, rows.first, found.layers[found.main].labels, len(main)),
        fitted=np.ones(len(texts), bool),
        fitted_on=len(texts),
        articles=numbered(about["articles"], len(texts)),
        stories=numbered(independent, len(texts)),
        context=context,
        rejected_by_shuffle_test=rejected,
    )


def _add_context(rows: Rows, articles: np.ndarray | None, stories: np.ndarray) -> tuple[bool, Rows, Nodes]:
    """(whether passages of one article are about one thing, the rows, the nodes to find topics in). Where they are,
    their vectors are put in its light, and with enough articles these are the nodes."""
    members = article_members(articles, rows.place)
    context = articles_cohere(rows.vectors, rows.languages, members)
    nodes = whole_articles(rows.vectors, rows.languages, stories, members, GRAPH_TEXTS) if context else None
    if context:
        rows = replace(rows, vectors=with_article_means(rows.vectors, members))
    return context, rows, nodes or Nodes(rows.vectors, rows.languages, stories)


def _discovered(
    begun: Search, terms: CorpusTerms, grain: int | str | None, workers: Workers
) -> tuple[Discovery, list[np.ndarray], bool]:
    """(the discovery with layers numbered by size, how often each layer's terms stand together, whether words spoke
    against all of them): layers are left out whose words stand together as in shuffled text, unless the user asked for
    a number of topics."""
    found = discover(begun, grain, workers) or nothing(begun.rows)
    found = replace(found, layers=by_size(found.layers, begun.rows.copies))
    pairs = [shuffle_test.cooccurrence(terms, layer.labels, layer.topics) for layer in found.layers]
    if isinstance(grain, (int, np.integer)) or len(begun.rows) < levels.FEW:
        return found, pairs, False
    if grain:  # the layer asked for by name need not stand beside another
        found.layers[found.main] = replace(found.layers[found.main], is_stable=True)
    held = [number for number, layer in enumerate(found.layers) if not _is_rejected(layer, pairs[number])]
    if not held:
        return nothing(begun.rows), [np.zeros((2, 0))], True
    layers = [found.layers[number] for number in held]
    if found.main in held:
        main = held.index(found.main)
    else:
        main = max(eligible(layers), key=lambda number: layers[number].persistence)
    if len(held) < len(found.layers):
        layers = [replace(layer, parent=None) for layer in layers]
    return (
        replace(found, layers=layers, main=main),
        [pairs[number] for number in held],
        False,
    )


def _is_rejected(layer: FoundLayer, pairs: np.ndarray) -> bool:
    observed, expected = pairs
    if not layer.is_stable:
        return not shuffle_test.supported_by_words(observed, expected)
    return shuffle_test.rejected_by_shuffle_test(observed, expected, layer.stability)


def _layers(
    found: Discovery,
    pairs: Sequence[np.ndarray],
    rows: Rows,
    terms: CorpusTerms,
    texts: Sequence[str],
    vectors: np.ndarray | RowView,
    about: Mapping[str, np.ndarray | None],
    heads: np.ndarray,
) -> list[Layer]:
    """The :class:`Layer` s of a discovery, for all the texts given; ``pairs``: of each, see ``cooccurrence``."""
    made: list[Layer] = []
    # Layers are named from the finest, whose names coarser ones may take.
    finer, of_finer, in_finer = None, [], None
    names = layer_names(len(found.layers), found.main)
    for name, layer, together in reversed(list(zip(names, found.layers, pairs, strict=True))):
        assignment = rows.to_all_texts(layer.labels, -1)
        of_finer = terms.of(layer.labels, layer.topics, finer, of_finer)
        own, typical = with_headlines(of_finer, texts, vectors, assignment, about, heads, in_finer)
        finer, in_finer = layer.labels, assignment
        table = topic_table(assignment, layer.stability, together, own, layer.parent, typical, **about)
        strength = rows.to_all_texts(layer.strength, 0.0)
        made.append(
            Layer(name, assignment, strength, table, layer.persistence, layer.agreement, layer.membership)
        )
    return made[::-1]
