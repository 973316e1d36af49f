"""Whether a text is said, or is a heap of words: what keeps shuffled words from scoring like sentences."""

from dataclasses import dataclass

import numpy as np

from newsthemes.arrays import chunks
from newsthemes.themes.gaussian_process import AT_ONCE, cholesky, inverted, leave_out, one_thread, radial

COHERENT, INCOHERENT = 0.4, 0.1  # full weight from, none below
SHUFFLE_SEED = 7


@dataclass
class Coherence:
    """Whether a text holds together like the examples do, or is a heap of their words.

    Examples count 1, the same words shuffled across each language's examples count 0, and what is like neither
    counts 1: only what resembles a heap is doubted. ``weights``: of the examples, then of the heaps;
    ``of_examples``: the coherence of each example, found without its group.
    """

    heaps: np.ndarray
    weights: np.ndarray
    of_examples: np.ndarray

    @classmethod
    def of(cls, examples, embedder):
        heaps = embedder.embed(*shuffled_words(examples.texts, examples.languages)).astype(np.float64)
        with one_thread():
            weights, inverse = _doubts(examples.vectors, heaps)
        doubt = -leave_out(inverse, weights[: len(inverse), None], examples.groups)
        return cls(heaps, weights, ramp(1 + doubt[:, 0]))


def ramp(coherence):
    """0 (a heap of words) to 1."""
    return np.clip((coherence - INCOHERENT) / (COHERENT - INCOHERENT), 0, 1)


def _doubts(said, heaps):
    """(weights, inverse): what ``said`` and ``heaps`` weigh where the first shall give 0 and the second -1, and the
    part of the inverse of their kernel that belongs to the first: the inverse of the Schur complement of the second."""
    from scipy.linalg import cho_solve, solve_triangular

    factor = cholesky(radial(heaps, heaps))
    across = solve_triangular(factor, radial(said, heaps).T, lower=True, overwrite_b=True, check_finite=False)
    given = solve_triangular(factor, -np.ones(len(heaps)), lower=True, check_finite=False)
    own = radial(said, said)
    for part in chunks(len(own), AT_ONCE):
        own[part] -= across[:, part].T @ across
    own = cholesky(own)
    weights = cho_solve((own, True), -(across.T @ given), check_finite=False)
    of_heaps = solve_triangular(factor, given - across @ weights, trans=1, lower=True, check_finite=False)
    return np.concatenate([weights, of_heaps]), inverted(own)


def shuffled_words(texts, languages, seed=SHUFFLE_SEED):
    """(texts, languages) of the same lengths, each filled with words drawn from all texts of its language."""
    rng = np.random.default_rng(seed)
    languages = np.array(languages, object)
    heaps = np.empty(len(texts), object)
    for language in sorted(set(languages)):
        rows = np.flatnonzero(languages == language)
        words = np.array([word for row in rows for word in texts[row].split()], object)
        drawn = iter(words[rng.permutation(len(words))])
        for row in rows:
            heaps[row] = " ".join(next(drawn) for _ in texts[row].split())
    return heaps.tolist(), languages.tolist()
