"""A text as its word trigrams, in order or as a set, and how much two sets share."""

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
    """The words of a text, in NFKC and lower case; single characters in scripts without spaces.

    >>> words("Kapal Ferry 码头")
    ['kapal', 'ferry', '码', '头']
    """
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def shingles(words: list[str]) -> np.ndarray:
    """(n - 2,) uint64: a hash of each word trigram, in the order of the text and with repeats; empty below 3 words.

    >>> len(shingles("the ferry to the port".split()))
    3
    """
    hashes = np.fromiter(map(_word_hash, words), dtype=np.uint64, count=len(words))
    grams = np.zeros(max(len(words) - SHINGLE + 1, 0), dtype=np.uint64)
    for i in range(SHINGLE):
        grams = grams * MULTIPLIER + hashes[i : i + len(grams)]
    return grams


@lru_cache(maxsize=1 << 18)
def _word_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def containment(a: np.ndarray, b: np.ndarray) -> float:
    """Share of the smaller of two sorted sets that the larger one holds; 0 where it has fewer than 8 members.

    >>> containment(np.arange(10), np.arange(5, 40))
    0.5
    """
    smaller = min(len(a), len(b))
    return len(np.intersect1d(a, b, assume_unique=True)) / smaller if smaller >= FEWEST else 0.0
