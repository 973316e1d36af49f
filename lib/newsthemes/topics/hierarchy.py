"""Topics and the finer ones inside them, as one table."""

from typing import Any

import numpy as np
import pandas as pd

from newsthemes.topics.layer import Layer


def subtopic_numbers(finer: Layer | None) -> dict[int, int]:
    """{topic of a finer layer: its number inside its parent, from 0 by falling size}; a topic in one piece has none."""
    numbers = {}
    if finer is None or not finer.is_nested:
        return numbers
    for _, inside in finer.table.groupby("parent"):
        if len(inside) > 1:
            numbers.update(zip(inside["topic"], range(len(inside)), strict=True))
    return numbers


def subtopics(assignment: np.ndarray, finer: Layer | None) -> np.ndarray:
    """(n,) the number of the finer topic inside its topic that each text is in, -1 for none. ``finer``: the next finer
    :class:`~newsthemes.topics.layer.Layer`, or None."""
    numbers = subtopic_numbers(finer)
    if not numbers:
        return np.full(len(assignment), -1)
    by_topic = np.full(len(finer) + 1, -1)
    by_topic[list(numbers)] = list(numbers.values())
    return np.where(assignment >= 0, by_topic[finer.assignment], -1)


def hierarchy(main: Layer, finer: Layer | None) -> pd.DataFrame:
    """DataFrame id, parent, level (0 for topics, 1 for finer ones), topic, size, label, terms, terms_english.

    Ids are str: ``"3"`` for topic 3, ``"3.1"`` for its second finer topic."""
    numbers = subtopic_numbers(finer)
    rows: list[tuple[Any, ...]] = []
    for topic in main.table.itertuples():
        rows.append((str(topic.topic), None, 0, topic.topic, *_shown(topic)))
        inside = [] if not numbers else finer.table[finer.table["parent"] == topic.topic].itertuples()
        for part in inside:
            if part.topic in numbers:
                name = f"{topic.topic}.{numbers[part.topic]}"
                rows.append((name, str(topic.topic), 1, topic.topic, *_shown(part)))
    columns = ["id", "parent", "level", "topic", "size", "label", "terms", "terms_english"]
    table = pd.DataFrame(rows, columns=columns)
    text = ["id", "parent", "label", "terms", "terms_english"]
    return table.astype({**dict.fromkeys(text, object), "level": int, "topic": int, "size": int})


def _shown(topic: Any) -> tuple[int, str, str, str]:
    return topic.size, topic.label, topic.terms, topic.terms_english
