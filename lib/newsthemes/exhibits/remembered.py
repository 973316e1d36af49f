"""Maps and repeated discoveries, kept in the cache folder: they take seconds each and rest on what is given alone."""

import hashlib
import os

import numpy as np

from newsthemes.embedding.store import cache_folder
from newsthemes.fingerprint import digest, digest_code

MOST_KEPT = 200  # files; the oldest go first


def remembered(name, given, compute):
    """The arrays of ``compute()``, a dict, from an earlier call with the same ``given`` (arrays, texts, numbers) and
    the same code where there was one. A cache that cannot be read or written is not used."""
    parts = [_bytes_digest(part) if isinstance(part, np.ndarray) else part for part in given]
    folder = cache_folder() / "remembered"
    path = folder / f"{name}-{digest(digest_code(), parts)}.npz"
    try:
        with np.load(path, allow_pickle=False) as kept:
            return dict(kept)
    except (OSError, ValueError):
        arrays = compute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{os.getpid()}-{path.name}")
        np.savez(partial, **arrays)
        partial.replace(path)
        for old in sorted(folder.glob("*.npz"), key=os.path.getmtime)[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        pass
    return arrays


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


def _bytes_digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
