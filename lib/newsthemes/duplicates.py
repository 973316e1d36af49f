"""Stories: articles that tell the same text, as a repost, an excerpt, a syndicated copy or a translation."""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, pairwise

import numpy as np
import pandas as pd

# A word, or one character of a script that puts no spaces between words.
WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
SHINGLE = 3  # words
CONTAINED = 0.5  # of the shorter article's word trigrams, in the longer one
FEWEST = 8  # trigrams; below, texts must be equal
SKETCH = 64  # trigrams of an article that are looked up; all are compared once two articles meet
COMMON = 50  # a trigram of more articles than this is a stock phrase, or a text with very many copies
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, from the golden ratio: spreads the bits of the word hashes


def assign_stories(
    articles: pd.DataFrame, passages: pd.DataFrame, vectors: np.ndarray | None = None
) -> pd.Series:
    """The story of every article, as the smallest article_id of its group; aligned with `articles.index`.

    Two articles are one story when half of the shorter one's word trigrams (kept passages, NFKC,
    lower case; character trigrams in scripts without spaces) stand in the longer one: containment,
    after Broder, "On the resemblance and containment of documents", 1997. Articles of fewer than
    8 trigrams must be equal. Groups are the connected components, so the order of rows changes nothing.

    `vectors`, float32 (len(passages), d), unit rows in the order of `passages` and neutral as to
    language, adds translations.
    """
    ids = articles["article_id"].tolist()
    texts = _kept_text(passages)
    words = [_words(texts.get(article_id, "")) for article_id in ids]
    pairs = _copies([_shingles(w) for w in words]) | _equal(words)
    stories = _components(ids, pairs)
    return pd.Series(stories, index=articles.index, name="story_id", dtype=object)


def _kept_text(passages: pd.DataFrame) -> dict[str, str]:
    kept = passages[passages["kept"].astype(bool)]
    return {key: "\n".join(group) for key, group in kept.groupby("article_id", sort=False)["text"]}


def _words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _shingles(words: list[str]) -> np.ndarray:
    """Sorted 64-bit hashes of the word trigrams, without repeats."""
    hashes = np.fromiter(map(_word_hash, words), dtype=np.uint64, count=len(words))
    grams = np.zeros(max(len(words) - SHINGLE + 1, 0), dtype=np.uint64)
    for i in range(SHINGLE):
        grams = grams * MULTIPLIER + hashes[i : i + len(grams)]
    return np.unique(grams)


@lru_cache(maxsize=1 << 18)
def _word_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _copies(shingles: list[np.ndarray]) -> set[tuple[int, int]]:
    """Pairs of which one contains half of the other.

    The smallest hashes of each article are a sample of its trigrams; whoever holds one of them is
    compared in full. An article that holds half of another's trigrams holds some of its 64.
    """
    wanted = np.unique(np.concatenate([one[:SKETCH] for one in shingles] or [np.zeros(0, np.uint64)]))
    found = [np.flatnonzero(np.isin(wanted, one, assume_unique=True)) for one in shingles]
    holders = np.repeat(np.arange(len(shingles)), [len(f) for f in found])
    trigram = np.concatenate(found or [np.zeros(0, int)])
    order = np.argsort(trigram, kind="stable")
    groups = np.split(holders[order], np.flatnonzero(np.diff(trigram[order])) + 1)
    candidates = set().union(*map(_meetings, groups))
    return {(i, j) for i, j in candidates if containment(shingles[i], shingles[j]) >= CONTAINED}


def _meetings(group: np.ndarray) -> set[tuple[int, int]]:
    """All pairs of the articles that share a trigram; of very many, each with the first and the next."""
    members = group.tolist()
    if len(members) <= COMMON:
        return set(combinations(members, 2))
    return set(pairwise(members)) | {(members[0], other) for other in members[1:]}


def containment(a: np.ndarray, b: np.ndarray) -> float:
    """Share of the smaller of two sorted sets that the larger one holds; 0 below 8 members."""
    smaller = min(len(a), len(b))
    return len(np.intersect1d(a, b, assume_unique=True)) / smaller if smaller >= FEWEST else 0.0


def _equal(words: list[list[str]]) -> set[tuple[int, int]]:
    first: dict[tuple[str, ...], int] = {}
    return {(first.setdefault(tuple(w), i), i) for i, w in enumerate(words) if w}


def _components(ids: list[str], pairs: set[tuple[int, int]]) -> list[str]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows, columns = zip(*pairs, strict=True) if pairs else ((), ())
    graph = coo_array((np.ones(len(pairs)), (rows, columns)), shape=(len(ids), len(ids)))
    _, group = connected_components(graph, directed=False)
    name: dict[int, str] = {}
    for article_id, g in sorted(zip(ids, group, strict=True)):
        name.setdefault(g, article_id)
    return [name[g] for g in group]
