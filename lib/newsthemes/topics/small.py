"""A few texts → groups of alike ones: all that so few can carry."""

import numpy as np

from newsthemes.topics.graph import unit

CLEAR = 0.15  # least mean silhouette of a grouping that is more than noise


def group(vectors):
    """Labels from 0 by average linkage on cosine distance, at the number of groups with the best silhouette
    (Rousseeuw 1987); all 0 where no grouping is clear."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.metrics import silhouette_score

    distances = np.clip(1 - np.round(unit(vectors) @ unit(vectors).T, 6), 0, 2)
    np.fill_diagonal(distances, 0)
    best, labels = CLEAR, np.zeros(len(vectors), int)
    for groups in range(2, len(vectors) // 2 + 1):
        model = AgglomerativeClustering(groups, metric="precomputed", linkage="average")
        found = model.fit_predict(distances)
        score = silhouette_score(distances, found, metric="precomputed")
        if score > best:
            best, labels = score, found
    return labels


def regrouped(vectors, rng, runs=20, sampled=0.8):
    """Labels (runs, n) of the same grouping on random subsets; -1 where a text was left out."""
    size = max(2, round(sampled * len(vectors)))
    labels = np.full((runs, len(vectors)), -1)
    for run in labels:
        rows = np.sort(rng.choice(len(vectors), min(size, len(vectors)), replace=False))
        run[rows] = group(vectors[rows])
    return labels
