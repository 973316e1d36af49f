"""Finer topics underneath the topics, as one table."""

from collections import Counter

import numpy as np
import pandas as pd

from newsthemes.topics.table import plain

SMALLEST, LEAST_SHARE = 5, 0.1  # texts, and of its topic: less is no topic of its own


def split(assignment, finer):
    """(n,) number of the finer topic inside its topic, from 0 by falling size, -1 for none.

    A text's finer label counts inside its topic only, so the two levels nest; parts that are
    too small are left with the topic itself, and a topic in one piece has no finer ones.
    """
    inside = np.full(len(assignment), -1)
    for topic in range(assignment.max(initial=-1) + 1):
        rows = np.flatnonzero((assignment == topic) & (finer >= 0))
        labels, sizes = np.unique(finer[rows], return_counts=True)
        large = labels[sizes >= max(SMALLEST, LEAST_SHARE * len(rows))]
        if len(large) < 2:
            continue
        order = sorted(large.tolist(), key=lambda label: (-sizes[labels == label][0], label))
        for number, label in enumerate(order):
            inside[rows[finer[rows] == label]] = number
    return inside


def finer_terms(terms, labels, inside):
    """{id: TopicTerms} of the finer topics, from the CorpusTerms of the same texts."""
    names = sorted(
        {(topic, part) for topic, part in zip(labels.tolist(), inside.tolist(), strict=True) if part >= 0}
    )
    number = {name: place for place, name in enumerate(names)}
    flat = [number.get(pair, -1) for pair in zip(labels.tolist(), inside.tolist(), strict=True)]
    found = terms.of(np.array(flat, int), len(names))
    return {f"{topic}.{part}": found[place] for (topic, part), place in number.items()}


def hierarchy(assignment, inside, topic_labels, finer_terms):
    """DataFrame id, parent, level (0 for topics, 1 for finer ones), topic, size, label, terms, terms_english.

    Ids are str: ``"3"`` for topic 3, ``"3.1"`` for its second finer topic. ``finer_terms``: {id: TopicTerms}.
    """
    rows = []
    for topic, terms in enumerate(topic_labels):
        rows.append((str(topic), None, 0, topic, 0, terms))
        for number in range(inside[assignment == topic].max(initial=-1) + 1):
            name = f"{topic}.{number}"
            rows.append((name, str(topic), 1, topic, 0, finer_terms[name]))
    table = pd.DataFrame(rows, columns=["id", "parent", "level", "topic", "size", "found"])
    table["label"] = [terms.label for terms in table["found"]]
    table["terms"] = ["; ".join(terms.terms) for terms in table["found"]]
    table["terms_english"] = ["; ".join(terms.english) for terms in table["found"]]
    return resized(plain(table.drop(columns="found")), assignment, inside)


def resized(tree, assignment, inside):
    """The hierarchy with its sizes as these texts make them."""
    whole = Counter(assignment.tolist())
    parts = Counter(zip(assignment.tolist(), inside.tolist(), strict=True))
    counted = [
        parts[topic, int(name.split(".")[1])] if level else whole[topic]
        for name, level, topic in zip(tree["id"], tree["level"], tree["topic"], strict=True)
    ]
    return tree.assign(size=np.array(counted, int))
