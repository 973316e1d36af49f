"""Distinct texts → topics, by the method that so many texts can carry."""

from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from newsthemes.topics import consensus, ladder, small
from newsthemes.topics.grain import FINER, check_grain, choose, next_finer
from newsthemes.topics.graph import neighbour_graph
from newsthemes.topics.placement import Placement
from newsthemes.workers import Workers

RESAMPLED = 1500  # texts at most in a sample; the others are placed among them
PLACED = 16384  # texts placed at once
OTHER_SAMPLES = 15  # of as many texts, whose vote decides where each text belongs


@dataclass(frozen=True)
class Discovery:
    """``labels`` (m,) with -1 for none, ``strength`` (m,), ``stability`` (k,), ``finer`` (m,) labels one grain
    finer, the ``placement`` that puts further texts into the topics, and whether
    topics were found and ``refuted``."""

    labels: np.ndarray
    strength: np.ndarray
    stability: np.ndarray
    finer: np.ndarray
    placement: Placement
    refuted: bool = False


def discover(rows, seed=0, grain=None, progress=None, workers=None):
    """The :class:`Discovery` in :class:`~newsthemes.topics.rows.Rows`; ``grain`` as in ``find_topics``,
    ``progress`` called once a grain tried, ``workers`` who places what is not in the sample."""
    workers = workers or Workers()
    check_grain(grain)
    rng = np.random.default_rng(seed)
    if len(rows) < ladder.FEW:
        return _few(rows, rng, grain)
    sample = np.arange(len(rows))
    if len(rows) > RESAMPLED:
        sample = np.sort(rng.choice(len(rows), RESAMPLED, replace=False))
    graph = neighbour_graph(rows.vectors[sample], rows.languages[sample])
    partitions = consensus.sweep(graph, rng, progress=progress)
    chosen = choose(graph, partitions, grain, rng)
    if chosen is None:
        return nothing(rows)
    whole = len(sample) == len(rows)
    chosen = consensus.surer(graph, chosen, rng) if whole else _confirmed(rows, sample, chosen, rng)
    if whole and grain is None and not chosen.holds(*consensus.CONFIRMED):
        return nothing(rows)  # it was the most stable of many by luck
    placement = Placement.among(rows.vectors[sample], rows.languages[sample], chosen.membership)
    placement, fits = placement.fitting(rng)
    labels, strength = _placed(rows, sample, fits, placement, workers)
    finer = next_finer(partitions, ceil(FINER * chosen.topics))
    below = labels
    if finer is not None:
        below = _placed(rows, sample, fits, placement.with_membership(finer.membership), workers)[0]
    return Discovery(labels, strength, chosen.stability, below, placement)


def _confirmed(rows, sample, chosen, rng):
    """The partition of a sample by the vote of other samples of the same corpus, each clustered by itself: a
    text goes where its nearest neighbours in the other sample went."""
    runs = []
    for _ in range(OTHER_SAMPLES):
        other = np.sort(rng.choice(len(rows), len(sample), replace=False))
        vectors, languages = rows.vectors[other], rows.languages[other]
        labels = consensus.partitioned(neighbour_graph(vectors, languages), chosen.resolution, rng)
        placement = Placement.among(vectors, languages, np.eye(labels.max() + 1)[labels])
        runs.append(placement.place(rows.vectors[sample], rows.languages[sample])[0])
    return consensus.voted(chosen.labels, chosen.resolution, np.array(runs))


def _placed(rows, sample, fits, placement, workers):
    """(labels, strength) of all rows: the sampled ones that fit as the runs had it, the others by their
    neighbours; -1 and 0 for those that fit nothing."""
    labels, strength = np.full(len(rows), -1), np.zeros(len(rows))
    labels[sample] = np.where(fits, placement.membership.argmax(1), -1)
    strength[sample] = np.where(fits, placement.membership.max(1), 0.0)
    others = np.setdiff1d(np.arange(len(rows)), sample)
    parts = [others[start : start + PLACED] for start in range(0, len(others), PLACED)]
    work = ((rows.vectors[part], rows.languages[part]) for part in parts)
    for part, found in zip(parts, workers.map(_place, work, shared=placement), strict=True):
        labels[part], strength[part] = found
    return labels, strength


def _place(placement, part):
    return placement.place(*part)


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
    return Discovery(labels, strength, stability, labels, placement)


def nothing(rows):
    """No topics: every text out."""
    width = rows.vectors.shape[1]  # not a view of the vectors, which would keep all of them in memory
    none = Placement(np.zeros((0, width), np.float32), rows.languages[:0], np.zeros((0, 0)), np.zeros(width))
    out = np.full(len(rows), -1)
    return Discovery(out, np.zeros(len(rows)), np.zeros(0), out, none)


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
