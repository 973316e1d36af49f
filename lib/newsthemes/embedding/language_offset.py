"""Where each language sits in an encoder's space, taken from sentences that say the same in all of them."""

import csv
from functools import cache
from pathlib import Path

import numpy as np

REFERENCE = Path(__file__).parents[1] / "language" / "reference.tsv"
# A language without reference sentences needs about this many passages of its own before its mean says as
# much about the language as about the subject (the weight of the mean is n / (n + SHRINKAGE)).
SHRINKAGE = 100


@cache
def reference() -> dict[str, tuple[str, ...]]:
    """{language: tuple of sentences}, row-aligned across languages."""
    with open(REFERENCE, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {name: tuple(row[name] for row in rows) for name in rows[0] if name != "subject"}


def subtract_offsets(
    vectors: np.ndarray, languages: np.ndarray, offsets: dict[str, np.ndarray]
) -> np.ndarray:
    """Each row less its language's offset, scaled back to length 1; ``offsets`` maps language to (d,)."""
    centred = np.array(vectors, np.float32)
    languages = np.asarray(languages, dtype=object)
    for language, offset in offsets.items():
        centred[languages == language] -= offset
    norms = np.linalg.norm(centred, axis=1, keepdims=True)
    return centred / np.where(norms > 1e-6, norms, 1)


def own_mean(vectors: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """The offset of a language known only from its own passages: their mean, shrunk towards ``centre``.

    ``centre`` is the English offset, where a text of no known language is taken to sit.
    """
    weight = len(vectors) / (len(vectors) + SHRINKAGE)
    return centre + weight * (vectors.mean(axis=0) - centre)
