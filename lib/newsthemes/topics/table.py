"""One row a topic: size, stability, leak, independent evidence, terms."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from newsthemes.embedding.language_leak import group_leak
from newsthemes.topics.corpus_terms import TopicTerms
from newsthemes.topics.evidence_level import SOLID


def topic_table(
    assignment: np.ndarray,
    stability: np.ndarray,
    pairs: np.ndarray,
    terms: Sequence[TopicTerms],
    parent: ArrayLike | None = None,
    typical: Sequence[str | None] | None = None,
    languages: np.ndarray | None = None,
    articles: np.ndarray | None = None,
    stories: np.ndarray | None = None,
    sources: np.ndarray | None = None,
) -> pd.DataFrame:
    """DataFrame topic, label, typical, terms, terms_english, terms_stories, size, stability, solid, language_leak,
    cohesion, stories, largest_story, sources, single_source, parent.

    ``cohesion`` is how many times more often two of the topic's terms stand in one text than by chance (1 in
    shuffled text; null where fewer than one such pair is expected).

    ``stories`` counts story labels, else article labels, else texts; ``largest_story`` is the share of the topic's
    texts that are from one of them (null without such labels). ``typical``: the headline or sentence under the label.
    ``sources`` counts sources that are known, and ``single_source`` is whether that is exactly one, null where none is
    known. ``parent``: the topic of the next coarser layer that it lies inside, null where there is none. ``pairs`` (2,
    topics): observed and expected, see ``cooccurrence``.
    """
    counted = _evidence(len(terms), assignment, languages, articles, stories, sources)
    table = pd.DataFrame(
        {
            "topic": np.arange(len(terms)),
            "label": _unique([found.label for found in terms]),
            "typical": pd.array([None] * len(terms) if typical is None else typical, dtype=object),
            "terms": ["; ".join(found.terms) for found in terms],
            "terms_english": ["; ".join(found.english) for found in terms],
            "terms_stories": ["; ".join(map(str, found.stories)) for found in terms],
            "size": counted["size"],
            "stability": np.round(stability, 6),
            "solid": np.asarray(stability) >= SOLID,
            "language_leak": counted["language_leak"],
            "cohesion": [_ratio(*pair) for pair in pairs.T],
            "stories": counted["stories"],
            "largest_story": counted["largest_story"],
            "sources": counted["sources"],
            "single_source": counted["single_source"],
            "parent": pd.array([pd.NA] * len(terms) if parent is None else parent, dtype="Int64"),
        }
    )
    return plain(table.astype({"solid": bool}))


def recounted(
    table: pd.DataFrame,
    assignment: np.ndarray,
    languages: np.ndarray | None = None,
    articles: np.ndarray | None = None,
    stories: np.ndarray | None = None,
    sources: np.ndarray | None = None,
) -> pd.DataFrame:
    """The table of the same topics with what is counted in texts counted in these."""
    counted = _evidence(len(table), assignment, languages, articles, stories, sources)
    return plain(table.assign(**counted))


def _evidence(
    topics: int,
    assignment: np.ndarray,
    languages: np.ndarray | None,
    articles: np.ndarray | None,
    stories: np.ndarray | None,
    sources: np.ndarray | None,
) -> dict[str, Any]:
    """{column: a value a topic} of what is counted in texts."""
    placed = assignment >= 0
    leaks = {} if languages is None or not placed.any() else group_leak(assignment[placed], languages[placed])
    units = stories if stories is not None else articles
    order = np.argsort(assignment, kind="stable")
    sizes = np.bincount(assignment[placed], minlength=topics)[:topics]
    rows = np.split(order, int((~placed).sum()) + np.cumsum([0, *sizes]))[1:-1]
    counts = [_distinct(sources, inside) for inside in rows]
    return {
        "size": sizes,
        "language_leak": [round(leaks.get(topic, 0.0), 6) for topic in range(topics)],
        "stories": [_stories(units, inside) for inside in rows],
        "largest_story": np.array([_largest(units, inside) for inside in rows], float),
        "sources": counts,
        "single_source": [count == 1 if count else None for count in counts],
    }


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """The same table with its text columns as str objects and None where there is none, as it was before and
    after a file."""
    text = [name for name in table if not pd.api.types.is_numeric_dtype(table[name])]
    table = table.astype(dict.fromkeys(text, object))
    table[text] = table[text].where(table[text].notna(), None)
    return table


def _ratio(observed: float, expected: float) -> float:
    return round(observed / expected, 3) if expected >= 1 else np.nan


def _distinct(labels: np.ndarray | None, inside: np.ndarray) -> int:
    return 0 if labels is None else len({label for label in labels[inside] if label is not None})


def _stories(labels: np.ndarray | None, inside: np.ndarray) -> int:
    """Independent stories: labels that differ, and each text without a label as one of its own."""
    if labels is None:
        return len(inside)
    return _distinct(labels, inside) + sum(label is None for label in labels[inside])


def _largest(labels: np.ndarray | None, inside: np.ndarray) -> float:
    known = Counter() if labels is None else Counter(label for label in labels[inside] if label is not None)
    return round(max(known.values()) / len(inside), 6) if known else np.nan


def _unique(labels: Sequence[str]) -> list[str]:
    """Labels told apart by number where two are the same, "topic 3" where one is empty."""
    seen, distinct = {}, []
    for topic, label in enumerate(labels):
        label = label or f"topic {topic}"
        seen[label] = seen.get(label, 0) + 1
        distinct.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return distinct
