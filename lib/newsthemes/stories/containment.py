"""Which of many articles contain one another: found by a few of their trigrams, confirmed by all."""

import numpy as np

from newsthemes.arrays import chunks
from newsthemes.memory import at_once
from newsthemes.stories.shingles import containment

CONTAINED = 0.5  # of the shorter article's word trigrams, in the longer one
SKETCH = 64  # trigrams of an article that are looked up
MEETING = 0.25  # of those of the smaller article, shared before two are compared in full
TOGETHER, BYTES = 4_000_000, 32  # meetings counted at a time, and what one takes meanwhile
AT_ONCE = 4096  # pairs whose samples are looked up at a time
COMMON = 50  # a trigram of more articles than this is a stock phrase, or a text with very many copies


def find_copies(shingles: list[np.ndarray], new: np.ndarray) -> set[tuple[int, int]]:
    """Pairs of which one contains half of the other and one at least is ``new``, a mask.

    The smallest hashes of each article are a sample of its trigrams; two articles that share MEETING of the smaller
    one's sample are compared in full. Of two that share half of their trigrams, hardly any share so little.
    """
    wanted = np.unique(np.concatenate([one[:SKETCH] for one in shingles] or [np.zeros(0, np.uint64)]))
    found = [_places(wanted, one) for one in shingles]
    holders, sizes = _holders(found, len(wanted))
    first, second, times = _meetings(holders, sizes)
    length = np.array([len(one) for one in shingles], int)
    swapped = length[first] > length[second]
    small, large = np.where(swapped, second, first), np.where(swapped, first, second)
    common = np.array([(sizes[places[:SKETCH]] > COMMON).sum() for places in found], int)
    least = MEETING * np.minimum(length, SKETCH)
    near = np.flatnonzero((times + common[small] >= least[small]) & (new[small] | new[large]))
    near = near[_sampled(small[near], large[near], found) >= least[small[near]]]
    pairs = zip(first[near].tolist(), second[near].tolist(), strict=True)
    return {(i, j) for i, j in pairs if containment(shingles[i], shingles[j]) >= CONTAINED}


def _holders(found: list[np.ndarray], trigrams: int) -> tuple[np.ndarray, np.ndarray]:
    """(the articles that hold the first trigram, then those of the second, …; how many hold each)."""
    from scipy.sparse import csr_array

    ends = np.cumsum([0, *map(len, found)])
    held = csr_array(
        (np.ones(ends[-1], np.int8), np.concatenate([*found, np.zeros(0, np.int32)]), ends),
        (len(found), trigrams),
    ).tocsc()
    return held.indices, np.diff(held.indptr)


def _sampled(small: np.ndarray, large: np.ndarray, found: list[np.ndarray]) -> np.ndarray:
    """How much of the sample of each ``small`` article the ``large`` one beside it holds."""
    width = 1 + max((int(places[-1]) for places in found if len(places)), default=0)
    order, shared = np.argsort(large, kind="stable"), np.zeros(len(small), int)
    for part in chunks(len(small), AT_ONCE):
        pairs = order[part]
        articles, place = np.unique(large[pairs], return_inverse=True)
        held = np.concatenate([row * width + found[article] for row, article in enumerate(articles.tolist())])
        samples = np.full((len(pairs), SKETCH), -width * len(found))
        for row, article in enumerate(small[pairs].tolist()):
            own = found[article][:SKETCH]
            samples[row, : len(own)] = place[row] * width + own
        at = np.minimum(np.searchsorted(held, samples), len(held) - 1)
        shared[pairs] = (held[at] == samples).sum(axis=1)
    return shared


def _places(wanted: np.ndarray, one: np.ndarray) -> np.ndarray:
    """Where the members of one sorted set stand in another; those that do not are left out."""
    place = np.searchsorted(wanted, one).astype(np.int32)
    return place[wanted[np.minimum(place, len(wanted) - 1)] == one] if len(wanted) else place


def _meetings(holders: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(i, j, times): articles that share a trigram, i < j, and how many they share that are not COMMON.

    ``holders``: the articles that hold the first trigram, then those of the second, …, ``sizes`` of them each. Of very
    many that share one, each meets the first and the next.
    """
    ends, articles = np.cumsum(sizes), len(sizes) and int(holders.max(initial=-1)) + 1
    met = [np.zeros(0, int)]
    for group in (holders[ends[i] - sizes[i] : ends[i]].astype(int) for i in np.flatnonzero(sizes > COMMON)):
        met += [group[:-1] * articles + group[1:], group[0] * articles + group[2:]]
    codes = np.unique(np.concatenate(met))
    counted = [(codes, np.zeros(len(codes), int))]
    for size in range(2, COMMON + 1):
        one, two = np.triu_indices(size, 1)
        starts = ends[sizes == size] - size
        for part in chunks(len(starts), max(1, at_once(TOGETHER, BYTES) // len(one))):
            members = holders[starts[part, None] + np.arange(size)].astype(int)
            counted.append(
                np.unique((members[:, one] * articles + members[:, two]).ravel(), return_counts=True)
            )
            while len(counted) > 1 and len(counted[-2][0]) <= 2 * len(counted[-1][0]):
                counted.append(_added(counted.pop(), counted.pop()))
    while len(counted) > 1:
        counted.append(_added(counted.pop(), counted.pop()))
    codes, times = counted[0]
    return *np.divmod(codes, max(articles, 1)), times


def _added(
    one: tuple[np.ndarray, np.ndarray], two: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Two counts, sorted codes and how often each was met, as one. Counts of like size are added up, so that each
    meeting is moved a few times only; to add every part to all before it took a time that grew with its square."""
    codes, times = np.concatenate([one[0], two[0]]), np.concatenate([one[1], two[1]])
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1])[: len(codes)])
    return codes[starts], np.add.reduceat(times[order], starts) if len(starts) else times
