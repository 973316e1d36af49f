"""Stories: articles that tell the same text, as a repost, an excerpt, a syndicated copy or a translation."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import pandas as pd

from newsthemes.nearby import companies

# A word, or one character of a script that puts no spaces between words.
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
SHINGLE = 3  # words
CONTAINED = 0.5  # of the shorter article's word trigrams, in the longer one
FEWEST = 8  # trigrams; below, texts must be equal
SKETCH = 64  # trigrams of an article that are looked up; all are compared once two articles meet
MEETING = (
    0.25  # of the smaller article's trigrams that are looked up: shared before two articles are compared
)
TOGETHER = 4_000_000  # meetings counted at a time
COMMON = 50  # a trigram of more articles than this is a stock phrase, or a text with very many copies
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, from the golden ratio: spreads the bits of the word hashes
SAME_PASSAGE = 0.8  # Jaccard similarity of the word trigrams of two passages that say the same
PERMUTATIONS = 64
# A translation: its sentences are closer to the original's than chance, and come in the same order.
DEVIATIONS, IN_ORDER = 4.0, 0.9
SENTENCES = 4  # passages; fewer say nothing about their order
NEAREST = 20  # articles in other languages that an article is compared with
CHANCE = 20_000  # pairs of passages that tell how close two sentences are by chance
BLOCK = 512  # articles whose similarities to all others are in memory at a time


def assign_stories(
    articles: pd.DataFrame, passages: pd.DataFrame, vectors: np.ndarray | None = None
) -> pd.Series:
    """The story of every article, as the smallest article_id of its group; aligned with `articles.index`.

    Two articles are one story when half of the shorter one's word trigrams (kept passages, NFKC,
    lower case; character trigrams in scripts without spaces) stand in the longer one: containment,
    after Broder, "On the resemblance and containment of documents", 1997. Articles of fewer than
    8 trigrams must be equal. On 683 unrelated news articles the highest containment was 0.43,
    between two reports of the same outlet that share paragraphs of background.

    `vectors`, float32 (len(passages), d), unit rows in the order of `passages` and neutral as to
    language, adds translations: two articles in different languages, of four passages or more, one
    of which has its passages closer to the other's than chance (by 4 robust standard deviations in
    the mean) and in the same order (correlation 0.9). In the bundled corpus, with the default
    encoder, this joins all 40 articles that stand in three languages, and nothing else but reposts.

    Groups are the connected components, so the order of rows changes nothing. An article without
    kept passages is a story by itself.
    """
    ids = articles["article_id"].tolist()
    groups = _kept_rows(passages)
    texts = passages["text"].to_numpy()
    words = (_words("\n".join(texts[groups.get(article_id, [])])) for article_id in ids)
    told = [
        (_shingles(own), _digest(own)) for own in words
    ]  # the words themselves would weigh ten times as much
    pairs = _copies([shingles for shingles, _ in told]) | _equal([digest for _, digest in told])
    if vectors is not None and len(passages):
        pairs |= _translations(
            [groups.get(article_id, []) for article_id in ids], passages, np.asarray(vectors)
        )
    return pd.Series(_components(ids, pairs), index=articles.index, name="story_id", dtype=object)


def near_duplicates(passages: pd.DataFrame) -> pd.Series:
    """For every passage the passage_id of the first that says nearly the same; aligned with `passages.index`.

    Kept passages whose word trigrams have a Jaccard similarity of 0.8 or more; candidates come from
    MinHash (datasketch), and every one is verified. Passages that are not kept stand for themselves.
    """
    from datasketch import MinHash, MinHashLSH

    rows = np.flatnonzero(passages["kept"].to_numpy(dtype=bool))
    ids = passages["passage_id"].tolist()
    shingles = {
        i: _shingles(_words(text))
        for i, text in zip(rows.tolist(), passages["text"].to_numpy()[rows], strict=True)
    }
    index = MinHashLSH(threshold=SAME_PASSAGE, num_perm=PERMUTATIONS)
    pairs = set()
    for i, own in shingles.items():
        sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update_batch([h.tobytes() for h in own])
        pairs |= {
            (j, i) for j in index.query(sketch) if len(own) and _jaccard(shingles[j], own) >= SAME_PASSAGE
        }
        index.insert(i, sketch)
    group = _connected(len(ids), pairs)
    _, first = np.unique(group, return_index=True)
    return pd.Series([ids[first[g]] for g in group], index=passages.index, name="duplicate_of", dtype=object)


def _kept_rows(passages: pd.DataFrame) -> dict[str, np.ndarray]:
    kept = np.flatnonzero(passages["kept"].to_numpy(dtype=bool))
    order = passages["article_id"].to_numpy()[kept]
    return {article_id: kept[rows] for article_id, rows in pd.Series(kept).groupby(order).indices.items()}


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

    The smallest hashes of each article are a sample of its trigrams; two articles that share MEETING of the smaller
    one's sample are compared in full. Of two that share half of their trigrams, hardly any share so little.
    """
    wanted = np.unique(np.concatenate([one[:SKETCH] for one in shingles] or [np.zeros(0, np.uint64)]))
    found = [_places(wanted, one) for one in shingles]
    holders = np.repeat(np.arange(len(shingles)), [len(f) for f in found])
    trigram = np.concatenate(found or [np.zeros(0, int)])
    holders = holders[np.argsort(trigram, kind="stable")]
    sizes = np.bincount(trigram, minlength=len(wanted))
    first, second, times = _meetings(holders, sizes)
    length = np.array([len(one) for one in shingles], int)
    swapped = length[first] > length[second]
    small, large = np.where(swapped, second, first), np.where(swapped, first, second)
    common = np.array([(sizes[places[:SKETCH]] > COMMON).sum() for places in found], int)
    least = MEETING * np.minimum(length, SKETCH)
    near = np.flatnonzero(times + common[small] >= least[small])
    near = near[_sampled(small[near], large[near], found) >= least[small[near]]]
    pairs = zip(first[near].tolist(), second[near].tolist(), strict=True)
    return {(i, j) for i, j in pairs if containment(shingles[i], shingles[j]) >= CONTAINED}


def _sampled(small: np.ndarray, large: np.ndarray, found: list[np.ndarray]) -> np.ndarray:
    """How much of the sample of each ``small`` article the ``large`` one beside it holds."""
    width = 1 + max((int(places[-1]) for places in found if len(places)), default=0)
    held = np.concatenate([article * width + places for article, places in enumerate(found)] or [small])
    samples = np.full((len(found), SKETCH), -width * len(found))
    for article, places in enumerate(found):
        samples[article, : len(places[:SKETCH])] = places[:SKETCH]
    shared, step = np.zeros(len(small), int), TOGETHER // SKETCH
    for part in (slice(start, start + step) for start in range(0, len(small), step)):
        asked = large[part, None] * width + samples[small[part]]
        place = np.minimum(np.searchsorted(held, asked), len(held) - 1)
        shared[part] = (held[place] == asked).sum(axis=1)
    return shared


def _places(wanted: np.ndarray, one: np.ndarray) -> np.ndarray:
    """Where the members of one sorted set stand in another; those that do not are left out."""
    place = np.searchsorted(wanted, one)
    return place[wanted[np.minimum(place, len(wanted) - 1)] == one] if len(wanted) else place


def _meetings(holders: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(i, j, times): articles that share a trigram, i < j, and how many they share that are not COMMON.

    ``holders``: the articles that hold the first trigram, then those of the second, …, ``sizes`` of them each. Of very
    many that share one, each meets the first and the next.
    """
    ends, articles = np.cumsum(sizes), len(sizes) and int(holders.max()) + 1
    met = [np.zeros(0, int)]
    for group in (holders[ends[i] - sizes[i] : ends[i]] for i in np.flatnonzero(sizes > COMMON)):
        met += [group[:-1] * articles + group[1:], group[0] * articles + group[2:]]
    codes = np.unique(np.concatenate(met))
    times = np.zeros(len(codes), int)
    for size in range(2, COMMON + 1):
        one, two = np.triu_indices(size, 1)
        starts, step = ends[sizes == size] - size, max(1, TOGETHER // len(one))
        for start in range(0, len(starts), step):
            members = holders[starts[start : start + step, None] + np.arange(size)]
            pairs = (members[:, one] * articles + members[:, two]).ravel()
            codes, place = np.unique(np.concatenate([codes, pairs]), return_inverse=True)
            times = np.bincount(place, np.append(times, np.ones(len(pairs), int)), len(codes)).astype(int)
    return *np.divmod(codes, max(articles, 1)), times


def containment(a: np.ndarray, b: np.ndarray) -> float:
    """Share of the smaller of two sorted sets that the larger one holds; 0 below 8 members."""
    smaller = min(len(a), len(b))
    return len(np.intersect1d(a, b, assume_unique=True)) / smaller if smaller >= FEWEST else 0.0


def _jaccard(a: np.ndarray, b: np.ndarray) -> float:
    common = len(np.intersect1d(a, b, assume_unique=True))
    return common / (len(a) + len(b) - common) if common else 0.0


def _digest(words: list[str]) -> bytes:
    """The same for the same words only; empty without any."""
    return blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=16).digest() if words else b""


def _equal(digests: list[bytes]) -> set[tuple[int, int]]:
    first: dict[bytes, int] = {}
    return {(first.setdefault(digest, i), i) for i, digest in enumerate(digests) if digest}


def _translations(
    rows: list[np.ndarray], passages: pd.DataFrame, vectors: np.ndarray
) -> set[tuple[int, int]]:
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
        longer.setdefault(i, []).append(j)
    return {
        (i, j)
        for i, others in longer.items()
        for j, matches in _close(
            rows[i], [(j, rows[j]) for j in others], vectors, middle + DEVIATIONS * spread
        )
        if _in_order(matches)
    }


def _close(own, others, vectors, least) -> Iterator[tuple[int, np.ndarray]]:
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
    for rows in companies(directions):
        for start in range(0, len(rows), BLOCK):
            own = rows[start : start + BLOCK]
            similar = centres[own] @ centres[rows].T
            similar[languages[own, None] == languages[rows]] = -np.inf
            nearest = _best(similar)
            for row, others in enumerate(nearest):
                found = others[np.isfinite(similar[row, others])]
                pairs |= {tuple(sorted((int(own[row]), int(rows[j])))) for j in found}
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


def _components(ids: list[str], pairs: set[tuple[int, int]]) -> list[str]:
    name: dict[int, str] = {}
    group = _connected(len(ids), pairs)
    for article_id, g in sorted(zip(ids, group, strict=True)):
        name.setdefault(g, article_id)
    return [name[g] for g in group]


def _connected(size: int, pairs: set[tuple[int, int]]) -> np.ndarray:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows, columns = zip(*pairs, strict=True) if pairs else ((), ())
    graph = coo_array((np.ones(len(pairs)), (rows, columns)), shape=(size, size))
    return connected_components(graph, directed=False)[1]
