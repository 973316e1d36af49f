"""Stories: articles that tell the same text, as a repost, an excerpt, a syndicated copy or a translation.

| module | what it knows |
|---|---|
| `shingles` | a text as its word trigrams |
| `boilerplate` | which trigrams are a template or a wrapper that articles fill with their own news |
| `containment` | which of many articles contain one another |
| `numerals` | whether texts that read alike report other figures |
| `translations` | which say the same in two languages |
"""

from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

import numpy as np
import pandas as pd

from newsthemes.arrays import RowView, as_float32, chunks, connected_components
from newsthemes.parallel.executors import Workers
from newsthemes.stories.boilerplate import find_boilerplate
from newsthemes.stories.containment import CONTAINED, find_copies
from newsthemes.stories.numerals import figures_differ, numbers, numbers_agree
from newsthemes.stories.shingles import containment, shingles, words
from newsthemes.stories.translations import find_translations

__all__ = ["assign_stories"]

PART = 256  # articles whose trigrams are made at a time, by one worker
TEMPLATE = 0.5  # boilerplate among an article's trigrams, from which on it is a filled form
# Numbers of two articles that agree. In the bundled translations two thirds or more do, other languages write some
# out, or count in 万 and lakh. Of two reports from one template, on days of the same price, four of six did.
TRANSLATED_NUMBERS, TEMPLATE_NUMBERS = 0.5, 0.8


def assign_stories(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    vectors: np.ndarray | RowView | None = None,
    settled: pd.Series | None = None,
    workers: Workers | None = None,
) -> pd.Series:
    """Return the story of every article, as the smallest article_id of its group; aligned with `articles.index`.

    Two articles are one story when half of the shorter one's word trigrams (kept passages, NFKC,
    lower case; character trigrams in scripts without spaces) stand in the longer one: containment,
    after Broder, "On the resemblance and containment of documents", 1997. Articles of fewer than
    8 trigrams must be equal. On 683 unrelated news articles the highest containment was 0.43,
    between two reports of the same outlet that share paragraphs of background.

    Boilerplate is not counted: trigrams of four or more different texts, most of which fill the slots
    around them with words of their own (:mod:`newsthemes.stories.boilerplate`). Of two reports made from
    one template, half of what fills it must agree, and four in five of the numbers. Below four, articles
    are apart when more of what they share differs in its numbers than is equal.

    `vectors`, float32 (len(passages), d), unit rows in the order of `passages` and neutral as to
    language, adds translations: two articles in different languages, of four passages or more, one
    of which has its passages closer to the other's than chance (by 4 robust standard deviations in
    the mean) and in the same order (correlation 0.9), and of whose numbers half agree (of filled templates,
    four in five). In the bundled corpus, with the default encoder, this joins all articles that stand in
    several languages, and nothing else but reposts.

    Groups are the connected components, so the order of rows changes nothing. An article without
    kept passages is a story by itself.

    `settled`: the stories of an earlier call, by article_id, of which no article has changed since or is
    gone; their articles are not compared with one another again, but for filled templates, which more articles
    can show to be such. `workers`: who reads the texts, PART articles at a time; by default this process.

    >>> articles = pd.DataFrame({"article_id": ["a", "b", "c"]})
    >>> sentences = ["The old pier of the northern harbour will be widened by ten metres."] * 2 + ["Trains are late."]
    >>> passages = pd.DataFrame({"article_id": ["a", "b", "c"], "text": sentences, "kept": True})
    >>> assign_stories(articles, passages).tolist()
    ['a', 'a', 'c']
    """
    ids = articles["article_id"].tolist()
    groups = _kept_rows(passages)
    rows = [groups.get(article_id, np.zeros(0, int)) for article_id in ids]
    contents = Contents.of(rows, passages["text"].to_numpy(), workers or Workers())
    settled = _still_settled(settled, ids, contents.template)
    new = ~np.isin(ids, settled.index) if len(settled) else np.ones(len(ids), bool)
    pairs = contents.copies(new)
    if vectors is not None and len(passages):
        pairs |= contents.agreeing(
            find_translations(rows, passages, as_float32(vectors), new), TRANSLATED_NUMBERS
        )
    number = {article_id: i for i, article_id in enumerate(ids)}
    pairs |= {(number[article_id], number[story]) for article_id, story in settled.items()}
    return pd.Series(_smallest(ids, pairs), index=articles.index, name="story_id", dtype=object)


@dataclass
class Contents:
    """What each of n articles tells: its sentences, its trigrams with and without boilerplate."""

    rows: list[np.ndarray]  # of its kept passages
    texts: np.ndarray  # of all passages
    digests: list[bytes]  # the same for the same words only; empty without any
    all: list[np.ndarray]  # sorted trigrams
    own: list[np.ndarray]  # those that are not boilerplate
    template: np.ndarray  # (n,) bool: a filled form

    @classmethod
    def of(cls, rows: list[np.ndarray], texts: np.ndarray, workers: Workers) -> "Contents":
        parts = (["\n".join(texts[own]) for own in rows[part]] for part in chunks(len(rows), PART))
        contents = list(chain.from_iterable(workers.map(_contents, parts)))
        digests = [digest for _, digest in contents]
        every = [grams for grams, _ in contents]
        del contents  # of 3,000,000 passages, the trigrams weigh 500 MB each time they are kept
        boilerplate = find_boilerplate(every)
        for article, grams in enumerate(every):
            every[article] = np.unique(grams)
        own = [_without(grams, boilerplate) for grams in every]
        left = np.array([len(some) for some in own])
        full = np.array([len(some) for some in every])
        template = (left < full) & (left <= (1 - TEMPLATE) * full)
        return cls(rows, texts, digests, every, own, template)

    def copies(self, new: np.ndarray) -> set[tuple[int, int]]:
        """Pairs that tell the same in one language, of which one at least is ``new``, a mask."""
        filled = [own.tobytes() if form else b"" for own, form in zip(self.own, self.template, strict=True)]
        found = find_copies(self.own, new) | _equal(filled)
        alike = {
            (i, j) for i, j in found if containment(self.all[i], self.all[j]) >= CONTAINED
        }  # whole texts too
        near = self.agreeing(alike, 0)
        return {pair for pair in near if not figures_differ(*map(self.sentences, pair))} | _equal(
            self.digests
        )

    def agreeing(self, pairs: set[tuple[int, int]], least: float) -> set[tuple[int, int]]:
        """Those of the pairs of which ``least`` of the numbers agree, or enough where a template is filled."""
        said = {i: numbers("\n".join(self.sentences(i))) for pair in pairs for i in pair}
        wanted = np.where(self.template, TEMPLATE_NUMBERS, least)
        return {(i, j) for i, j in pairs if numbers_agree(said[i], said[j], max(wanted[i], wanted[j]))}

    def sentences(self, article: int) -> list[str]:
        return self.texts[self.rows[article]].tolist()


def _contents(texts: list[str]) -> list[tuple[np.ndarray, bytes]]:
    """The trigrams of each text and its digest; the words would weigh ten times as much."""
    return [(shingles(own), _digest(own)) for own in map(words, texts)]


def _without(grams: np.ndarray, boilerplate: np.ndarray) -> np.ndarray:
    """The trigrams of a sorted set that are no boilerplate; the set itself where none is."""
    own = np.setdiff1d(grams, boilerplate, assume_unique=True)
    return grams if len(own) == len(grams) else own


def _still_settled(settled: pd.Series | None, ids: list[str], template: np.ndarray) -> pd.Series:
    """The settled stories without filled templates, and without articles that were one story with these."""
    if settled is None:
        return pd.Series(dtype=object)
    forms = {article_id for article_id, form in zip(ids, template, strict=True) if form}
    open_again = set(settled[settled.index.isin(forms)])
    return settled[~settled.isin(open_again)]


def _kept_rows(passages: pd.DataFrame) -> dict[str, np.ndarray]:
    kept = np.flatnonzero(passages["kept"].to_numpy(dtype=bool))
    order = passages["article_id"].to_numpy()[kept]
    return {article_id: kept[rows] for article_id, rows in pd.Series(kept).groupby(order).indices.items()}


def _digest(words: list[str]) -> bytes:
    return blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=16).digest() if words else b""


def _equal(keys: list[bytes]) -> set[tuple[int, int]]:
    """Each article with the first that has the same key; none where that is empty."""
    first: dict[bytes, int] = {}
    return {(first.setdefault(key, i), i) for i, key in enumerate(keys) if key}


def _smallest(ids: list[str], pairs: set[tuple[int, int]]) -> list[str]:
    """The smallest id of each one's component."""
    name: dict[int, str] = {}
    group = connected_components(pairs, len(ids)).tolist()
    for article_id, component in sorted(zip(ids, group, strict=True)):
        name.setdefault(component, article_id)
    return [name[component] for component in group]
