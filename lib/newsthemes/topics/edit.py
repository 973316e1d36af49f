"""Topics as people want them: renamed, merged, divided; and which are alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from newsthemes.arrays import RowView
from newsthemes.errors import InputError
from newsthemes.topics import cooccurrence_test as shuffle_test
from newsthemes.topics import evidence_level as levels
from newsthemes.topics.assign import centroids_of
from newsthemes.topics.corpus_terms import corpus_terms
from newsthemes.topics.distinct_texts import checked, first_alike, flags
from newsthemes.topics.layer import Layer
from newsthemes.topics.representative import quotes
from newsthemes.topics.table import topic_table
from newsthemes.topics.typical import with_headlines
from newsthemes.topics.vocabulary import read_aliases

if TYPE_CHECKING:
    from newsthemes.topics.model import Topics


def renamed(topics: "Topics", names: Mapping[int, str]) -> "Topics":
    """The topics with names in the place of labels; see :meth:`~newsthemes.topics.model.Topics.rename`."""
    known = set(topics.table["topic"])
    for topic, name in names.items():
        if topic not in known:
            raise InputError(f"rename: no topic {topic!r}; there are 0 to {len(topics) - 1}")
        if not str(name).strip():
            raise InputError(f"rename: topic {topic} with an empty name")
    names = {int(topic): " ".join(str(name).split()) for topic, name in names.items()}
    label = topics.table["topic"].map(names)
    table = topics.table.assign(label=label.where(label.notna(), topics.table["label"]).astype(object))
    layers = topics.with_main(replace(topics.layer, table=table))
    claims = levels.renamed_claims(topics.claims, topics.table, table)
    return replace(layers, names={**topics.names, **names}, claims=claims)


def merged(
    topics: "Topics",
    groups: Sequence[int] | Sequence[Sequence[int]],
    texts: Sequence[str],
    vectors: np.ndarray | RowView,
    about: Mapping[str, Sequence[Any] | np.ndarray | None],
    headlines: Sequence[bool | None] | np.ndarray | None = None,
) -> "Topics":
    """The topics with each group of them made one; see :meth:`~newsthemes.topics.model.Topics.merge`."""
    lists = [groups] if groups and np.ndim(groups[0]) == 0 else groups
    owner = np.arange(len(topics))
    for group in map(list, cast(Sequence[Sequence[int]], lists)):
        _check_known(topics, group, "merge")
        owner[group] = owner[group].min()
    labels = np.where(topics.assignment >= 0, np.r_[owner, -1][topics.assignment], -1)
    membership = np.zeros_like(topics.layer.membership)
    np.add.at(membership.T, owner, topics.layer.membership.T)
    return _regrouped(topics, labels, membership, owner, texts, vectors, about, headlines)


def divided(
    topics: "Topics",
    topic: int,
    texts: Sequence[str],
    vectors: np.ndarray | RowView,
    about: Mapping[str, Sequence[Any] | np.ndarray | None],
    headlines: Sequence[bool | None] | np.ndarray | None = None,
) -> "Topics":
    """The topics with one of them in the finer ones inside it; see :meth:`~newsthemes.topics.model.Topics.split`."""
    _check_known(topics, [topic], "split")
    finer = topics.layers[topics.main + 1] if topics.main + 1 < len(topics.layers) else None
    parts = (
        []
        if finer is None or not finer.is_nested
        else finer.table.loc[finer.table["parent"] == topic, "topic"]
    )
    if len(parts) < 2:
        raise InputError(f"split: topic {topic} has no finer topics inside it; see .hierarchy")
    labels, membership = topics.assignment.copy(), topics.layer.membership.copy()
    columns = [finer.membership[:, part] for part in parts]
    for number, part in enumerate(parts):
        labels[(topics.assignment == topic) & (finer.assignment == part)] = len(topics) + number
    membership[:, topic] = 0
    owner = np.r_[np.arange(len(topics)), np.full(len(parts), topic)]
    return _regrouped(
        topics, labels, np.column_stack([membership, *columns]), owner, texts, vectors, about, headlines
    )


def similar_topics(topics: "Topics") -> pd.DataFrame:
    """DataFrame topic, other, similarity (cosine of their means), the most alike first; each pair once."""
    one, other = np.triu_indices(len(topics), 1)
    cosines = np.round((topics.centroids @ topics.centroids.T)[one, other], 6)
    table = pd.DataFrame({"topic": one, "other": other, "similarity": cosines})
    return table.sort_values(
        ["similarity", "topic", "other"], ascending=[False, True, True], ignore_index=True
    )


def _check_known(topics: "Topics", ids: Iterable[int], what: str) -> None:
    for topic in ids:
        if topic not in set(topics.table["topic"]):
            raise InputError(f"{what}: no topic {topic!r}; there are 0 to {len(topics) - 1}")


def _regrouped(
    topics: "Topics",
    labels: np.ndarray,
    membership: np.ndarray,
    owner: np.ndarray,
    texts: Sequence[str],
    vectors: np.ndarray | RowView,
    about: Mapping[str, Sequence[Any] | np.ndarray | None],
    headlines: Sequence[bool | None] | np.ndarray | None,
) -> "Topics":
    """Topics with a main layer made by hand. ``owner`` (k,): the former topic of each of ``labels``; stability is null
    where a topic is no longer what was resampled."""
    texts, vectors, about = checked(texts, vectors, about)
    headlines = flags(headlines, len(texts))
    ids, sizes = np.unique(labels[labels >= 0], return_counts=True)
    order = ids[np.lexsort((ids, -sizes))]
    number = np.full(max(len(owner), labels.max(initial=-1) + 1) + 1, -1)
    number[order] = np.arange(len(order))
    assignment = number[labels]
    same = [(np.array_equal(labels == topic, topics.assignment == owner[topic])) for topic in order]
    stability = np.where(same, topics.table["stability"].to_numpy(float)[owner[order]], np.nan)
    parent = topics.table["parent"].array[owner[order]]
    table = _table(assignment, stability, parent, texts, vectors, about, headlines)
    strength = np.where(assignment >= 0, topics.strength, 0.0)
    layer = replace(
        topics.layer, assignment=assignment, strength=strength, table=table, membership=membership[:, order]
    )
    changed = replace(topics.with_main(layer), names={}, proposals=topics.proposals.iloc[:0])
    own = topics.names.keys() - set(topics.proposals["topic"])  # those that people gave
    kept = {
        number[topic]: topics.names[topic] for topic in sorted(own) if topic in order and same[number[topic]]
    }
    changed = replace(
        changed,
        layers=_parents_renumbered(changed, assignment),
        placement=replace(topics.placement, membership=layer.membership),
        centroids=centroids_of(vectors, np.arange(len(texts)), assignment, len(order)),
        quotes=quotes(texts, vectors, assignment, strength, about["sources"], about["stories"]),
    )
    distinct = int((first_alike(texts, vectors, about["languages"]) == np.arange(len(texts))).sum())
    claims = levels.claims(len(texts), distinct, changed.layers, changed.main, about)
    return renamed(replace(changed, claims=claims), kept)


def _table(
    assignment: np.ndarray,
    stability: np.ndarray,
    parent: ArrayLike,
    texts: Sequence[str],
    vectors: np.ndarray | RowView,
    about: Mapping[str, np.ndarray | None],
    headlines: np.ndarray,
) -> pd.DataFrame:
    rows = np.arange(len(texts))
    terms = corpus_terms(texts, rows, _spoken(about, texts), read_aliases(), about, headlines)
    pairs = shuffle_test.cooccurrence(terms, assignment, len(stability))
    own, typical = with_headlines(
        terms.of(assignment, len(stability)), texts, vectors, assignment, about, headlines
    )
    return topic_table(assignment, stability, pairs, own, parent, typical, **about)


def _spoken(about: Mapping[str, np.ndarray | None], texts: Sequence[str]) -> list[str]:
    return [""] * len(texts) if about["languages"] is None else [name or "" for name in about["languages"]]


def _parents_renumbered(topics: "Topics", assignment: np.ndarray) -> tuple[Layer, ...]:
    """The layers with the topics of the next finer one inside those that most of their texts are in now."""
    layers = list(topics.layers)
    if topics.main + 1 < len(layers) and layers[topics.main + 1].is_nested:
        finer = layers[topics.main + 1]
        votes = np.zeros((len(finer), len(topics)), int)
        both = (finer.assignment >= 0) & (assignment >= 0)
        np.add.at(votes, (finer.assignment[both], assignment[both]), 1)
        table = finer.table.assign(parent=pd.array(votes.argmax(1), dtype="Int64"))
        layers[topics.main + 1] = replace(finer, table=table)
    return tuple(layers)
