"""Names that people gave to topics, in a table that reruns respect."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from newsthemes.errors import InputError

if TYPE_CHECKING:
    from newsthemes.topics.model import Topics

FILE = "topic-names.csv"
COLUMNS = ("topic", "terms", "name")
ALIKE = 0.5  # share of a topic's terms that a named one must have for the name to be its own


def names_table(
    topics: "Topics", names: Mapping[int, str], unmatched: Iterable[tuple[str, str]] = ()
) -> pd.DataFrame:
    """DataFrame topic, terms, name: a row for each topic, with an empty name where ``names`` {topic: name} has none;
    then the ``unmatched`` rows (terms, name), which name topics that are not there now."""
    rows = [
        (str(topic.topic), topic.terms, names.get(topic.topic, "")) for topic in topics.table.itertuples()
    ]
    return pd.DataFrame([*rows, *(("", terms, name) for terms, name in unmatched)], columns=COLUMNS)


def read_names(path: str | Path | None) -> list[tuple[str, str]]:
    """[(terms, name)] of the rows of a table as :func:`names_table` gives it that have a name; none where there is no
    such file. Raises InputError where it cannot be read."""
    if path is None or not Path(path).exists():
        return []
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{path}: cannot be read ({error}); expected a UTF-8 table {', '.join(COLUMNS)}"
        ) from None
    missing = [name for name in COLUMNS[1:] if rows and name not in rows[0]]
    if missing:
        raise InputError(f"{path}: no column '{missing[0]}'; expected {', '.join(COLUMNS)}")
    return [(row["terms"] or "", row["name"].strip()) for row in rows if (row["name"] or "").strip()]


def matched(
    topics: "Topics", named: Sequence[tuple[str, str]]
) -> tuple[dict[int, str], list[tuple[str, str]]]:
    """({topic: name}, [(terms, name)] that match none): each name goes to the topic that shares most of the terms it
    was given for, if at least half of them; a topic gets one name."""
    found, left, pairs = {}, [], []
    for number, (terms, _) in enumerate(named):
        wanted = set(terms.split("; "))
        for topic in topics.table.itertuples():
            shared = len(wanted & set(topic.terms.split("; "))) / len(wanted)
            if shared >= ALIKE:
                pairs.append((-shared, number, topic.topic))
    done = set()
    for _, number, topic in sorted(pairs):
        if number not in done and topic not in found:
            found[topic] = named[number][1]
            done.add(number)
    left = [row for number, row in enumerate(named) if number not in done]
    return found, left
