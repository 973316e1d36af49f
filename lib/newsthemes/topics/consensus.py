"""A graph → the partition that comes back: many runs over seeds, subsamples and grains, and what they agree on."""

import random
from dataclasses import dataclass
from functools import partial

import numpy as np

from newsthemes.parallel.processes import in_parallel

RESOLUTIONS = np.geomspace(0.3, 2.0, 14)
RUNS = 20  # a resolution, to choose the grain
EDGE = 1 / 3  # what a run takes for an edge, in characters of in_parallel's
FINAL_RUNS = 60  # of the grain chosen, to say how surely its topics come back
SAMPLED = 0.8  # share of the texts in each run
FULL_RUNS = 3  # of all texts, the best of which is what the others are compared with
# (mean, least) stability of the topics of a partition that holds, surest first; a partition is looked for at
# the first level, and only where there is none at the next. Hennig (2007): a cluster with a mean Jaccard
# similarity of 0.85 under resampling is highly stable, from 0.75 it is valid, under 0.6 it is not to be trusted.
# The lowest level lies above what texts of shuffled words reached in three topics and more (0.77; 70 to 1,900 texts).
LEVELS = ((0.85, 0.70), (0.80, 0.65), (0.78, 0.60))
UNSURE = 0.1
# What the partition chosen must still have by the vote of more runs: the best of many looks a little better than it is.
CONFIRMED = (0.75, 0.50)
# The two halves of a cloud without any topics come back with 0.9 (Gaussian vectors of news covariance), those of a few
# shuffled texts with 0.93: two topics must do better than that, at every level.
TWO_TOPICS = 0.95


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

    def holds(self, mean, least):
        """Whether the texts' topics come back with ``mean`` stability, and those of all but UNSURE of the texts with
        ``least``: one small topic that comes and goes says nothing against the others."""
        share = np.bincount(self.labels, minlength=self.topics) / len(self.labels)
        demanded = max(mean, TWO_TOPICS) if self.topics == 2 else mean
        unsure = share[self.stability < least].sum()
        return self.topics > 1 and self.stability @ share >= demanded and unsure <= UNSURE


def sweep(graph, rng, resolutions=RESOLUTIONS, runs=RUNS, each=in_parallel, label=None):
    """An iterator with one :class:`Partition` for each resolution, coarse to fine; on all cores where that pays.

    All that chance decides is drawn first, so that nothing depends on who runs what, or when."""
    drawn = [(resolution, _seeds(rng, FULL_RUNS), _draws(graph, runs, rng)) for resolution in resolutions]
    return each(partial(_at, graph), drawn, EDGE * len(graph.ends) * len(drawn) * runs, label, _prepare)


def _at(graph, drawn):
    resolution, seeds, draws = drawn
    whole = _igraph(graph)
    full = [_leiden(whole, resolution, seed, -1) for seed in seeds]
    best = max(full, key=lambda labels: _quality(whole, labels, resolution))
    return voted(best, resolution, _resampled(whole, resolution, draws))


def surer(graph, partition, rng, runs=FINAL_RUNS):
    """The partition by the vote of ``runs`` more runs at its resolution."""
    resampled = _resampled(_igraph(graph), partition.resolution, _draws(graph, runs, rng))
    return voted(partition.labels, partition.resolution, resampled)


def partitioned(graph, resolution, seed):
    """Leiden labels of the whole graph at a resolution."""
    return _leiden(_igraph(graph), resolution, seed)


def voted(labels, resolution, runs):
    """Each text in the topic that most runs put it in (bagged clustering, Dudoit & Fridlyand 2003,
    doi:10.1093/bioinformatics/btg038); topics that lose all their texts are gone."""
    _, membership = compare(labels, runs)
    labels = np.unique(membership.argmax(1), return_inverse=True)[1]
    return Partition(resolution, labels, *compare(labels, runs))


def finest_that_holds(partitions):
    """The partition with most topics at the surest level at which any holds; None where none does. (The most
    stable grain is also the coarsest; the finest that is still stable comes closer to the classes people see.)"""
    for mean, least in LEVELS:
        held = [partition for partition in partitions if partition.holds(mean, least)]
        if held:
            return max(held, key=lambda partition: (partition.topics, partition.stability.mean()))
    return None


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


def _draws(graph, runs, rng):
    """[(nodes of a random subset, seed)] of so many runs."""
    count = max(1, round(SAMPLED * graph.size))
    return [
        (np.sort(rng.choice(graph.size, count, replace=False)).astype(np.int32), *_seeds(rng, 1))
        for _ in range(runs)
    ]


def _seeds(rng, count):
    return [int(rng.integers(2**31)) for _ in range(count)]


def _resampled(whole, resolution, draws):
    """Leiden labels (runs, n) on subsets of the nodes; -1 where a node was left out."""
    labels = np.full((len(draws), whole.vcount()), -1)
    for run, (sampled, seed) in zip(labels, draws, strict=True):
        run[sampled] = _leiden(whole.induced_subgraph(sampled.tolist()), resolution, seed)
    return labels


def _prepare():
    import igraph  # noqa: F401


def _igraph(graph):
    import igraph

    made = igraph.Graph(n=graph.size, edges=graph.ends)
    made.es["weight"] = graph.weights
    return made


def _quality(whole, labels, resolution):
    return round(whole.modularity(labels, weights="weight", resolution=resolution), 9)


def _leiden(graph, resolution, seed, iterations=2):
    """Modularity communities (Traag, Waltman & van Eck 2019, doi:10.1038/s41598-019-41695-z)."""
    import igraph

    igraph.set_random_number_generator(random.Random(seed))
    found = graph.community_leiden(
        "modularity", weights="weight", resolution=resolution, n_iterations=iterations
    )
    return np.array(found.membership)
