"""Maps and repeated discoveries: they take seconds each, so they are remembered."""

import numpy as np

from newsthemes.remembered import remembered


def mapped(vectors, seed):
    """x and y, float32 (n,) each: ``newsthemes.projection.map_2d``, remembered."""
    from newsthemes.projection import map_2d

    vectors = np.asarray(vectors, np.float32)
    return remembered("map", [vectors, seed], lambda: {"places": map_2d(vectors, seed)})["places"].T


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

    return remembered("topics", [vectors, texts, languages, seed, articles], find)
