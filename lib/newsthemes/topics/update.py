"""Topics that were found → the same topics in a corpus that has grown or shrunk since."""

from dataclasses import replace

import numpy as np

from newsthemes.errors import InputError
from newsthemes.topics import evidence_level as ladder
from newsthemes.topics.article_context import in_context, told
from newsthemes.topics.distinct_texts import checked, distinct, first_alike
from newsthemes.topics.hierarchy import resized
from newsthemes.topics.representative import QUOTES, quotes
from newsthemes.topics.table import recounted


def extended(topics, texts, vectors, about, earlier):
    """The Topics of all these texts; see :meth:`~newsthemes.topics.model.Topics.extended`."""
    texts, vectors, about = checked(texts, vectors, about)
    earlier = _checked(earlier, len(texts), len(topics.assignment))
    topics.placement.check(vectors)
    alike = first_alike(texts, vectors, about["languages"])
    rows = _with_copies(earlier, alike)
    new = np.flatnonzero((rows < 0) & (alike >= 0))
    assignment, strength, finer = (
        np.where(rows >= 0, old[rows], missing).astype(old.dtype) if len(old) else np.full(len(rows), missing)
        for old, missing in ((topics.assignment, -1), (topics.strength, 0.0), (topics.finer, -1))
    )
    if len(new) and len(topics):
        assignment[new], strength[new], finer[new] = _placed(topics, texts, vectors, about, new)
    fitted = np.zeros(len(texts), bool)
    fitted[earlier >= 0] = topics.fitted[earlier[earlier >= 0]]
    table = recounted(topics.table, assignment, **about)
    count = int((alike == np.arange(len(alike))).sum())
    claims = ladder.claims(len(texts), count, table, int((assignment < 0).sum()), topics.refuted)
    whole = replace(
        topics,
        assignment=assignment,
        strength=strength,
        finer=finer,
        table=table,
        hierarchy=resized(topics.hierarchy, assignment, finer),
        quotes=_quotes(topics, texts, vectors, assignment, strength, about, earlier),
        rung=ladder.rung(count),
        fitted=fitted,
    )
    return replace(whole, claims=claims + ladder.since(whole.added, whole.gone))


def _checked(earlier, count, known):
    earlier = np.asarray(earlier)
    if earlier.shape != (count,) or not (earlier.dtype.kind in "iu" or not count):
        raise InputError(
            f"extended: {count} texts but 'earlier' of shape {earlier.shape}; give one row number a text"
        )
    earlier = earlier.astype(int)
    if count and not (earlier.min() >= -1 and earlier.max() < known):
        raise InputError(
            f"extended: 'earlier' runs from {earlier.min()} to {earlier.max()}; these topics were found in {known} "
            "texts, so expected -1 (a new text) or a row from 0"
        )
    old = earlier[earlier >= 0]
    if len(np.unique(old)) < len(old):
        raise InputError("extended: 'earlier' names a row twice; a copy of an old text is a new one (-1)")
    return earlier


def _with_copies(earlier, alike):
    """``earlier`` with the old row of their text for new copies of old texts too."""
    old = np.flatnonzero((earlier >= 0) & (alike >= 0))
    owner = np.full(len(earlier), -1)
    owner[alike[old]] = earlier[old]
    return np.where((earlier < 0) & (alike >= 0), owner[alike], earlier)


def _placed(topics, texts, vectors, about, new):
    """(topic, strength, finer) of new texts, in the light of all that their articles say."""
    articles, spoken = about["articles"] if topics.context else None, about["languages"]
    looked_at = new
    if articles is not None:
        named = {name for name in articles[new] if name is not None}
        looked_at = np.union1d(new, np.flatnonzero([name in named for name in articles]))
        articles = articles[looked_at]
    rows = distinct(
        [texts[row] for row in looked_at],
        vectors[looked_at],
        None if spoken is None else spoken[looked_at],
    )
    seen = in_context(rows.vectors, told(articles, rows.place))
    asked = rows.place[np.searchsorted(looked_at, new)]
    return topics.placement.place_finer(seen[asked], None if spoken is None else rows.languages[asked])


def _quotes(topics, texts, vectors, assignment, strength, about, earlier):
    """The quotes by their present rows; those of a topic anew where one of them is gone, or where there were too
    few and texts came in."""
    now = np.full(len(topics.assignment), -1)
    now[earlier[earlier >= 0]] = np.flatnonzero(earlier >= 0)
    kept = topics.quotes.assign(row=now[topics.quotes["row"].to_numpy(int)])
    lost = set(kept.loc[kept["row"] < 0, "topic"])
    said = kept["topic"].value_counts()
    poor = {topic for topic in set(assignment[earlier < 0]) - {-1} if said.get(topic, 0) < QUOTES}
    again = sorted(map(int, lost | poor))
    if not again:
        return kept
    found = quotes(texts, vectors, assignment, strength, about["sources"], about["stories"], again)
    import pandas as pd

    both = pd.concat([kept[~kept["topic"].isin(again)], found], ignore_index=True)
    return both.sort_values(["topic", "rank"], ignore_index=True).astype(int)
