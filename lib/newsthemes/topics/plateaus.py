"""Runs over a range of resolutions → the grains at which they agree."""

from dataclasses import dataclass

import numpy as np

from newsthemes.arrays import chunks

RESOLUTIONS = np.geomspace(0.2, 20, 30)
PAIRS = 60_000  # of texts, on which two runs are compared; all of them where there are no more
WINDOW = 2  # resolutions on each side that count as neighbouring
DEPTH = 0.1  # how far below its peak a plateau reaches
CREST = 0.02  # how far below it the resolutions are that stand for it
SPACING = 1.5  # times as many topics a finer layer has at least


@dataclass(frozen=True)
class Plateau:
    """A range of resolutions at which runs agree. ``weights`` (R,): how much the runs at each resolution count, most
    at the ``peak``, nothing outside; ``agreement``: their mean adjusted Rand index; ``width`` in octaves of
    resolution, of which those towards an edge count in part."""

    peak: int
    weights: np.ndarray
    agreement: float
    width: float

    @property
    def persistence(self) -> float:
        """How wide and how sure the plateau is: the area under it, octaves times agreement."""
        return round(self.width * self.agreement, 3)


def agreement(runs: np.ndarray, stories: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(R, R) mean adjusted Rand index of the runs at each two resolutions; ``runs`` (R, T, n), -1 for a node left out.

    Two texts of one story are together at nearly every grain, and say nothing of which: the index counts pairs of
    texts of different ``stories`` (n,), all of them where there are few, else the same random ones for all runs.
    """
    left, right = _pairs(stories, rng)
    count = len(runs) * len(runs[0])
    flat = np.concatenate(runs)
    same, seen, both = (np.zeros((count, count)) for _ in range(3))
    for part in chunks(len(left), PAIRS // 8):
        one, other = flat[:, left[part]], flat[:, right[part]]
        shown = ((one >= 0) & (other >= 0)).astype(np.float32)
        together = ((one == other) & (one >= 0)).astype(np.float32)
        both += shown @ shown.T
        same += together @ together.T
        seen += together @ shown.T  # pairs together in the one that the other saw
    total = np.maximum(both, 1)
    expected = seen * seen.T / total
    most = (seen + seen.T) / 2
    index = np.where(most - expected > 1e-9, (same - expected) / np.maximum(most - expected, 1e-9), 1.0)
    return _between(index, len(runs))


def _between(index: np.ndarray, resolutions: int) -> np.ndarray:
    """Means over the runs of each two resolutions, of a run with itself left out."""
    runs = len(index) // resolutions
    index = index - np.diag(np.diag(index))
    blocks = index.reshape(resolutions, runs, resolutions, runs).sum(axis=(1, 3))
    counts = np.full((resolutions, resolutions), runs * runs) - runs * np.eye(resolutions, dtype=int)
    return np.round(blocks / np.maximum(counts, 1), 6)


def _pairs(stories: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two arrays: texts of pairs that are of different stories."""
    size = len(stories)
    if size * (size - 1) // 2 <= PAIRS:
        left, right = np.triu_indices(size, 1)
    else:
        left, right = rng.integers(size, size=(2, PAIRS))
    apart = stories[left] != stories[right]
    return left[apart], right[apart]


def profile(between: np.ndarray) -> np.ndarray:
    """(R,) the mean agreement of the runs at each resolution with each other and with those at neighbouring ones."""
    size = len(between)
    near = abs(np.subtract.outer(np.arange(size), np.arange(size))) <= WINDOW
    return np.round((between * near).sum(1) / near.sum(1), 6)


def plateaus(between: np.ndarray, topics: np.ndarray) -> list[Plateau]:
    """The :class:`Plateau` s of a landscape, coarse to fine: one for each local maximum of its profile that has at
    least SPACING times as many ``topics`` (R,) as the next coarser one; of two nearer ones the surer stays."""
    heights = profile(between)
    padded = np.pad(heights, WINDOW, constant_values=-1)
    tops = [
        i for i in range(len(heights)) if heights[i] == padded[i : i + 2 * WINDOW + 1].max() and topics[i] > 1
    ]
    chosen = []
    for top in sorted(tops, key=lambda i: (-heights[i], i)):
        if all(_apart(topics[top], topics[other]) for other in chosen):
            chosen.append(top)
    return [plateau_at(top, between) for top in sorted(chosen)]


def plateau_at(peak: int, between: np.ndarray) -> Plateau:
    """The plateau around a resolution: those next to it whose runs agree with those of its crest nearly as well as
    these do with each other. Weights fall to nothing at its edges and at those of the crest, so that neither an edge
    nor a peak that moves a little moves anything: of two resolutions that agree alike, noise of 1e-6 chose now the one
    and now the other, and 39 topics of the bundled corpus were 40 (adjusted Rand index 0.985)."""
    heights = profile(between)
    near = abs(np.arange(len(heights)) - peak) <= WINDOW
    crest = _around(peak, np.where(near, heights - (heights[peak] - CREST), 0))
    crest /= crest.sum()
    reach = _around(peak, np.minimum(crest @ between, heights) - (crest @ heights - DEPTH))
    weights = reach / reach.sum()
    octaves = float(np.log2(RESOLUTIONS[1] / RESOLUTIONS[0]) * np.minimum(reach / DEPTH, 1).sum())
    agreement = float(weights @ between @ weights)
    return Plateau(int(peak), weights, round(agreement, 6), round(octaves, 3))


def _around(peak: int, values: np.ndarray) -> np.ndarray:
    """The values (R,) above 0 in one piece with the peak, which has some too; 0 elsewhere."""
    weights = np.clip(values, 0, None)
    below = np.flatnonzero(weights <= 0)
    weights[: below[below < peak].max(initial=-1) + 1] = 0
    weights[below[below > peak].min(initial=len(weights)) :] = 0
    weights[peak] = max(weights[peak], CREST / 2)
    return weights


def _apart(one: float, other: float) -> bool:
    return max(one, other) >= SPACING * min(one, other)
