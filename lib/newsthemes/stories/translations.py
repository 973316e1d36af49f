"""Which articles say the same in two languages: passage by passage, in the same order."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from newsthemes.arrays import candidate_groups, chunks

# A translation: its sentences are closer to the original's than chance, and come in the same order.
DEVIATIONS, IN_ORDER = 4.0, 0.9
SENTENCES = 4  # passages; fewer say nothing about their order
NEAREST = 20  # articles in other languages that an article is compared with
CHANCE = 20_000  # pairs of passages that tell how close two sentences are by chance
BLOCK = 512  # articles whose similarities to all others are in memory at a time


def find_translations(
    rows: list[np.ndarray], passages: pd.DataFrame, vectors: np.ndarray, new: np.ndarray
) -> set[tuple[int, int]]:
    """Pairs of which one translates the other and one at least is ``new``, a mask; ``rows``: the passages of each."""
    languages = passages["language"].to_numpy(dtype=object)
    usable = [i for i, own in enumerate(rows) if len(own) >= SENTENCES]
    main = [
        max(sorted(set(map(str, own))), key=list(map(str, own)).count)
        for own in (languages[rows[i]] for i in usable)
    ]
    if len(set(main)) < 2:
        return set()
    middle, spread = _chance(np.concatenate([rows[i] for i in usable]), languages, vectors)
    centres = np.stack([vectors[rows[i]].mean(axis=0) for i in usable])
    longer: dict[int, list[int]] = {}
    for a, b in sorted(_neighbours(centres, np.array(main))):
        i, j = sorted((usable[a], usable[b]), key=lambda k: (len(rows[k]), k))
        if not (new[i] or new[j]):
            continue
        longer.setdefault(i, []).append(j)
    return {
        (i, j)
        for i, others in longer.items()
        for j, matches in _close(
            rows[i], [(j, rows[j]) for j in others], vectors, middle + DEVIATIONS * spread
        )
        if _in_order(matches)
    }


def _close(own: Any, others: Any, vectors: np.ndarray, least: Any) -> Iterator[tuple[int, np.ndarray]]:
    """Of (article, its rows), …, those whose passages lie in the mean as near to an article's ``own`` ones as
    ``least``, with the best match of each own passage."""
    similar = vectors[own] @ vectors[np.concatenate([rows for _, rows in others])].T
    ends = np.cumsum([len(rows) for _, rows in others])
    starts = ends - [len(rows) for _, rows in others]
    best = np.maximum.reduceat(similar, starts, axis=1).mean(axis=0)
    for number in np.flatnonzero(best >= least):
        yield others[number][0], similar[:, starts[number] : ends[number]].argmax(axis=1)


def _chance(rows: np.ndarray, languages: np.ndarray, vectors: np.ndarray) -> tuple[float, float]:
    """Median and robust standard deviation of the similarity of two passages in different languages."""
    one, two = np.random.default_rng(0).choice(np.sort(rows), size=(2, CHANCE))
    different = languages[one] != languages[two]
    similar = np.einsum("ij,ij->i", vectors[one[different]], vectors[two[different]])
    middle = float(np.median(similar))
    return middle, max(1.4826 * float(np.median(np.abs(similar - middle))), 1e-6)


def _neighbours(centres: np.ndarray, languages: np.ndarray) -> set[tuple[int, int]]:
    """Each article with those nearest to it in other languages, by the mean of their passages."""
    pairs: set[tuple[int, int]] = set()
    lengths = np.linalg.norm(centres, axis=1, keepdims=True)
    directions = centres / np.where(lengths > 0, lengths, 1)
    for rows in candidate_groups(directions):
        for part in chunks(len(rows), BLOCK):
            own = rows[part]
            similar = centres[own] @ centres[rows].T
            similar[languages[own, None] == languages[rows]] = -np.inf
            nearest = _best(similar)
            for row, others in enumerate(nearest):
                found = others[np.isfinite(similar[row, others])]
                here = int(own[row])
                pairs |= {(min(here, there), max(here, there)) for there in rows[found].tolist()}
    return pairs


def _best(similar: np.ndarray) -> np.ndarray:
    """The columns of the NEAREST largest values of each row; ties go to the first."""
    if similar.shape[1] <= NEAREST:
        return np.argsort(-similar, axis=1, kind="stable")
    least = -np.partition(-similar, NEAREST - 1, axis=1)[:, NEAREST - 1, None]
    chosen = [np.flatnonzero(row >= bar) for row, bar in zip(similar, least, strict=True)]
    order = [np.argsort(-row[own], kind="stable")[:NEAREST] for row, own in zip(similar, chosen, strict=True)]
    return np.array([own[ranks] for own, ranks in zip(chosen, order, strict=True)])


def _in_order(matches: np.ndarray) -> bool:
    """Whether the passages' best matches come in the passages' own order."""
    return matches.std() > 0 and np.corrcoef(np.arange(len(matches)), matches)[0, 1] >= IN_ORDER
