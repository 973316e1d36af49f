"""Distinct texts → topics, by the method that so many texts can carry."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from math import ceil

import numpy as np

from newsthemes.arrays import chunks
from newsthemes.topics import consensus, small
from newsthemes.topics import evidence_level as ladder
from newsthemes.topics.assign import Placement
from newsthemes.topics.distinct_texts import Rows
from newsthemes.topics.graph import Graph, neighbour_graph
from newsthemes.topics.resolution import FINER, choose, next_finer

RESAMPLED = 1500  # texts at most in a sample; the others are placed among them
PLACED = 16384  # texts placed at once
OTHER_SAMPLES = 15  # of as many texts, whose vote decides where each text belongs


@dataclass(frozen=True)
class Discovery:
    """``labels`` (m,) with -1 for none, ``strength`` (m,), ``stability`` (k,), ``finer`` (m,) labels one grain
    finer, the ``placement`` that puts further texts into the topics, the ``sample`` (a,) of rows it rests on, and
    whether topics were found and ``refuted``."""

    labels: np.ndarray
    strength: np.ndarray
    stability: np.ndarray
    finer: np.ndarray
    placement: Placement
    sample: np.ndarray
    refuted: bool = False


@dataclass(frozen=True)
class Search:
    """A ``sample`` of ``rows``, its ``graph``, and the ``partitions`` of it, one for each resolution, at which
    other processes may still be at work. No graph where there are too few rows for one."""

    rows: Rows
    rng: np.random.Generator
    sample: np.ndarray
    graph: Graph | None
    partitions: Iterable


def search(rows, seed, workers, label=None):
    """The :class:`Search` for topics in distinct texts; ``label``: of its progress bar."""
    rng, sample = np.random.default_rng(seed), np.arange(len(rows))
    if len(rows) < ladder.FEW:
        return Search(rows, rng, sample, None, ())
    if len(rows) > RESAMPLED:
        sample = np.sort(rng.choice(len(rows), RESAMPLED, replace=False))
    graph = neighbour_graph(rows.vectors[sample], rows.languages[sample])
    return Search(rows, rng, sample, graph, consensus.sweep(graph, rng, each=workers.each, label=label))


def discover(begun, grain, workers):
    """The :class:`Discovery` that a :class:`Search` comes to; ``grain`` as in ``find_topics``, ``workers`` who
    clusters other samples and places what is in none."""
    rows, rng, sample, graph = begun.rows, begun.rng, begun.sample, begun.graph
    if graph is None:
        return _few(rows, rng, grain)
    partitions = list(begun.partitions)
    chosen = choose(graph, partitions, grain, rng)
    if chosen is None:
        return nothing(rows)
    whole = len(sample) == len(rows)
    chosen = consensus.surer(graph, chosen, rng) if whole else _confirmed(begun, chosen, workers)
    if whole and grain is None and not chosen.holds(*consensus.CONFIRMED):
        return nothing(rows)  # it was the most stable of many by luck
    placement = Placement.among(rows.vectors[sample], rows.languages[sample], chosen.membership)
    placement, fits = placement.fitting(rng)
    finer = next_finer(partitions, ceil(FINER * chosen.topics)) or chosen
    memberships = [chosen.membership, finer.membership]
    (labels, strength), (below, _) = _placed(rows, sample, fits, placement, memberships, workers)
    return Discovery(labels, strength, chosen.stability, below, placement, sample)


def _confirmed(begun, chosen, workers):
    """The partition of a sample by the vote of other samples of the same corpus, each clustered by itself."""
    rows, rng, sample = begun.rows, begun.rng, begun.sample
    others = []
    for _ in range(OTHER_SAMPLES):
        other = np.sort(rng.choice(len(rows), len(sample), replace=False))
        others.append((rows.vectors[other], rows.languages[other], int(rng.integers(2**31))))
    vote = partial(_vote, rows.vectors[sample], rows.languages[sample], chosen.resolution)
    runs = list(workers.each(vote, others, OTHER_SAMPLES * rows.vectors[sample].nbytes))
    return consensus.voted(chosen.labels, chosen.resolution, np.array(runs))


def _vote(vectors, languages, resolution, other):
    """Where texts go by another sample: each where its nearest neighbours in that one went."""
    from threadpoolctl import threadpool_limits

    others, spoken, seed = other
    with threadpool_limits(1, "blas"):  # the other cores have other samples
        labels = consensus.partitioned(neighbour_graph(others, spoken), resolution, seed)
        placement = Placement.among(others, spoken, np.eye(labels.max() + 1)[labels])
        return placement.place(vectors, languages)[0]


def _placed(rows, sample, fits, placement, memberships, workers):
    """[(labels, strength)] of all rows, one for each membership: the sampled ones that fit as the runs had it, the
    others by their neighbours; -1 and 0 for those that fit nothing."""
    placed = [(np.full(len(rows), -1), np.zeros(len(rows))) for _ in memberships]
    for membership, (labels, strength) in zip(memberships, placed, strict=True):
        labels[sample] = np.where(fits, membership.argmax(1), -1)
        strength[sample] = np.where(fits, membership.max(1), 0.0)
    others = np.setdiff1d(np.arange(len(rows)), sample)
    parts = [others[part] for part in chunks(len(others), PLACED)]
    work = ((rows.vectors[part], rows.languages[part]) for part in parts)
    for part, found in zip(parts, workers.map(_place, work, shared=(placement, memberships)), strict=True):
        for (labels, strength), (ids, sure) in zip(placed, found, strict=True):
            labels[part], strength[part] = ids, sure
    return placed


def _place(shared, part):
    placement, memberships = shared
    return placement.place_in(memberships, *part)


def _few(rows, rng, grain):
    """So few that resampling says little: one group for one text, alike ones grouped among a few."""
    if len(rows) < 2:
        labels = np.zeros(len(rows), int)
        membership, stability = np.ones((len(rows), len(rows))), np.zeros(len(rows))
    else:
        count = grain if isinstance(grain, (int, np.integer)) else None
        labels = small.group(rows.vectors, count)
        stability, membership = consensus.compare(labels, small.regrouped(rows.vectors, rng, count))
        stability = stability * (len(stability) > 1)  # that one group comes back is no evidence
    placement = Placement(rows.vectors, rows.languages, membership, np.zeros(rows.vectors.shape[1]))
    strength = membership[np.arange(len(rows)), labels] if len(rows) else np.zeros(0)
    return Discovery(labels, strength, stability, labels, placement, np.arange(len(rows)))


def nothing(rows):
    """No topics: every text out."""
    width = rows.vectors.shape[1]  # not a view of the vectors, which would keep all of them in memory
    none = Placement(np.zeros((0, width), np.float32), rows.languages[:0], np.zeros((0, 0)), np.zeros(width))
    out = np.full(len(rows), -1)
    return Discovery(out, np.zeros(len(rows)), np.zeros(0), out, none, out[:0])


def by_size(found, copies):
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
