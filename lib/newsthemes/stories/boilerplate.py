"""Which word trigrams are boilerplate: a template or a wrapper that articles fill with news of their own.

A text that many articles share is a story with many copies, or a form with many fillings. What tells them apart is
where they differ. At the place of an edit most copies still agree on how the text goes on, and one departs from it.
At a slot of a template no two agree: after "the price of gold on" every report goes on in its own way.
"""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import numpy as np

from newsthemes.arrays import chunks
from newsthemes.memory import at_once

MANY = 4  # texts that hold a trigram before it can be boilerplate
SHARED = 1 / 3  # of a text's trigrams, held by MANY, before it can be a filling; ordinary news share fewer
RARE = 3  # a trigram held by a third of them or fewer is the news of one filling
# Of a text's trigrams in slots before it counts as a filling; a line with a number of its own is less. Of few holders
# more is asked: their own words together must be as many as one text. So six papers that each add a tenth to a wire
# report tell one story, and five teasers of a dozen words that end in the same legal notice tell five.
OWN = 0.08
DROP = 2  # a slot begins where half of the texts or fewer go on in the same way
TOGETHER = 1 << 20  # trigrams whose slots are compared with their texts at a time
SORTED_AT_ONCE, BYTES = 1 << 24, 16  # trigrams, and what one takes while it is sorted


def find_boilerplate(sequences: list[np.ndarray]) -> np.ndarray:
    """Sorted uint64: the trigrams of MANY texts or more, most of which fill the slots around them with news.

    ``sequences``: the trigrams of each text, in its order; equal texts count once, so that copies make no
    boilerplate. Time grows with the number of trigrams, not of pairs of texts, and so does memory, by 4 bytes each in
    texts that share SHARED with others.

    >>> form = np.arange(20, dtype=np.uint64)
    >>> own = [np.arange(100 * i, 100 * i + 9, dtype=np.uint64) for i in range(1, 9)]
    >>> find_boilerplate([np.concatenate([form, news]) for news in own]).tolist() == form.tolist()
    True
    >>> len(find_boilerplate([np.concatenate([form, own[0]])] * 8))
    0
    """
    once = {blake2b(one.data, digest_size=16).digest(): one for one in sequences if len(one)}
    distinct = _sharing(list(once.values()))
    if len(distinct) < MANY:
        return np.zeros(0, np.uint64)
    grams = _different(distinct)
    blocks = list(_blocks(distinct, grams))
    frequency = np.zeros(len(grams), np.int32)
    for place, text in map(_with_texts, blocks):
        np.add.at(frequency, _held(place, text)[0], 1)
    follows = _most_frequent_next(blocks, frequency)
    fillings = np.zeros(len(grams), np.int32)
    for place, text in map(_with_texts, blocks):
        held, holder = _held(place, text)
        in_slot = _slots(place, text, frequency, follows)
        common = frequency[held] >= MANY
        filled = _filled(held[common], holder[common], frequency, place[in_slot], text[in_slot], text)
        np.add.at(fillings, held[common][filled], 1)
    return grams[(frequency >= MANY) & (2 * fillings > frequency)]


def _sharing(sequences: list[np.ndarray]) -> list[np.ndarray]:
    """The texts that share enough with others to be fillings: of ordinary news hardly any, which saves the rest."""
    if len(sequences) < MANY:
        return []
    common = _held_by_many(sequences)
    return [one for one in sequences if _share_of(np.unique(one), common) >= SHARED]


def _held_by_many(sequences: list[np.ndarray]) -> np.ndarray:
    """Sorted: the trigrams that MANY of the texts hold, found in a part of all trigrams after the other."""
    parts, found = np.uint64(1 + sum(map(len, sequences)) // at_once(SORTED_AT_ONCE, BYTES)), []
    for part in range(int(parts)):
        held = np.sort(np.concatenate([np.unique(one[one % parts == part]) for one in sequences]))
        starts = np.flatnonzero(np.append(True, held[1:] != held[:-1])[: len(held)])
        found.append(held[starts[np.diff(np.append(starts, len(held))) >= MANY]])
    return np.sort(np.concatenate(found))


def _share_of(own: np.ndarray, common: np.ndarray) -> float:
    """How much of a sorted set another one holds."""
    if not len(common):
        return 0.0
    return float((common[np.minimum(np.searchsorted(common, own), len(common) - 1)] == own).sum() / len(own))


def _different(sequences: list[np.ndarray]) -> np.ndarray:
    """Sorted: all trigrams of the texts, each once."""
    grams = np.concatenate(sequences)
    grams.sort()
    return grams[np.append(True, grams[1:] != grams[:-1])]


def _blocks(sequences: list[np.ndarray], grams: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Of some texts at a time: the place of each trigram in turn among ``grams``, and how many each text has."""
    ends = np.cumsum([len(one) for one in sequences])
    cuts = [0, *np.unique(np.searchsorted(ends, np.arange(TOGETHER, ends[-1], TOGETHER)) + 1), len(sequences)]
    for start, stop in pairwise(cuts):
        own = sequences[start:stop]
        if own:
            place = np.searchsorted(grams, np.concatenate(own)).astype(np.int32)
            yield place, np.array([len(one) for one in own])


def _with_texts(block: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The places of a block's trigrams, and the number in the block of the text that each is of."""
    place, lengths = block
    return place, np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)


def _held(place: np.ndarray, text: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each trigram that a text holds with that text, once."""
    texts = int(text[-1]) + 1
    return np.divmod(_distinct(place.astype(np.int64) * texts + text), texts)


def _distinct(codes: np.ndarray) -> np.ndarray:
    """Sorted, without repeats; by sorting: seven times as fast as the hashes of np.unique on 2,000,000 such codes."""
    codes = np.sort(codes)
    return codes[np.append(True, codes[1:] != codes[:-1])[: len(codes)]]


def _slots(place: np.ndarray, text: np.ndarray, frequency: np.ndarray, follows: np.ndarray) -> np.ndarray:
    """(n,) bool: whether each trigram lies in a slot, opened before it or closed after it; ``follows`` (2, trigrams):
    see :func:`_most_frequent_next`."""
    forward = _opened(place, text, frequency, follows[0])
    return forward | _opened(place[::-1], text[::-1], frequency, follows[1])[::-1]


def _opened(place: np.ndarray, text: np.ndarray, frequency: np.ndarray, most: np.ndarray) -> np.ndarray:
    """(n,) bool: whether texts go on in different ways after the last change of frequency before a trigram."""
    count = frequency[place]
    before, after, same_text = count[:-1], count[1:], text[:-1] == text[1:]
    drop = same_text & (after * DROP <= before) & (before >= RARE)
    rise = ~same_text | (after >= before * DROP)
    open_drop = drop & (most[place[:-1]] * DROP <= before)
    event = np.append(True, drop | rise)
    last = np.maximum.accumulate(np.where(event, np.arange(len(place)), 0))
    return np.append(False, open_drop)[last]


def _most_frequent_next(blocks: list[tuple[np.ndarray, np.ndarray]], frequency: np.ndarray) -> np.ndarray:
    """(2, trigrams): the number of texts that go on after each trigram, and before it, in the most frequent way; a
    part of the trigrams after the other."""
    most = np.zeros((2, len(frequency)), np.int32)
    parts = 1 + sum(len(place) for place, _ in blocks) // at_once(SORTED_AT_ONCE, BYTES)
    for part in range(parts):
        for most_here, step in zip(most, (1, -1), strict=True):
            pairs = np.concatenate(
                [
                    _followed(place[::step], text[::step], frequency, parts, part)
                    for place, text in map(_with_texts, blocks)
                ]
            )
            pairs, times = np.unique(pairs, return_counts=True)
            np.maximum.at(most_here, pairs // len(frequency), times)
    return most


def _followed(
    place: np.ndarray, text: np.ndarray, frequency: np.ndarray, parts: int, part: int
) -> np.ndarray:
    """A number for each trigram of a ``part`` that is not rare with the one after it, once a text that has both."""
    at = np.flatnonzero((text[:-1] == text[1:]) & (place[:-1] % parts == part))
    at = at[frequency[place[at]] >= RARE]
    code = place[at].astype(np.int64) * len(frequency) + place[at + 1]
    order = np.lexsort((text[at], code))
    code, own = code[order], text[at][order]
    return code[np.append(True, (code[1:] != code[:-1]) | (own[1:] != own[:-1]))[: len(code)]]


def _filled(held: Any, holder: Any, frequency: Any, slot: Any, slot_text: Any, text: Any) -> np.ndarray:
    """Whether enough of a ``holder``'s trigrams lie in slots and are RARE beside the one ``held``."""
    size = np.bincount(text)
    width = int(frequency.max()) + 1
    codes = np.sort(slot_text.astype(np.int64) * width + frequency[slot])
    starts = np.searchsorted(codes, np.arange(len(size)) * width)
    enough = np.zeros(len(held), bool)
    for part in chunks(len(held), TOGETHER):
        texts = holder[part]
        rare = (
            np.searchsorted(codes, texts * width + frequency[held[part]] // RARE, side="right")
            - starts[texts]
        )
        enough[part] = rare >= np.maximum(OWN, 1 / frequency[held[part]]) * size[texts]
    return enough
