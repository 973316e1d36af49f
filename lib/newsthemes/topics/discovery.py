"""Distinct texts → topics, by the method that so many texts can carry."""

from dataclasses import dataclass

import numpy as np

from newsthemes.errors import InputError
from newsthemes.topics import consensus, ladder, small
from newsthemes.topics.graph import neighbour_graph
from newsthemes.topics.placement import Placement

RESAMPLED = 2000  # texts the consensus is found on; the others are placed among them
SURE = 0.5  # a text that lands in its topic in fewer of the runs than this fits none


@dataclass(frozen=True)
class Discovery:
    """``labels`` (m,) with -1 for none, ``strength`` (m,), ``stability`` (k,), ``finer`` (m,) labels one grain
    finer (or None), and the ``placement`` that puts further texts into the topics."""

    labels: np.ndarray
    strength: np.ndarray
    stability: np.ndarray
    finer: np.ndarray | None
    placement: Placement


def discover(rows, seed=0, grain=None, progress=False):
    """The :class:`Discovery` in :class:`~newsthemes.topics.rows.Rows`; ``grain`` as in ``find_topics``."""
    _check_grain(grain)
    rng = np.random.default_rng(seed)
    if len(rows) < ladder.FEW:
        return _few(rows, rng)
    sample = np.arange(len(rows))
    if len(rows) > RESAMPLED:
        sample = np.sort(rng.choice(len(rows), RESAMPLED, replace=False))
    vectors, languages = rows.vectors[sample], rows.languages[sample]
    partitions = consensus.sweep(neighbour_graph(vectors, languages), rng)
    chosen, finer = choose(partitions, grain)
    if chosen is None:
        return _nothing(rows)
    centre = vectors.mean(axis=0, dtype=np.float64)
    placement = Placement(vectors, languages, chosen.membership, centre)
    labels, strength = _placed(rows, sample, chosen.membership, placement)
    below = None
    if finer is not None:
        below = _placed(
            rows, sample, finer.membership, Placement(vectors, languages, finer.membership, centre)
        )[0]
    return Discovery(np.where(strength < SURE, -1, labels), strength, chosen.stability, below, placement)


def choose(partitions, grain):
    """(partition, the next finer one or None) for a grain; (None, None) where nothing holds."""
    held = consensus.finest_that_holds(partitions)
    if isinstance(grain, int):
        chosen = min(partitions, key=lambda partition: (abs(partition.topics - grain), partition.resolution))
    elif held is None:
        return None, None
    elif grain == "coarser":
        chosen = max(
            (p for p in partitions if 1 < p.topics < held.topics), key=lambda p: p.topics, default=held
        )
    elif grain == "finer":
        chosen = min((p for p in partitions if p.topics > held.topics), key=lambda p: p.topics, default=held)
    else:
        chosen = held
    finer = [p for p in partitions if p.topics >= 1.5 * chosen.topics]
    return chosen, min(finer, key=lambda p: p.topics, default=None)


def _check_grain(grain):
    counts = isinstance(grain, int) and not isinstance(grain, bool) and grain > 0
    if not (grain is None or grain in ("coarser", "finer") or counts):
        raise InputError(
            f"grain {grain!r}: expected None, 'coarser', 'finer' or a number of topics from 1 up"
        )


def _placed(rows, sample, membership, placement):
    labels, strength = np.full(len(rows), -1), np.zeros(len(rows))
    labels[sample], strength[sample] = membership.argmax(1), membership.max(1)
    others = np.setdiff1d(np.arange(len(rows)), sample)
    labels[others], strength[others] = placement.place(rows.vectors[others], rows.languages[others])
    return labels, strength


def _few(rows, rng):
    if len(rows) < 2:
        labels = np.zeros(len(rows), int)
        membership, stability = np.ones((len(rows), len(rows))), np.zeros(len(rows))
    else:
        labels = small.group(rows.vectors)
        stability, membership = consensus.compare(labels, small.regrouped(rows.vectors, rng))
    placement = Placement(rows.vectors, rows.languages, membership, np.zeros(rows.vectors.shape[1]))
    strength = membership[np.arange(len(rows)), labels] if len(rows) else np.zeros(0)
    return Discovery(labels, strength, stability, None, placement)


def _nothing(rows):
    empty = Placement(rows.vectors[:0], rows.languages[:0], np.zeros((0, 0)), np.zeros(rows.vectors.shape[1]))
    return Discovery(np.full(len(rows), -1), np.zeros(len(rows)), np.zeros(0), None, empty)
