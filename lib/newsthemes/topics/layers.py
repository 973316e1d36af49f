"""Plateaus of a graph → its layers, coarse to fine, each inside the coarser one; one of them the main layer."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from newsthemes.topics import consensus
from newsthemes.topics.consensus import Partition
from newsthemes.topics.graph import Graph
from newsthemes.topics.plateaus import RESOLUTIONS, WINDOW, Plateau, agreement, plateaus

FEWEST_RUNS, MOST_RUNS, NODES = 4, 12, 12_000  # a resolution: as many as have so many nodes together
TEST_RUNS = 12  # that a layer's stability is measured with
SAME = 0.9  # adjusted Rand index from which two layers are one
NESTED = 0.15  # share of texts that may move at most for one layer to lie inside another
FLAT = 0.05  # by how much the surest grain must stand out from the median one


@dataclass(frozen=True)
class GraphLayer:
    """A ``plateau`` and the ``partition`` of the graph's texts on it; ``is_stable``: whether the runs gave it so by
    itself, whatever nests it later; ``parent`` (k,): the topic of the next coarser layer that each topic lies inside,
    or None where they do not nest."""

    plateau: Plateau
    partition: Partition
    is_stable: bool
    parent: np.ndarray | None = None

    @property
    def topics(self) -> int:
        return self.partition.topics


@dataclass(frozen=True)
class Landscape:
    """``runs`` (R, T, n) of a graph at each resolution, how far they agree ``between`` resolutions (R, R), and their
    median numbers of ``topics`` (R,)."""

    graph: Graph
    runs: np.ndarray
    between: np.ndarray
    topics: np.ndarray

    @classmethod
    def from_runs(cls, graph: Graph, runs: Iterable[np.ndarray], stories: np.ndarray) -> Self:
        runs = np.array(list(runs))
        between = agreement(runs, stories, np.random.default_rng(0))
        return cls(graph, runs, between, np.median(runs.max(axis=2) + 1, axis=1))

    @property
    def is_flat(self) -> bool:
        """Whether no grain stands out: the surest is hardly surer than the median one."""
        heights = np.diag(self.between)[WINDOW:-WINDOW]
        return bool(heights.max() - np.median(heights) < FLAT)


def runs_of(size: int) -> int:
    """How many runs a resolution a graph of so many nodes gets: the smaller, the more it hangs on each."""
    return int(np.clip(NODES // max(size, 1), FEWEST_RUNS, MOST_RUNS))


def layer_at(
    landscape: Landscape,
    plateau: Plateau,
    rng: np.random.Generator,
    map_items: Callable[..., Iterator[np.ndarray]],
) -> GraphLayer:
    """The :class:`GraphLayer` that the runs of a plateau agree on; its stability is measured with others."""
    graph, places = landscape.graph, np.flatnonzero(plateau.weights)
    own = plateau.weights[places]
    weights = np.repeat(own, landscape.runs.shape[1])
    resolution = float(np.exp(own @ np.log(RESOLUTIONS[places])))
    partition = consensus.consensus(graph, np.concatenate(landscape.runs[places]), weights, resolution)
    tests = -(-TEST_RUNS // len(places))
    others = np.concatenate(list(consensus.resampled_runs(graph, RESOLUTIONS[places], tests, rng, map_items)))
    stability = consensus.compare(partition.labels, others, np.repeat(own, tests))
    partition = replace(partition, stability=stability)
    return GraphLayer(plateau, partition, partition.is_stable())


def stable_layers(
    landscape: Landscape, rng: np.random.Generator, map_items: Callable[..., Iterator[np.ndarray]]
) -> list[GraphLayer]:
    """The layers that hold, coarse to fine, none where not one is stable by itself; two that are nearly one are the
    surer of them."""
    found = []
    for plateau in plateaus(landscape.between, landscape.topics):
        layer = layer_at(landscape, plateau, rng, map_items)
        if not layer.partition.is_stable_beside():
            continue
        if found and consensus.rand_index(found[-1].partition.labels, layer.partition.labels) >= SAME:
            found[-1:] = [max(found[-1], layer, key=_sureness)]
        else:
            found.append(layer)
    if not any(layer.is_stable for layer in found):
        return []
    return sorted(found, key=lambda layer: layer.topics)


def main_layer(layers: Sequence[GraphLayer]) -> int:
    """The number of the main layer: of the stable ones the most persistent, which lasts over the widest range of
    resolutions by how far runs agree there; not at the finest resolutions tried, beyond which nothing is known. Two
    topics are the main layer only where no other holds, be it beside them. Ties: the coarser.

    By agreement alone the coarsest won, since few topics are easily agreed upon: in German, Arabic, Hausa and Swahili
    news of seven to nine classes two topics (adjusted mutual information with the classes 0.22 to 0.28), beside 14, 9,
    8 and 16 (0.49, 0.36, 0.45 and 0.37).
    """
    wanted = eligible(layers)
    inner = [number for number in wanted if layers[number].plateau.peak < len(RESOLUTIONS) - WINDOW] or wanted
    return max(inner, key=lambda number: layers[number].plateau.persistence)


def eligible(layers: Sequence[Any]) -> list[int]:
    """The numbers of the layers (with ``topics`` and ``is_stable``) of which the main one is: those stable by
    themselves with three topics and more, else others with so many, else any."""
    stable = [number for number, layer in enumerate(layers) if layer.is_stable]
    many = [
        [number for number in among if layers[number].topics > 2] for among in (stable, range(len(layers)))
    ]
    return many[0] or many[1] or stable or list(range(len(layers)))


def _sureness(layer: GraphLayer) -> tuple[bool, float]:
    return layer.is_stable, layer.plateau.agreement


def nested(layers: Sequence[GraphLayer], main: int) -> list[GraphLayer]:
    """The layers with those next to the main one, and so on, inside each other where few texts must move for it:
    topics of a coarser layer become unions of finer ones, texts of a finer layer stay inside their coarser topic."""
    layers = list(layers)
    for number in range(main - 1, -1, -1):
        layers[number], layers[number + 1] = _united(layers[number], layers[number + 1])
    for number in range(main + 1, len(layers)):
        layers[number] = _inside(layers[number], layers[number - 1])
    return layers


def _united(coarse: GraphLayer, fine: GraphLayer) -> tuple[GraphLayer, GraphLayer]:
    """The coarse layer made of whole topics of the fine one, and the fine one with its parents."""
    owner = _majority(fine.partition.labels, coarse.partition.labels)
    labels = owner[fine.partition.labels]
    if (labels != coarse.partition.labels).mean() > NESTED or len(np.unique(owner)) < 2:
        return coarse, fine
    kept = np.unique(owner)
    number = np.searchsorted(kept, owner)
    membership = np.zeros((len(labels), len(kept)))
    np.add.at(membership.T, number, fine.partition.membership.T)
    partition = Partition(number[fine.partition.labels], coarse.partition.stability[kept], membership)
    return replace(coarse, partition=partition), replace(fine, parent=number)


def _inside(fine: GraphLayer, coarse: GraphLayer) -> GraphLayer:
    """The fine layer with each text in a topic whose parent is the text's coarse topic."""
    parent = _majority(fine.partition.labels, coarse.partition.labels)
    own = coarse.partition.labels
    allowed = parent[None] == own[:, None]
    stays = allowed[np.arange(len(own)), fine.partition.labels]
    if (~stays).mean() > NESTED or len(np.unique(parent)) < coarse.topics:
        return fine
    sizes = np.bincount(fine.partition.labels, minlength=fine.topics)
    votes = np.where(allowed, fine.partition.membership + 1e-9 * (sizes / sizes.max()), 0)
    labels = np.where(stays, fine.partition.labels, votes.argmax(1))
    return replace(fine, partition=replace(fine.partition, labels=labels), parent=parent)


def _majority(labels: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """(k,) the owner that most texts of each label have; ties: the lower number."""
    table = np.zeros((labels.max() + 1, owners.max() + 1), int)
    np.add.at(table, (labels, owners), 1)
    return table.argmax(1)
