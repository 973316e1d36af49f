"""The passages that stand for a topic, from different sources where there are any."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from newsthemes.arrays import RowView, chunks
from newsthemes.topics.graph import unit

QUOTES = 5  # a topic
CANDIDATES = 2000  # of a topic's texts, the nearest to its mean: sources take turns among them
READABLE = 40  # characters: shorter ones are headings and remnants, taken only when there is nothing else


def quotes(
    texts: Sequence[str],
    vectors: np.ndarray | RowView,
    assignment: np.ndarray,
    strength: np.ndarray,
    sources: np.ndarray | None = None,
    stories: np.ndarray | None = None,
    topics: Iterable[int] | None = None,
) -> pd.DataFrame:
    """DataFrame topic, rank (from 1), row: the texts nearest their topic's mean, each next one from the source
    and the story least quoted so far. ``topics``: of which, by default all."""
    found = []
    for topic in range(assignment.max(initial=-1) + 1) if topics is None else topics:
        rows = np.flatnonzero(assignment == topic)
        if not len(rows):
            continue
        central = centrality(vectors, rows) * strength[rows]
        short = np.array([len(texts[row]) < READABLE for row in rows.tolist()])
        order = sorted(
            np.lexsort((-central, short))[:CANDIDATES].tolist(),
            key=lambda i: (len(texts[int(rows[i])]) < READABLE, -central[i], texts[int(rows[i])], rows[i]),
        )
        chosen = _spread([int(rows[i]) for i in order], texts, sources, stories)
        found += [(topic, rank, row) for rank, row in enumerate(chosen, 1)]
    return pd.DataFrame(found, columns=["topic", "rank", "row"]).astype(int)


def centrality(vectors: np.ndarray | RowView, rows: np.ndarray) -> np.ndarray:
    """(rows,): the cosine of each row with the mean of all."""
    parts = [rows[part] for part in chunks(len(rows))]
    total = sum(vectors[part].astype(np.float64).sum(axis=0, keepdims=True) for part in parts)
    mean = unit(total / len(rows))
    return np.round(np.concatenate([(unit(vectors[part]) @ mean.T).ravel() for part in parts]), 6)


def _spread(
    ranked: Sequence[int], texts: Sequence[str], sources: np.ndarray | None, stories: np.ndarray | None
) -> list[int]:
    """The first QUOTES of a ranking, taking turns among sources, then among stories; no text twice."""
    turn, sources_seen, stories_seen, said = [], {}, {}, set()
    for place, row in enumerate(ranked):
        if texts[row] in said:
            continue
        said.add(texts[row])
        source = None if sources is None else sources[row]
        story = None if stories is None else stories[row]
        turn.append((sources_seen.get(source, 0), stories_seen.get(story, 0), place, row))
        sources_seen[source] = sources_seen.get(source, 0) + 1
        stories_seen[story] = stories_seen.get(story, 0) + 1
    return [row for *_, row in sorted(turn)[:QUOTES]]
