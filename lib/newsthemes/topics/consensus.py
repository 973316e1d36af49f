"""A graph → the partition that comes back: many runs over seeds, subsamples and grains, and what they agree on."""

import random
from dataclasses import dataclass

import numpy as np

RESOLUTIONS = np.geomspace(0.3, 2.0, 12)
RUNS = 20  # a resolution
SAMPLED = 0.8  # share of the texts in each run
CONSENSUS_RUNS, CONSENSUS_ROUNDS = 10, 10
# Hennig (2007): a cluster whose mean Jaccard similarity with its own copies under resampling reaches 0.75 is
# a valid one, at 0.85 a highly stable one; under 0.6 it should not be trusted.
MEAN_STABILITY, LEAST_STABILITY = 0.85, 0.70


@dataclass(frozen=True)
class Partition:
    """``labels`` (n,) from 0, ``stability`` a topic, ``membership`` (n, k): the share of runs in which a text
    landed in the cluster that answers to each topic."""

    resolution: float
    labels: np.ndarray
    stability: np.ndarray
    membership: np.ndarray

    @property
    def topics(self):
        return len(self.stability)

    @property
    def holds(self):
        """Whether every topic comes back, and the texts' mean topic surely."""
        sizes = np.bincount(self.labels, minlength=self.topics)
        mean = (self.stability * sizes).sum() / sizes.sum()
        return mean >= MEAN_STABILITY and self.stability.min() >= LEAST_STABILITY


def sweep(graph, rng, resolutions=RESOLUTIONS, runs=RUNS, bar=None):
    """One :class:`Partition` for each resolution, coarse to fine."""
    whole = _igraph(graph, graph.weights)
    partitions = []
    for resolution in resolutions:
        labels = _resampled(whole, resolution, runs, rng)
        agreed = _agreed(graph, labels, resolution, rng)
        partitions.append(Partition(resolution, agreed, *compare(agreed, labels)))
        if bar:
            bar.update()
    return partitions


def finest_that_holds(partitions):
    """The partition with most topics among those that hold, or None. (The most stable grain is also the
    coarsest; the finest that is still stable comes closer to the classes people see.)"""
    held = [partition for partition in partitions if partition.topics > 1 and partition.holds]
    return max(held, key=lambda partition: (partition.topics, partition.stability.mean()), default=None)


def compare(labels, runs):
    """(stability, membership) of a partition against resampled runs (r, n), -1 where a run left a text out.

    Stability is the mean over runs of the best Jaccard similarity (Hennig 2007,
    doi:10.1016/j.csda.2006.11.025) on the texts that the run saw.
    """
    topics = labels.max() + 1
    jaccards, votes = np.zeros((len(runs), topics)), np.zeros((len(labels), topics))
    for number, run in enumerate(runs):
        seen = run >= 0
        table = np.zeros((topics, run.max() + 1))
        np.add.at(table, (labels[seen], run[seen]), 1)
        union = table.sum(1)[:, None] + table.sum(0)[None] - table
        jaccards[number] = (table / union).max(1)
        votes[np.flatnonzero(seen), table.argmax(0)[run[seen]]] += 1
    total = votes.sum(1, keepdims=True)
    return jaccards.mean(0), votes / np.where(total > 0, total, 1)


def _resampled(whole, resolution, runs, rng):
    """Leiden labels (runs, n) on random subsets of the nodes; -1 where a node was left out."""
    size = whole.vcount()
    labels = np.full((runs, size), -1)
    for run in labels:
        sampled = np.sort(rng.choice(size, max(1, round(SAMPLED * size)), replace=False))
        run[sampled] = _leiden(whole.induced_subgraph(sampled.tolist()), resolution, rng)
    return labels


def _agreed(graph, runs, resolution, rng):
    """Consensus clustering (Lancichinetti & Fortunato 2012, doi:10.1038/srep00336) over the graph's own edges:
    edges weighted by how often the runs put their two ends together, clustered again until all runs agree."""
    left, right = graph.ends.T
    both = (runs[:, left] >= 0) & (runs[:, right] >= 0)
    together = (both & (runs[:, left] == runs[:, right])).sum(0) / np.maximum(both.sum(0), 1)
    for _ in range(CONSENSUS_ROUNDS):
        weighted = _igraph(graph, np.maximum(graph.weights * together, 1e-9))
        labels = np.array([_leiden(weighted, resolution, rng, -1) for _ in range(CONSENSUS_RUNS)])
        together = (labels[:, left] == labels[:, right]).mean(0)
        if np.isin(together, (0, 1)).all():
            break
    return np.unique(labels[0], return_inverse=True)[1]


def _igraph(graph, weights):
    import igraph

    made = igraph.Graph(n=graph.size, edges=graph.ends)
    made.es["weight"] = weights
    return made


def _leiden(graph, resolution, rng, iterations=2):
    """Modularity communities (Traag, Waltman & van Eck 2019, doi:10.1038/s41598-019-41695-z)."""
    import igraph

    igraph.set_random_number_generator(random.Random(int(rng.integers(2**31))))
    found = graph.community_leiden(
        "modularity", weights="weight", resolution=resolution, n_iterations=iterations
    )
    return np.array(found.membership)
