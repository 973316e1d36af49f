"""Distinct texts → layers of topics, by the method that so many texts can carry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from newsthemes.arrays import chunks
from newsthemes.parallel.executors import Workers
from newsthemes.topics import consensus, grouping_few
from newsthemes.topics import evidence_level as ladder
from newsthemes.topics.article_context import Nodes
from newsthemes.topics.assign import Placement
from newsthemes.topics.distinct_texts import Rows
from newsthemes.topics.grain import choose
from newsthemes.topics.graph import Graph, neighbour_graph
from newsthemes.topics.layers import GraphLayer, Landscape, runs_of
from newsthemes.topics.plateaus import RESOLUTIONS

GRAPH_TEXTS = 4000  # nodes of the graph at most; others are placed. 10,000 sentences: 23 s, with all 72 s
ANCHORS = 4000  # of them, among which texts are placed
PLACED = 16_384  # texts placed at once


@dataclass(frozen=True)
class FoundLayer:
    """``labels`` (m,) with -1 for none, ``strength`` (m,), ``stability`` (k,), ``membership`` (a, k) of the anchors;
    ``parent`` (k,): the topic of the next coarser layer that each lies inside, None where they do not nest;
    ``is_stable``: whether it is so by itself, and not only beside a layer that is."""

    labels: np.ndarray
    strength: np.ndarray
    stability: np.ndarray
    membership: np.ndarray
    persistence: float
    agreement: float
    parent: np.ndarray | None = None
    is_stable: bool = True

    @property
    def topics(self) -> int:
        return len(self.stability)


@dataclass(frozen=True)
class Discovery:
    """``layers``, coarse to fine, and which is the ``main`` one; the ``placement`` of further texts among anchors;
    whether the landscape is ``flat``, so that one grain is as good as another."""

    layers: list[FoundLayer]
    main: int
    placement: Placement
    flat: bool = False


@dataclass(frozen=True)
class Search:
    """The first ``size`` of the ``nodes``, their ``graph``, and the ``runs`` on it at each resolution, at which other
    processes may still be at work. The nodes are the ``rows`` themselves or their articles as wholes, see
    ``article_context.py``. No graph where there are too few rows for one."""

    rows: Rows
    nodes: Nodes
    graph: Graph | None
    runs: Iterable[np.ndarray]
    stories: np.ndarray
    seed: int

    @property
    def size(self) -> int:
        return self.graph.size


def search(rows: Rows, nodes: Nodes, seed: int, workers: Workers, label: str | None = None) -> Search:
    """The :class:`Search` for topics in distinct texts by their ``nodes``; ``label``: of its progress bar."""
    if len(rows) < ladder.FEW:
        return Search(rows, nodes, None, (), nodes.stories, seed)
    size = min(len(nodes.vectors), GRAPH_TEXTS)  # in the order of a hash, so the first are as good as drawn
    graph = neighbour_graph(nodes.vectors[:size], nodes.languages[:size])
    design = np.random.default_rng(0)  # the same for every seed: which subsets are run is no matter of chance
    runs = consensus.resampled_runs(graph, RESOLUTIONS, runs_of(size), design, workers.each, label)
    return Search(rows, nodes, graph, runs, nodes.stories[:size], seed)


def discover(begun: Search, grain: int | str | None, workers: Workers) -> Discovery | None:
    """The :class:`Discovery` that a :class:`Search` comes to, None where nothing is stable; ``grain`` as in
    ``find_topics``, ``workers`` who runs and places."""
    if begun.graph is None:
        return _few(begun.rows, begun.seed, grain)
    landscape = Landscape.from_runs(begun.graph, begun.runs, begun.stories)
    # As for the runs above, the same for every seed: one of ten seeds drew runs by which the main layer of the bundled
    # corpus (42 topics) did not hold, and had 86 topics.
    design = np.random.default_rng([0, 1])
    layers, main = choose(landscape, grain, design, workers.each)
    if not layers:
        return None
    placement, fits = Placement.around_own_mean(*_first(begun.nodes, ANCHORS)).with_outlier_threshold()
    own = begun.size if begun.nodes.are_rows else 0
    placed = _placed(begun.rows, own, placement, fits, layers, main, workers)
    found = [
        FoundLayer(
            *own,
            layer.partition.stability,
            layer.partition.membership[: len(fits)],
            layer.plateau.persistence,
            layer.plateau.agreement,
            layer.parent,
            layer.is_stable,
        )
        for layer, own in zip(layers, placed, strict=True)
    ]
    return Discovery(found, main, placement, landscape.is_flat)


def _first(nodes: Nodes, count: int) -> tuple[np.ndarray, np.ndarray]:
    return nodes.vectors[:count].copy(), nodes.languages[:count]


def _placed(
    rows: Rows,
    size: int,
    placement: Placement,
    fits: np.ndarray,
    layers: Sequence[GraphLayer],
    main: int,
    workers: Workers,
) -> list[tuple[np.ndarray, np.ndarray]]:
    """[(labels, strength)] of all rows, one for each layer: the first ``size`` as its partition of them has it, the
    others by their neighbours among the anchors, of which ``fits`` says which fit; -1 and 0 for rows that fit nothing.
    """
    placed = [(np.full(len(rows), -1), np.zeros(len(rows))) for _ in layers]
    anchors = len(fits) if size else 0  # of the rows themselves
    memberships = [layer.partition.membership[: len(fits)] for layer in layers]
    parts = [slice(anchors + part.start, anchors + part.stop) for part in chunks(len(rows) - anchors, PLACED)]
    work = ((rows.vectors[part], rows.languages[part]) for part in parts)
    shared = placement, memberships, [layer.parent for layer in layers], main
    for part, found in zip(parts, workers.map(_assign, work, shared=shared), strict=True):
        for (labels, strength), (ids, sure) in zip(placed, found, strict=True):
            labels[part], strength[part] = ids, sure
    for layer, (labels, strength) in zip(layers, placed, strict=True) if size else ():
        partition, inside = layer.partition, np.concatenate([fits, labels[anchors:size] >= 0])
        labels[:size] = np.where(inside, partition.labels, -1)
        strength[:size] = np.where(inside, partition.membership[np.arange(size), partition.labels], 0.0)
    return placed


def _assign(
    shared: tuple[Placement, list[np.ndarray], list[np.ndarray | None], int],
    part: tuple[np.ndarray, np.ndarray],
) -> list[tuple[np.ndarray, np.ndarray]]:
    placement, memberships, parents, main = shared
    return placement.assign_nested(memberships, parents, main, *part)


def _few(rows: Rows, seed: int, grain: int | str | None) -> Discovery:
    """So few that resampling says little: one group for one text, alike ones grouped among a few."""
    if len(rows) < 2:
        labels = np.zeros(len(rows), int)
        membership, stability = np.ones((len(rows), len(rows))), np.zeros(len(rows))
    else:
        count = grain if isinstance(grain, (int, np.integer)) else None
        labels = grouping_few.group(rows.vectors[:], count)
        runs = grouping_few.regrouped(rows.vectors[:], np.random.default_rng(seed), count)
        stability, membership = consensus.compare(labels, runs), grouping_few.votes(labels, runs)
        stability = stability * (len(stability) > 1)  # that one group comes back is no evidence
    strength = membership[np.arange(len(rows)), labels] if len(rows) else np.zeros(0)
    placement = Placement(rows.vectors[:], rows.languages, membership, np.zeros(rows.vectors.shape[1]))
    layer = FoundLayer(
        labels, strength, stability, membership, 0.0, float(stability.mean()) if len(stability) else 0.0
    )
    return Discovery([layer], 0, placement)


def nothing(rows: Rows) -> Discovery:
    """No topics: no layer, every text out."""
    width = rows.vectors.shape[1]  # not a view of the vectors, which would keep all of them in memory
    none = Placement(np.zeros((0, width), np.float32), rows.languages[:0], np.zeros((0, 0)), np.zeros(width))
    out = np.full(len(rows), -1)
    layer = FoundLayer(out, np.zeros(len(rows)), np.zeros(0), np.zeros((0, 0)), 0.0, 0.0)
    return Discovery([layer], 0, none)


def by_size(layers: Sequence[FoundLayer], copies: np.ndarray) -> list[FoundLayer]:
    """The layers with their topics numbered by falling number of texts, ties in content order; topics that lost all
    their texts are dropped."""
    found, before = [], None
    for layer in layers:
        number, order = _numbers(layer, copies)
        labels = number[layer.labels]
        parent = None if layer.parent is None or before is None else before[layer.parent[order]]
        found.append(
            replace(
                layer,
                labels=labels,
                strength=np.where(labels >= 0, layer.strength, 0.0),
                stability=layer.stability[order],
                membership=layer.membership[:, order],
                parent=parent,
            )
        )
        before = number
    return found


def _numbers(layer: FoundLayer, copies: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """(new number of each topic and of -1, the topics in their new order)."""
    topics = layer.topics
    placed = layer.labels >= 0
    sizes = np.bincount(layer.labels[placed], copies[placed], minlength=topics).astype(int)
    first = [int(np.argmax(layer.labels == topic)) for topic in range(topics)]
    order = [topic for topic in sorted(range(topics), key=lambda t: (-sizes[t], first[t])) if sizes[topic]]
    number = np.full(topics + 1, -1)
    number[order] = np.arange(len(order))
    return number, order
