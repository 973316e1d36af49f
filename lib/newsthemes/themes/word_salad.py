"""Whether a text is said, or is a heap of words: what keeps shuffled words from scoring like sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from newsthemes.arrays import chunks
from newsthemes.language.scripts import UNSPACED
from newsthemes.language.tokens import split_words
from newsthemes.themes.gaussian_process import (
    AT_ONCE,
    Examples,
    cholesky,
    inverted,
    leave_out,
    one_thread,
    radial,
)

if TYPE_CHECKING:
    from newsthemes.embedding.embedder import Embedder

COHERENT, INCOHERENT = 0.4, 0.1  # full weight from, none below
SHUFFLE_SEED = 7
NEEDLESS_SPACE = re.compile(f"(?<=[{UNSPACED}]) (?=[{UNSPACED}])")


@dataclass
class Coherence:
    """Whether a text holds together like the examples do, or is a heap of their words.

    Examples count 1, the same words shuffled across each language's examples count 0, and what is like neither
    counts 1: only what resembles a heap is doubted. ``weights``: of the examples, then of the shuffled;
    ``example_coherence``: the coherence of each example, found without its group.
    """

    shuffled: np.ndarray
    weights: np.ndarray
    example_coherence: np.ndarray

    @classmethod
    def of(cls, examples: Examples, embedder: "Embedder", count: int) -> Self:
        """From the first ``count`` of the examples; the others (the background) are taken to hold together."""
        texts, languages = examples.texts[:count], examples.languages[:count]
        shuffled = embedder.embed(*shuffled_words(texts, languages)).astype(np.float64)
        with one_thread():
            weights, inverse = _doubts(examples.vectors[:count], shuffled)
        groups = [rows[rows < count] for rows in examples.groups]
        doubt = -leave_out(inverse, weights[:count, None], [rows for rows in groups if len(rows)])
        others = len(examples.texts) - count
        weights = np.insert(weights, count, np.zeros(others))
        return cls(shuffled, weights, np.append(clip_scale(1 + doubt[:, 0]), np.ones(others)))


def clip_scale(coherence: np.ndarray) -> np.ndarray:
    """0 (a heap of words) to 1."""
    return np.clip((coherence - INCOHERENT) / (COHERENT - INCOHERENT), 0, 1)


def _doubts(said: np.ndarray, shuffled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(weights, inverse): what ``said`` and ``shuffled`` weigh where the first shall give 0 and the second -1, and the
    part of the inverse of their kernel that belongs to the first: the inverse of the Schur complement of the second."""
    from scipy.linalg import cho_solve, solve_triangular

    factor = cholesky(radial(shuffled, shuffled))
    across = solve_triangular(
        factor, radial(said, shuffled).T, lower=True, overwrite_b=True, check_finite=False
    )
    given = solve_triangular(factor, -np.ones(len(shuffled)), lower=True, check_finite=False)
    own = radial(said, said)
    for part in chunks(len(own), AT_ONCE):
        own[part] -= across[:, part].T @ across
    own = cholesky(own)
    weights = cho_solve((own, True), -(across.T @ given), check_finite=False)
    of_shuffled = solve_triangular(factor, given - across @ weights, trans=1, lower=True, check_finite=False)
    return np.concatenate([weights, of_shuffled]), inverted(own)


def shuffled_words(
    texts: Sequence[str], languages: Sequence[str], seed: int = SHUFFLE_SEED
) -> tuple[list[str], list[str]]:
    """(texts, languages) of the same lengths, each filled with words drawn from all texts of its language."""
    rng = np.random.default_rng(seed)
    languages = np.array(languages, object)
    shuffled = np.empty(len(texts), object)
    for language in sorted(set(languages)):
        rows = np.flatnonzero(languages == language).tolist()
        split = [split_words(texts[row], language) for row in rows]
        words = np.array([word for own in split for word in own], object)
        drawn = iter(words[rng.permutation(len(words))])
        for row, own in zip(rows, split, strict=True):
            shuffled[row] = NEEDLESS_SPACE.sub("", " ".join(next(drawn) for _ in own))
    return shuffled.tolist(), languages.tolist()
