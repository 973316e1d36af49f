"""What the shares of each group are made from: its totals, the errors on its labels, its sources."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from newsthemes.prevalence.rows import Rows
from newsthemes.prevalence.totals import Errors, Totals, totals


class Group(NamedTuple):
    """What the shares of a group are made from: {(measure, unit): Totals}, {(measure, unit): Errors} of its labelled
    passages, the known sources with each theme (None where no source is known) and the articles in which themes are not
    measured."""

    totals: dict[tuple[str, str], Totals]
    errors: dict[tuple[str, str], Errors]
    sources: np.ndarray | None
    unmeasured: int


def groups_of(
    by: tuple[str, ...], columns: dict[str, np.ndarray], rows: Rows, kinds: dict[tuple[str, str], Rows]
) -> dict[tuple, Group]:
    """{(by, value of each column): Group}, sorted by the values as text."""
    beside = [values for name, values in columns.items() if name != "source"]
    sources = {values: _sources_per_theme(rows.take(at)) for values, at in _groups(rows, beside)}
    found = {}
    for values, at in _groups(rows, list(columns.values())):
        here = np.zeros(len(rows.place), bool)
        here[at] = True
        taken = {id(part): part.take(here[rows.measured]) for part in kinds.values()}  # kinds share them
        mine = {kind: taken[id(part)] for kind, part in kinds.items()}
        parts = {kind: totals(part, *kind) for kind, part in mine.items()}
        labelled = {kind: part for kind, part in mine.items() if part.truth is not None and kind[0] != "main"}
        errors = {kind: Errors.of(part, kind[0]) for kind, part in labelled.items()}
        group = rows.take(at)
        lost = len(np.setdiff1d(group.article, group.article[group.measured]))
        key = tuple(value for value, name in zip(values, by, strict=True) if name != "source")
        found[by, values] = Group(parts, errors, sources[key], lost)
    return found


def _groups(rows: Rows, columns: list[np.ndarray]) -> list[tuple[tuple, np.ndarray]]:
    """[(value of each column, its rows)]; without columns all rows, if there are any."""
    if not columns:
        return [((), np.arange(len(rows.place)))] if len(rows.place) else []
    grouped = pd.DataFrame(dict(enumerate(columns))).groupby(list(range(len(columns))), sort=False)
    groups = [(values, group.index.to_numpy()) for values, group in grouped]
    return sorted(groups, key=lambda item: [str(value) for value in item[0]])


def _sources_per_theme(rows: Rows) -> np.ndarray | None:
    """How many known sources carry each theme; None where no source is known."""
    rows = rows.take(rows.source >= 0)
    if not len(rows.source):
        return None
    found = np.zeros((rows.source.max() + 1, rows.carried.shape[1]))
    np.add.at(found, rows.source, rows.carried)
    return (found > 0).sum(0)
