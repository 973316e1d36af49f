"""Which articles say the same in two languages: passage by passage, in the same order."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from newsthemes.arrays import RowView, candidate_groups, chunks

# A translation: its sentences are closer to the original's than chance, and come in the same order.
DEVIATIONS, IN_ORDER = 4.0, 0.9
SENTENCES = 4  # passages; fewer say nothing about their order
NEAREST = 20  # articles in other languages that an article is compared with
CHANCE = 20_000  # pairs of passages that tell how close two sentences are by chance
BLOCK = 512  # articles whose similarities to all others are in memory at a time


def find_translations(
    rows: list[np.ndarray], passages: pd.DataFrame, vectors: np.ndarray | RowView, new: np.ndarray
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
    shorter, longer = _by_length(_neighbours(centres, np.array(main)), np.array(usable), rows)
    asked = new[shorter] | new[longer]
    shorter, longer = shorter[asked], longer[asked]
    ends = np.flatnonzero(np.append(shorter[1:] != shorter[:-1], True)[: len(shorter)]) + 1
    return {
        (int(shorter[start]), j)
        for start, end in pairwise([0, *ends.tolist()])
        for j, matches in _close(
            rows[shorter[start]],
            [(j, rows[j]) for j in longer[start:end].tolist()],
            vectors,
            middle + DEVIATIONS * spread,
        )
        if _in_order(matches)
    }


def _by_length(
    pairs: np.ndarray, usable: np.ndarray, rows: list[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """(articles, those they are compared with): of two the one of fewer passages first, of equal ones the first;
    sorted. ``pairs`` (n, 2): places among the ``usable`` articles."""
    length = np.array([len(own) for own in rows])
    one, two = usable[pairs].T
    swapped = (length[one] > length[two]) | ((length[one] == length[two]) & (one > two))
    shorter, longer = np.where(swapped, two, one), np.where(swapped, one, two)
    order = np.lexsort((longer, shorter))
    return shorter[order], longer[order]


def _close(
    own: Any, others: Any, vectors: np.ndarray | RowView, least: Any
) -> Iterator[tuple[int, np.ndarray]]:
    """Of (article, its rows), …, those whose passages lie in the mean as near to an article's ``own`` ones as
    ``least``, with the best match of each own passage."""
    similar = vectors[own] @ vectors[np.concatenate([rows for _, rows in others])].T
    ends = np.cumsum([len(rows) for _, rows in others])
    starts = ends - [len(rows) for _, rows in others]
    best = np.maximum.reduceat(similar, starts, axis=1).mean(axis=0)
    for number in np.flatnonzero(best >= least):
        yield others[number][0], similar[:, starts[number] : ends[number]].argmax(axis=1)


def _chance(rows: np.ndarray, languages: np.ndarray, vectors: np.ndarray | RowView) -> tuple[float, float]:
    """Median and robust standard deviation of the similarity of two passages in different languages."""
    one, two = np.random.default_rng(0).choice(np.sort(rows), size=(2, CHANCE))
    different = languages[one] != languages[two]
    similar = np.einsum("ij,ij->i", vectors[one[different]], vectors[two[different]])
    middle = float(np.median(similar))
    return middle, max(1.4826 * float(np.median(np.abs(similar - middle))), 1e-6)


def _neighbours(centres: np.ndarray, languages: np.ndarray) -> np.ndarray:
    """(n, 2): each article with those nearest to it in other languages, by the mean of their passages; once, sorted."""
    none = np.zeros(0, int)
    met = [(none, none, none.astype(float))]
    lengths = np.linalg.norm(centres, axis=1, keepdims=True)
    directions = centres / np.where(lengths > 0, lengths, 1)
    for rows in candidate_groups(directions):
        for part in chunks(len(rows), BLOCK):
            own = rows[part]
            similar = centres[own] @ centres[rows].T
            similar[languages[own, None] == languages[rows]] = -np.inf
            nearest = _best(similar)
            values = np.take_along_axis(similar, nearest, 1)
            row, place = np.nonzero(np.isfinite(values))
            met.append((own[row], rows[nearest[row, place]], values[row, place]))
    own, others, values = map(np.concatenate, zip(*met, strict=True))
    here, there = _nearest_of_groups(own, others, values, len(centres))
    codes = np.unique(np.minimum(here, there) * len(centres) + np.maximum(here, there))
    return np.column_stack(np.divmod(codes, len(centres)))


def _nearest_of_groups(
    here: np.ndarray, there: np.ndarray, similar: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """(articles, those nearest to them): of what an article met in several groups the NEAREST, as in a single one.

    With all of them, stories of 300,000 passages took 54 s, not 42, and were the same.
    """
    once = np.unique(here * count + there, return_index=True)[1]
    here, there, similar = here[once], there[once], np.round(similar[once], 6)
    order = np.lexsort((there, -similar, here))
    here, there = here[order], there[order]
    first = np.searchsorted(here, here)
    kept = np.arange(len(here)) - first < NEAREST
    return here[kept], there[kept]


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
