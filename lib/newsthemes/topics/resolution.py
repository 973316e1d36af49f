"""How many topics: the finest grain that holds, the one a user asks for, and the finer one underneath."""

from dataclasses import replace
from math import ceil

import numpy as np

from newsthemes.errors import InputError
from newsthemes.topics import consensus

FINER = 1.5  # times as many topics, at least, one grain further down
FINEST_RESOLUTION = 500.0


def check_grain(grain):
    """Raise InputError unless ``grain`` is None, "coarser", "finer" or a whole number from 1 up."""
    counted = isinstance(grain, (int, np.integer)) and not isinstance(grain, bool) and grain > 0
    if not (grain is None or counted or (isinstance(grain, str) and grain in ("coarser", "finer"))):
        raise InputError(
            f"grain {grain!r}: expected None, 'coarser', 'finer' or a number of topics from 1 up"
        )


def choose(graph, partitions, grain, rng):
    """The partition of a sweep that ``grain`` asks for, or None where nothing holds (never with a number)."""
    if isinstance(grain, (int, np.integer)):
        return _counted(graph, partitions, int(grain), rng)
    held = consensus.finest_that_holds(partitions)
    if held is None or grain is None:
        return held
    if grain == "coarser":
        return max((p for p in partitions if 1 < p.topics < held.topics), key=_topics, default=held)
    finer = next_finer(partitions, held.topics + 1)
    return finer or _counted(graph, partitions, ceil(FINER * held.topics), rng)


def next_finer(partitions, least):
    """The partition with the fewest topics from ``least`` up, or None."""
    return min((p for p in partitions if p.topics >= least), key=_topics, default=None)


def _topics(partition):
    return partition.topics


def _counted(graph, partitions, count, rng):
    """Exactly ``count`` topics (fewer only where there are fewer texts): the surest partition that has them,
    or the next finer one with its most closely tied topics merged."""
    resolution = partitions[-1].resolution
    while partitions[-1].topics < min(count, graph.size) and resolution < FINEST_RESOLUTION:
        resolution *= 1.5
        partitions = [*partitions, *consensus.sweep(graph, rng, [resolution])]
    exact = [partition for partition in partitions if partition.topics == count]
    if exact:
        return max(exact, key=lambda partition: partition.stability.mean())
    chosen = next_finer(partitions, count) or max(partitions, key=_topics)
    labels = chosen.labels
    while labels.max() + 1 > count:
        labels = _merged(graph, labels)
    return replace(chosen, labels=labels)


def _merged(graph, labels):
    """The labels with the two topics merged that have the largest mean weight of a tie between them."""
    topics = labels.max() + 1
    ends = np.sort(labels[graph.ends], axis=1)
    ties = np.zeros((topics, topics))
    np.add.at(ties, (ends[:, 0], ends[:, 1]), graph.weights)
    sizes = np.bincount(labels)
    pairs = np.triu_indices(topics, 1)
    density = np.round(ties[pairs] / (sizes[pairs[0]] * sizes[pairs[1]]), 12)
    best = int(density.argmax())
    merged = np.where(labels == pairs[1][best], pairs[0][best], labels)
    return np.unique(merged, return_inverse=True)[1]
