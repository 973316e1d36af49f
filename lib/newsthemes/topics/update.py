"""Topics that were found → the same topics in a corpus that has grown or shrunk since."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from newsthemes.arrays import RowView
from newsthemes.errors import InputError
from newsthemes.topics import evidence_level as levels
from newsthemes.topics.article_context import article_members, with_article_means
from newsthemes.topics.distinct_texts import checked, distinct, first_alike, numbered
from newsthemes.topics.layer import Layer
from newsthemes.topics.representative import QUOTES, quotes
from newsthemes.topics.table import recounted

if TYPE_CHECKING:
    from newsthemes.topics.model import Topics


def extended(
    topics: "Topics",
    texts: Sequence[str | None],
    vectors: np.ndarray | RowView,
    about: Mapping[str, Sequence[Any] | np.ndarray | None],
    earlier: Sequence[int] | np.ndarray,
) -> "Topics":
    """The Topics of all these texts; see :meth:`~newsthemes.topics.model.Topics.extended`."""
    texts, vectors, about = checked(texts, vectors, about)
    earlier = _checked(earlier, len(texts), len(topics.assignment))
    topics.placement.check(vectors)
    alike = first_alike(texts, vectors, about["languages"])
    rows = _with_copies(earlier, alike)
    new = np.flatnonzero((rows < 0) & (alike >= 0))
    fitted = np.zeros(len(texts), bool)
    fitted[earlier >= 0] = topics.fitted[earlier[earlier >= 0]]
    layers = _grown(topics.layers, rows, *_placed(topics, texts, vectors, about, new))
    layers = [
        replace(layer, table=recounted(layer.table, layer.assignment, **about)) if len(layer) else layer
        for layer in layers
    ]
    count = int((alike == np.arange(len(alike))).sum())
    main, rejected = topics.main, topics.rejected_by_shuffle_test
    assignment, strength = layers[main].assignment, layers[main].strength
    whole = replace(
        topics,
        layers=tuple(layers),
        quotes=_quotes(topics, texts, vectors, assignment, strength, about, earlier),
        evidence_level=levels.evidence_level(count),
        fitted=fitted,
        articles=numbered(about["articles"], len(texts)),
        stories=numbered(about["stories"] if about["stories"] is not None else about["articles"], len(texts)),
    )
    flat = any("No grain stands out" in claim for claim in topics.claims)
    claims = levels.claims(len(texts), count, layers, main, about, flat, rejected)
    return replace(whole, claims=claims + levels.growth_claims(whole.added, whole.gone))


def _grown(
    layers: Sequence[Layer],
    rows: np.ndarray,
    new: np.ndarray,
    placed: Sequence[tuple[np.ndarray, np.ndarray]],
) -> list[Layer]:
    """The layers with old texts where they were and ``new`` ones where they are ``placed``, inside the topic of the
    coarser layer where layers nest."""
    grown = []
    for layer, (ids, sure) in zip(layers, placed, strict=True):
        assignment, strength = (
            np.where(rows >= 0, old[rows], missing).astype(old.dtype)
            if len(old)
            else np.full(len(rows), missing)
            for old, missing in ((layer.assignment, -1), (layer.strength, 0.0))
        )
        assignment[new], strength[new] = ids, sure
        grown.append(replace(layer, assignment=assignment, strength=strength))
    return grown


def _checked(earlier: Sequence[int] | np.ndarray, count: int, known: int) -> np.ndarray:
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


def _with_copies(earlier: np.ndarray, alike: np.ndarray) -> np.ndarray:
    """``earlier`` with the old row of their text for new copies of old texts too."""
    old = np.flatnonzero((earlier >= 0) & (alike >= 0))
    owner = np.full(len(earlier), -1)
    owner[alike[old]] = earlier[old]
    return np.where((earlier < 0) & (alike >= 0), owner[alike], earlier)


def _placed(
    topics: "Topics",
    texts: Sequence[str],
    vectors: np.ndarray | RowView,
    about: Mapping[str, np.ndarray | None],
    new: np.ndarray,
) -> tuple[np.ndarray, list[tuple[np.ndarray, np.ndarray]]]:
    """(new, [(topic, strength)] of the new texts, one for each layer), in the light of all that their articles say;
    inside the topic of the coarser layer where layers nest."""
    if not len(new):
        return new, [(new, np.zeros(0))] * len(topics.layers)
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
    seen = with_article_means(rows.vectors, article_members(articles, rows.place))
    asked = rows.place[np.searchsorted(looked_at, new)]
    memberships = [layer.membership for layer in topics.layers]
    parents = [_parents(layer) for layer in topics.layers]
    spoken = None if spoken is None else rows.languages[asked]
    return new, topics.placement.assign_nested(memberships, parents, topics.main, seen[asked], spoken)


def _parents(layer: Layer) -> np.ndarray | None:
    return layer.table["parent"].to_numpy(int) if layer.is_nested else None


def _quotes(
    topics: "Topics",
    texts: Sequence[str],
    vectors: np.ndarray | RowView,
    assignment: np.ndarray,
    strength: np.ndarray,
    about: Mapping[str, np.ndarray | None],
    earlier: np.ndarray,
) -> pd.DataFrame:
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
    both = pd.concat([kept[~kept["topic"].isin(again)], found], ignore_index=True)
    return both.sort_values(["topic", "rank"], ignore_index=True).astype(int)
