"""Which word trigrams are boilerplate: a template or a wrapper that articles fill with news of their own.

A text that many articles share is a story with many copies, or a form with many fillings. What tells them apart is
where they differ. At the place of an edit most copies still agree on how the text goes on, and one departs from it.
At a slot of a template no two agree: after "the price of gold on" every report goes on in its own way.
"""

from typing import Any

import numpy as np

from newsthemes.arrays import chunks

MANY = 4  # texts that hold a trigram before it can be boilerplate
SHARED = 1 / 3  # of a text's trigrams, held by MANY, before it can be a filling; ordinary news share fewer
RARE = 3  # a trigram held by a third of them or fewer is the news of one filling
# Of a text's trigrams in slots before it counts as a filling; a line with a number of its own is less. Of few holders
# more is asked: their own words together must be as many as one text. So six papers that each add a tenth to a wire
# report tell one story, and five teasers of a dozen words that end in the same legal notice tell five.
OWN = 0.08
DROP = 2  # a slot begins where half of the texts or fewer go on in the same way
TOGETHER = 1 << 20  # trigrams whose slots are compared with their texts at a time


def find_boilerplate(sequences: list[np.ndarray]) -> np.ndarray:
    """Sorted uint64: the trigrams of MANY texts or more, most of which fill the slots around them with news.

    ``sequences``: the trigrams of each text, in its order; equal texts count once, so that copies make no
    boilerplate. Time and memory grow with the number of trigrams, not of pairs of texts.

    >>> form = np.arange(20, dtype=np.uint64)
    >>> own = [np.arange(100 * i, 100 * i + 9, dtype=np.uint64) for i in range(1, 9)]
    >>> find_boilerplate([np.concatenate([form, news]) for news in own]).tolist() == form.tolist()
    True
    >>> len(find_boilerplate([np.concatenate([form, own[0]])] * 8))
    0
    """
    distinct = _sharing([one for one in {one.tobytes(): one for one in sequences}.values() if len(one)])
    if len(distinct) < MANY:
        return np.zeros(0, np.uint64)
    grams, place, text = _indexed(distinct)
    held, holder = np.divmod(_distinct(place * len(distinct) + text), len(distinct))
    frequency = np.bincount(held, minlength=len(grams))
    in_slot = _slots(place, text, frequency)
    common = frequency[held] >= MANY
    filled = _filled(held[common], holder[common], frequency, place[in_slot], text[in_slot], text)
    fillings = np.bincount(held[common][filled], minlength=len(grams))
    return grams[(frequency >= MANY) & (2 * fillings > frequency)]


def _sharing(sequences: list[np.ndarray]) -> list[np.ndarray]:
    """The texts that share enough with others to be fillings: of ordinary news hardly any, which saves the rest."""
    if len(sequences) < MANY:
        return []
    grams, place, text = _indexed([np.unique(one) for one in sequences])
    shared = np.bincount(text, np.bincount(place, minlength=len(grams))[place] >= MANY)
    return [one for one, share in zip(sequences, shared / np.bincount(text), strict=True) if share >= SHARED]


def _indexed(sequences: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The trigrams of all texts, sorted; for each in turn its place among these, and its text's number."""
    grams, place = np.unique(np.concatenate(sequences), return_inverse=True)
    return grams, place, np.repeat(np.arange(len(sequences)), [len(one) for one in sequences])


def _distinct(codes: np.ndarray) -> np.ndarray:
    """Sorted, without repeats; by sorting: seven times as fast as the hashes of np.unique on 2,000,000 such codes."""
    codes = np.sort(codes)
    return codes[np.append(True, codes[1:] != codes[:-1])[: len(codes)]]


def _slots(place: np.ndarray, text: np.ndarray, frequency: np.ndarray) -> np.ndarray:
    """(n,) bool: whether each trigram lies in a slot, opened before it or closed after it."""
    forward = _opened(place, text, frequency)
    return forward | _opened(place[::-1], text[::-1], frequency)[::-1]


def _opened(place: np.ndarray, text: np.ndarray, frequency: np.ndarray) -> np.ndarray:
    """(n,) bool: whether texts go on in different ways after the last change of frequency before a trigram."""
    count = frequency[place]
    before, after, same_text = count[:-1], count[1:], text[:-1] == text[1:]
    drop = same_text & (after * DROP <= before) & (before >= RARE)
    rise = ~same_text | (after >= before * DROP)
    open_drop = drop & (_most_frequent_next(place, text, frequency)[place[:-1]] * DROP <= before)
    event = np.append(True, drop | rise)
    last = np.maximum.accumulate(np.where(event, np.arange(len(place)), 0))
    return np.append(False, open_drop)[last]


def _most_frequent_next(place: np.ndarray, text: np.ndarray, frequency: np.ndarray) -> np.ndarray:
    """For every trigram, the number of texts that go on after it in the most frequent way."""
    follows = np.flatnonzero((text[:-1] == text[1:]) & (frequency[place[:-1]] >= RARE))
    pairs, pair = np.unique(place[follows] * len(frequency) + place[follows + 1], return_inverse=True)
    once = _distinct(pair * (text.max() + 1) + text[follows]) // (text.max() + 1)
    most = np.zeros(len(frequency), int)
    np.maximum.at(most, pairs // len(frequency), np.bincount(once, minlength=len(pairs)))
    return most


def _filled(held: Any, holder: Any, frequency: Any, slot: Any, slot_text: Any, text: Any) -> np.ndarray:
    """Whether enough of a ``holder``'s trigrams lie in slots and are RARE beside the one ``held``."""
    size = np.bincount(text)
    width = int(frequency.max()) + 1
    codes = np.sort(slot_text * width + frequency[slot])
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
