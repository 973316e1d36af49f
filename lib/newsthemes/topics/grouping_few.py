"""A few texts → groups of alike ones: all that so few can carry."""

import numpy as np

from newsthemes.topics.graph import unit

CLEAR = 0.15  # least mean silhouette of a grouping that is more than noise


def group(vectors: np.ndarray, count: int | None = None) -> np.ndarray:
    """Labels from 0 by average linkage on cosine distance: ``count`` groups, or the number with the best
    silhouette (Rousseeuw 1987), all 0 where no grouping is clear."""
    from sklearn.metrics import silhouette_score

    distances = np.clip(1 - np.round(unit(vectors) @ unit(vectors).T, 6), 0, 2)
    np.fill_diagonal(distances, 0)
    if count is not None:
        return _cut(distances, min(count, len(vectors)))
    best, labels = CLEAR, np.zeros(len(vectors), int)
    for groups in range(2, len(vectors) // 2 + 1):
        found = _cut(distances, groups)
        score = silhouette_score(distances, found, metric="precomputed")
        if score > best:
            best, labels = score, found
    return labels


def _cut(distances: np.ndarray, groups: int) -> np.ndarray:
    from sklearn.cluster import AgglomerativeClustering

    if len(distances) < 2:
        return np.zeros(len(distances), int)
    return AgglomerativeClustering(groups, metric="precomputed", linkage="average").fit_predict(distances)


def regrouped(
    vectors: np.ndarray,
    rng: np.random.Generator,
    count: int | None = None,
    runs: int = 20,
    sampled: float = 0.8,
) -> np.ndarray:
    """Labels (runs, n) of the same grouping on random subsets; -1 where a text was left out."""
    size = max(2, round(sampled * len(vectors)))
    labels = np.full((runs, len(vectors)), -1)
    for run in labels:
        rows = np.sort(rng.choice(len(vectors), min(size, len(vectors)), replace=False))
        run[rows] = group(vectors[rows], count)
    return labels


def votes(labels: np.ndarray, runs: np.ndarray) -> np.ndarray:
    """(n, k) the share of runs that left each text in the group that answers to each of ``labels``."""
    counts = np.zeros((len(labels), labels.max() + 1))
    for run in runs:
        seen = np.flatnonzero(run >= 0)
        table = np.zeros((counts.shape[1], run.max() + 1), int)
        np.add.at(table, (labels[seen], run[seen]), 1)
        counts[seen, table.argmax(0)[run[seen]]] += 1
    total = counts.sum(1, keepdims=True)
    return counts / np.where(total > 0, total, 1)
