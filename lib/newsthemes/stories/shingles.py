"""A text as the set of its word trigrams, and how much two sets share."""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from newsthemes.language.scripts import UNSPACED

# A word, or one character of a script that puts no spaces between words.
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
SHINGLE = 3  # words
FEWEST = 8  # trigrams; below, texts must be equal
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, from the golden ratio: spreads the bits of the word hashes


def words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def shingles(words: list[str]) -> np.ndarray:
    """Sorted 64-bit hashes of the word trigrams, without repeats."""
    hashes = np.fromiter(map(_word_hash, words), dtype=np.uint64, count=len(words))
    grams = np.zeros(max(len(words) - SHINGLE + 1, 0), dtype=np.uint64)
    for i in range(SHINGLE):
        grams = grams * MULTIPLIER + hashes[i : i + len(grams)]
    return np.unique(grams)


@lru_cache(maxsize=1 << 18)
def _word_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def containment(a: np.ndarray, b: np.ndarray) -> float:
    """Share of the smaller of two sorted sets that the larger one holds; 0 below 8 members."""
    smaller = min(len(a), len(b))
    return len(np.intersect1d(a, b, assume_unique=True)) / smaller if smaller >= FEWEST else 0.0


def jaccard(a: np.ndarray, b: np.ndarray) -> float:
    common = len(np.intersect1d(a, b, assume_unique=True))
    return common / (len(a) + len(b) - common) if common else 0.0
