"""How many topics: the layer a user asks for by name or number, or the topics of a number that is no layer's."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import ceil

import numpy as np

from newsthemes.errors import InputError
from newsthemes.topics import consensus
from newsthemes.topics.consensus import Partition
from newsthemes.topics.graph import Graph
from newsthemes.topics.layers import GraphLayer, Landscape, layer_at, main_layer, nested, stable_layers
from newsthemes.topics.plateaus import RESOLUTIONS, plateau_at

NAMED = re.compile(r"main|(coarser|finer)(?:-([1-9]\d?))?")
MANY_MORE = 1.5  # times as many topics as the finest layer has, where a finer one is asked for
FINEST_RESOLUTION = 500.0


def check_grain(grain: object) -> None:
    """Raise InputError unless ``grain`` is None, a layer's name or a whole number from 1 up."""
    counted = isinstance(grain, (int, np.integer)) and not isinstance(grain, bool) and grain > 0
    if not (grain is None or counted or (isinstance(grain, str) and NAMED.fullmatch(grain))):
        raise InputError(
            f"grain {grain!r}: expected None, 'coarser', 'finer', 'coarser-2' … or a number of topics from 1 up"
        )


def layer_names(count: int, main: int) -> list[str]:
    """The names of so many layers, coarse to fine: "main", "finer" and "coarser" for those next to it, then
    "finer-2" and so on.

    >>> layer_names(4, 1)
    ['coarser', 'main', 'finer', 'finer-2']
    """
    steps = [number - main for number in range(count)]
    names = {0: "main", 1: "finer", -1: "coarser"}
    return [names.get(step) or f"{'finer' if step > 0 else 'coarser'}-{abs(step)}" for step in steps]


def choose(
    landscape: Landscape,
    grain: int | str | None,
    rng: np.random.Generator,
    map_items: Callable[..., Iterator[np.ndarray]],
) -> tuple[list[GraphLayer], int]:
    """(layers, number of the one that is asked for) of a landscape; no layer where none is stable, unless a number of
    topics is asked for."""
    layers = stable_layers(landscape, rng, map_items)
    main = main_layer(layers) if layers else 0
    if isinstance(grain, (int, np.integer)):
        layers, main = _counted(landscape, layers, int(grain), rng, map_items)
    elif grain and layers:
        layers, main = _named(landscape, layers, main, grain, rng, map_items)
    return (nested(layers, main), main) if layers else ([], 0)


def _named(
    landscape: Landscape,
    layers: list[GraphLayer],
    main: int,
    name: str,
    rng: np.random.Generator,
    map_items: Callable[..., Iterator[np.ndarray]],
) -> tuple[list[GraphLayer], int]:
    """The layers and the one of that name: the last one there is in its direction, or a finer one made."""
    way, steps = NAMED.fullmatch(name).groups()
    wanted = main + {None: 0, "coarser": -1, "finer": 1}[way] * int(steps or 1)
    if wanted < len(layers):
        return layers, max(wanted, 0)
    return _counted(landscape, layers, ceil(MANY_MORE * layers[-1].topics), rng, map_items)


def _counted(
    landscape: Landscape,
    layers: list[GraphLayer],
    count: int,
    rng: np.random.Generator,
    map_items: Callable[..., Iterator[np.ndarray]],
) -> tuple[list[GraphLayer], int]:
    """The layers with one of exactly ``count`` topics among them (fewer only where there are fewer texts)."""
    count = min(count, landscape.graph.size)
    exact = [number for number, layer in enumerate(layers) if layer.topics == count]
    if exact:
        return layers, exact[0]
    made = _with_topics(landscape, count, rng, map_items)
    apart = [
        layer for layer in layers if layer.topics >= MANY_MORE * count or layer.topics <= count / MANY_MORE
    ]
    ordered = sorted([*apart, made], key=lambda layer: layer.topics)
    return ordered, ordered.index(made)


def _with_topics(
    landscape: Landscape, count: int, rng: np.random.Generator, map_items: Callable[..., Iterator[np.ndarray]]
) -> GraphLayer:
    """A layer of ``count`` topics: that of the first resolution with so many or more, its most closely tied topics
    merged."""
    for place in np.flatnonzero(landscape.topics >= count).tolist():
        layer = layer_at(landscape, plateau_at(place, landscape.between), rng, map_items)
        if layer.topics >= count:
            break
    else:
        layer = layer_at(landscape, plateau_at(len(RESOLUTIONS) - 1, landscape.between), rng, map_items)
        layer = replace(layer, partition=_finer_still(landscape.graph, layer.partition, count, rng))
    return replace(layer, partition=_merged(landscape.graph, layer.partition, count))


def _finer_still(graph: Graph, partition: Partition, count: int, rng: np.random.Generator) -> Partition:
    """A partition of at least ``count`` topics, where there are so many texts, at ever finer resolutions."""
    resolution = RESOLUTIONS[-1]
    while partition.topics < count and resolution < FINEST_RESOLUTION:
        resolution *= 1.5
        (runs,) = consensus.resampled_runs(graph, [resolution], 20, rng)
        partition = consensus.consensus(graph, runs, np.ones(len(runs)), resolution)
    return partition


def _merged(graph: Graph, partition: Partition, count: int) -> Partition:
    """The partition with those two topics merged, again and again, that have the largest mean weight of a tie."""
    labels, membership, stability = partition.labels, partition.membership, partition.stability
    while labels.max() + 1 > count:
        one, other = _closest(graph, labels)
        sizes = np.bincount(labels)[[one, other]]
        membership, stability = membership.copy(), stability.copy()
        membership[:, one] += membership[:, other]
        stability[one] = np.average(stability[[one, other]], weights=sizes)
        kept = np.arange(len(stability)) != other
        membership, stability = membership[:, kept], stability[kept]
        labels = np.where(labels == other, one, labels)
        labels = labels - (labels > other)
    return replace(partition, labels=labels, membership=membership, stability=stability)


def _closest(graph: Graph, labels: np.ndarray) -> tuple[int, int]:
    topics = labels.max() + 1
    ends = np.sort(labels[graph.ends], axis=1)
    ties = np.zeros((topics, topics))
    np.add.at(ties, (ends[:, 0], ends[:, 1]), graph.weights)
    sizes = np.bincount(labels)
    pairs = np.triu_indices(topics, 1)
    density = np.round(ties[pairs] / (sizes[pairs[0]] * sizes[pairs[1]]), 12)
    best = int(density.argmax())
    return int(pairs[0][best]), int(pairs[1][best])
