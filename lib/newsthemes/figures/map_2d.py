"""Vectors → a 2-D map to look at. Nothing that is counted or claimed rests on it."""

import numpy as np

from newsthemes.cache.memo import memoize

FEWEST_FOR_UMAP = 15  # below this a neighbourhood is the whole corpus, and UMAP has nothing to keep


def layout(vectors, seed=0):
    """x and y, float32 (n,) each, of :func:`map_2d`; kept in the cache, because a layout takes seconds."""
    vectors = np.asarray(vectors, np.float32)
    return memoize("map", [vectors, seed], lambda: {"places": map_2d(vectors, seed)})["places"].T


def map_2d(vectors, seed=0):
    """float32 (n, 2): neighbours in ``vectors`` (unit rows) stay neighbours; distances between groups mean little.

    UMAP on cosine distance (McInnes, Healy and Melville 2018), single-threaded with a fixed seed: the same on one
    machine, not comparable between machines. Fewer than 15 different rows are placed by principal components.
    """
    vectors = np.asarray(vectors, np.float32)
    distinct, place = np.unique(vectors, axis=0, return_inverse=True)
    if len(distinct) < FEWEST_FOR_UMAP:
        return _principal(distinct)[place]
    from umap import UMAP

    # n_jobs=1 is what a fixed seed implies anyway; starting from PCA avoids a spectral step that differs by build
    mapper = UMAP(
        n_neighbors=min(15, len(distinct) - 1),
        metric="cosine",
        min_dist=0.15,
        init="pca",
        n_jobs=1,
        random_state=seed,
    )
    return mapper.fit_transform(distinct).astype(np.float32)[place]


def _principal(vectors):
    if len(vectors) == 0:
        return np.zeros((0, 2), np.float32)
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    left, scale, _ = np.linalg.svd(centred, full_matrices=False)
    flat = np.zeros((len(vectors), 2))
    width = min(2, left.shape[1])
    flat[:, :width] = left[:, :width] * scale[:width]
    # The sign of a component is arbitrary: its largest coordinate is made positive
    signs = np.sign(flat[np.abs(flat).argmax(axis=0), [0, 1]])
    return (flat * np.where(signs == 0, 1, signs)).astype(np.float32)
