"""A graph → partitions of it: Leiden runs on random subsets of the nodes, and what many of them agree on."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from newsthemes.parallel.processes import in_parallel
from newsthemes.topics.graph import Graph

if TYPE_CHECKING:
    import igraph

SAMPLED = 0.8  # share of the nodes in each run
AT_ONCE = 3  # resolutions whose runs are made of one graph, since to build it takes as long as a run
EDGE = 1 / 3  # what a run takes for an edge, in characters of in_parallel's
FULL_RUNS = 3  # of the graph that runs make together, the best of which is taken
SETTLING = 2  # times that texts follow their ties
# (mean, least) stability of the topics of a partition that comes back. Hennig (2007): a cluster with a mean Jaccard
# similarity of 0.85 under resampling is highly stable, from 0.75 it is valid, under 0.6 it is not to be trusted.
# Texts of shuffled words reached 0.77 in three topics and more (70 to 1,900 texts).
STABLE = (0.78, 0.60)
UNSURE = 0.1  # share of the texts whose topics may come back with less than the least
# A finer or coarser layer beside one that comes back so is kept with less: the topics of most texts must come back with
# the least stability. The 29 topics of the development news inside its six: 0.69 on average, a quarter of the texts in
# topics under 0.6; as many topics in Gaussian vectors of the same covariance 0.41 and all; in shuffled words 0.54 to
# 0.65 and half, so that words must speak for such a layer (see ``cooccurrence_test``).
UNSURE_BESIDE = 0.4
# The two halves of a cloud without any topics come back with 0.9 (Gaussian vectors of news covariance), those of a few
# shuffled texts with 0.93: two topics must do better than that.
TWO_TOPICS = 0.95


@dataclass(frozen=True)
class Partition:
    """``labels`` (n,) from 0, ``stability`` a topic, ``membership`` (n, k): the share of a text's ties that lead to
    texts of each topic, each counted as often as runs put the two together."""

    labels: np.ndarray
    stability: np.ndarray
    membership: np.ndarray

    @property
    def topics(self) -> int:
        return len(self.stability)

    def is_stable(self, mean: float = STABLE[0], least: float = STABLE[1]) -> bool:
        """Whether the texts' topics come back with ``mean`` stability, and those of all but UNSURE of the texts with
        ``least``: one small topic that comes and goes says nothing against the others."""
        demanded = max(mean, TWO_TOPICS) if self.topics == 2 else mean
        return bool(self._mean(demanded) and self._unsure(least) <= UNSURE)

    def is_stable_beside(self, least: float = STABLE[1]) -> bool:
        """Whether the topics come back surely enough for a layer beside a stable one: those of all but UNSURE_BESIDE of
        the texts with ``least`` stability; of two topics, as for :meth:`is_stable`."""
        if self.topics <= 2:
            return self.is_stable()
        return bool(self._mean(least) and self._unsure(least) <= UNSURE_BESIDE)

    def _mean(self, demanded: float) -> bool:
        return self.topics > 1 and self.stability @ self._shares() >= demanded

    def _unsure(self, least: float) -> float:
        return self._shares()[self.stability < least].sum()

    def _shares(self) -> np.ndarray:
        return np.bincount(self.labels, minlength=self.topics) / len(self.labels)


def resampled_runs(
    graph: Graph,
    resolutions: Sequence[float] | np.ndarray,
    runs: int,
    rng: np.random.Generator,
    map_items: Callable[..., Iterator[np.ndarray]] = in_parallel,
    label: str | None = None,
) -> Iterator[np.ndarray]:
    """An iterator with one array (runs, n) for each resolution: Leiden labels on random subsets of the nodes, -1
    where a run left a node out; on all cores where that pays.

    All that chance decides is drawn first, so that nothing depends on who runs what, or when."""
    drawn = [(resolution, _draws(graph, runs, rng)) for resolution in resolutions]
    parts = [drawn[start : start + AT_ONCE] for start in range(0, len(drawn), AT_ONCE)]
    work = EDGE * len(graph.ends) * len(drawn) * runs
    return chain.from_iterable(map_items(partial(_runs_at, graph), parts, work, label, _prepare))


def _draws(graph: Graph, runs: int, rng: np.random.Generator) -> list[tuple[np.ndarray, int]]:
    """[(nodes of a random subset, seed)] of so many runs."""
    count = max(1, round(SAMPLED * graph.size))
    return [
        (np.sort(rng.choice(graph.size, count, replace=False)).astype(np.int32), int(rng.integers(2**31)))
        for _ in range(runs)
    ]


def _runs_at(graph: Graph, drawn: list[tuple[float, list[tuple[np.ndarray, int]]]]) -> list[np.ndarray]:
    whole, found = as_igraph(graph), []
    for resolution, draws in drawn:
        labels = np.full((len(draws), graph.size), -1, np.int32)
        for run, (sampled, seed) in zip(labels, draws, strict=True):
            run[sampled] = leiden(whole.induced_subgraph(sampled.tolist()), resolution, seed)
        found.append(labels)
    return found


def consensus(graph: Graph, runs: np.ndarray, weights: np.ndarray, resolution: float) -> Partition:
    """The :class:`Partition` that weighted runs (r, n) agree on, near a resolution.

    Runs are turned into one graph, whose ties are as strong as the runs put their ends together, and that is clustered
    (consensus clustering, Lancichinetti & Fortunato 2012, doi:10.1038/srep00336) at that resolution. To try several and
    take the one at which two halves of the runs agree best was tried: it cost five times as much, and a few passages
    more made other topics (adjusted Rand index 0.91, against 0.98; bundled corpus)."""
    together = _together(graph, runs, weights)
    labels = _settled(together, _clustered(as_igraph(together), resolution, np.random.default_rng(0)))
    return Partition(labels, compare(labels, runs, weights), _membership(together, labels))


def _together(graph: Graph, runs: np.ndarray, weights: np.ndarray) -> Graph:
    """The graph with ties as often as the runs put their ends together, squared; never quite 0."""
    together, seen = np.zeros(len(graph.ends)), np.zeros(len(graph.ends))
    for run, weight in zip(runs, weights, strict=True):
        one, other = run[graph.ends.T]
        both = (one >= 0) & (other >= 0)
        together += weight * (both & (one == other))
        seen += weight * both
    share = np.where(seen > 0, together / np.where(seen > 0, seen, 1), 0)
    return Graph(graph.size, graph.ends, np.round(graph.weights * share**2, 6))


def _clustered(whole: "igraph.Graph", resolution: float, rng: np.random.Generator) -> np.ndarray:
    """Leiden labels of an igraph graph, the best of FULL_RUNS until nothing improves."""
    found = [leiden(whole, resolution, int(rng.integers(2**31)), -1) for _ in range(FULL_RUNS)]
    return max(
        found, key=lambda labels: round(whole.modularity(labels, weights="weight", resolution=resolution), 9)
    )


def _settled(graph: Graph, labels: np.ndarray) -> np.ndarray:
    """The labels once each text has gone where most of its ties lead."""
    for _ in range(SETTLING):
        labels = np.unique(_membership(graph, labels).argmax(1), return_inverse=True)[1]
    return labels


def _membership(graph: Graph, labels: np.ndarray) -> np.ndarray:
    """(n, k) share of each text's ties that lead to each topic; the topic itself where it has none."""
    from scipy.sparse import coo_array

    ties = coo_array((graph.weights, graph.ends.T), (graph.size, graph.size)).tocsr()
    inside = np.eye(labels.max() + 1)[labels]
    votes = ties @ inside + ties.T @ inside
    total = votes.sum(1, keepdims=True)
    return np.where(total > 1e-9, np.round(votes / np.where(total > 1e-9, total, 1), 6), inside)


def rand_index(one: np.ndarray, other: np.ndarray) -> float:
    """Adjusted Rand index of two labellings (n,) from 0, -1 for none, of what both label (Hubert, Arabie 1985)."""
    both = (one >= 0) & (other >= 0)
    one, other = one[both], other[both]
    pairs = [np.bincount(counted) for counted in (one * (other.max(initial=0) + 1) + other, one, other)]
    same, left, right = (float((sizes * (sizes - 1.0)).sum()) for sizes in pairs)
    expected = left * right / max(len(one) * (len(one) - 1.0), 1.0)
    most = (left + right) / 2
    return (same - expected) / (most - expected) if most > expected else 1.0


def compare(labels: np.ndarray, runs: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """(k,) stability of a partition: the mean over runs (r, n), -1 where a run left a text out, of each topic's best
    Jaccard similarity (Hennig 2007, doi:10.1016/j.csda.2006.11.025) on the texts that the run saw; ``weights`` (r,) of
    the runs, by default all alike."""
    topics = labels.max() + 1
    jaccards = np.zeros((len(runs), topics))
    for number, run in enumerate(runs):
        seen = np.flatnonzero((run >= 0) & (labels >= 0))
        clusters = run.max() + 1
        table = np.bincount(labels[seen] * clusters + run[seen], minlength=topics * clusters).reshape(
            topics, -1
        )
        union = table.sum(1)[:, None] + table.sum(0)[None] - table
        jaccards[number] = (table / np.maximum(union, 1)).max(1)
    return np.average(jaccards, axis=0, weights=weights)


def _prepare() -> None:
    import igraph  # noqa: F401


def as_igraph(graph: Graph) -> "igraph.Graph":
    import igraph

    ends = zip(*graph.ends.T.tolist(), strict=True)  # igraph reads pairs seven times faster than an array
    made = igraph.Graph(n=graph.size, edges=list(ends))
    made.es["weight"] = graph.weights.tolist()
    return made


def leiden(graph: "igraph.Graph", resolution: float, seed: int, iterations: int = 2) -> np.ndarray:
    """Modularity communities (Traag, Waltman & van Eck 2019, doi:10.1038/s41598-019-41695-z) of an igraph graph."""
    import igraph

    igraph.set_random_number_generator(random.Random(seed))
    found = graph.community_leiden(
        "modularity", weights="weight", resolution=resolution, n_iterations=iterations
    )
    return np.array(found.membership)
