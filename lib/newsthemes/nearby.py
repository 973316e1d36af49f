"""Which of many vectors to compare with one another, so that the work grows with their number and not its square."""

import numpy as np

from newsthemes.blocks import blocks

ALL = 4000  # vectors; up to so many, each is compared with every other
ABOUT = 500  # vectors a landmark
LANDMARKS = 3  # that a vector belongs to: two near ones rarely have none in common
BLOCK = 4096


def companies(vectors, seed=0):
    """Arrays of row numbers, each of at most ALL unit rows that lie near one another; a row is in several.

    All rows together where they are few. Otherwise rows chosen at random are landmarks, and each row keeps company
    with those that have one of its nearest landmarks too: near rows are nearly always found, distant ones compared in
    part.
    """
    return [np.sort(rows) for rows in _divided(vectors, np.arange(len(vectors)), np.random.default_rng(seed))]


def _divided(vectors, rows, rng):
    if len(rows) <= ALL:
        return [rows]
    chosen = np.sort(rng.choice(len(rows), len(rows) // ABOUT, replace=False))
    near = _nearest(vectors, rows, vectors[rows[chosen]])
    order = np.argsort(near.ravel(), kind="stable")
    ends = np.flatnonzero(np.diff(near.ravel()[order])) + 1
    parts = [rows[part // LANDMARKS] for part in np.split(order, ends)]
    found = []
    for part in parts:
        if len(part) > len(rows) / 2:  # a crowd in one place: its order says as much as any landmark would
            found += np.array_split(part, len(part) // ALL + 1)
        else:
            found += _divided(vectors, part, rng)
    return found


def _nearest(vectors, rows, landmarks):
    """(rows, LANDMARKS): the nearest landmarks of each row."""
    near = np.empty((len(rows), LANDMARKS), int)
    for part in blocks(len(rows), BLOCK):
        cosines = vectors[rows[part]] @ landmarks.T
        near[part] = np.argpartition(-cosines, LANDMARKS, axis=1)[:, :LANDMARKS]
    return near
