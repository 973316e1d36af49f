"""Maps and repeated discoveries: they take seconds each, so they are remembered."""

import numpy as np

from newsthemes.cache.memo import memoize


def mapped(vectors, seed):
    """x and y, float32 (n,) each: ``newsthemes.figures.map_2d.map_2d``, remembered."""
    from newsthemes.figures.map_2d import map_2d

    vectors = np.asarray(vectors, np.float32)
    return memoize("map", [vectors, seed], lambda: {"places": map_2d(vectors, seed)})["places"].T


def rediscovered(texts, vectors, languages, seed, articles):
    """{"assignment": (n,), "stability": (k,), "size": (k,)} of the topics found, remembered."""
    from newsthemes.topics import find_topics

    def find():
        topics = find_topics(texts, vectors, languages, seed=seed, articles=articles)
        return {
            "assignment": topics.assignment,
            "stability": topics.table["stability"].to_numpy(float),
            "size": topics.table["size"].to_numpy(int),
        }

    return memoize("topics", [vectors, texts, languages, seed, articles], find)
