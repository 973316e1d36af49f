"""Shares of passages about a theme, corrected by labels: in all and by group, and how many labels are lacking."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.labelling.estimator import (
    Estimate,
    Population,
    errs_alike,
    estimate,
    estimate_by_all,
    power_tuned,
)
from newsthemes.labelling.sampling import score_band
from newsthemes.labelling.sheet import read_sheet
from newsthemes.labelling.theme_sheet import check_theme
from newsthemes.labelling.units import Units, rows_of, units_of
from newsthemes.prevalence import passage_groups
from newsthemes.prevalence.intervals import CRITICAL
from newsthemes.results.folder import plain
from newsthemes.results.study_tables import StudyTables

WANTED = 0.03  # half of the width of the interval that ``more_labels`` is about
FEWEST_LABELS = (
    20  # in a group that is corrected by its own; intervals hold from there (benchmarks/labelling.py)
)
FEWEST_TO_TEST = 5  # in a group, to say that the classifier errs there as elsewhere
ALIKE = 0.1  # the p-value above which errors are taken to be alike
COLUMNS = ("theme", "share", "low", "high", "uncorrected", "labels", "corrected_by", "more_labels", "note")
OWN, ALL = "own labels", "labels of all groups"


def corrected_share(
    study: StudyTables, theme: str, labels: pd.DataFrame | str | Path, by: str | None = None
) -> pd.DataFrame:
    """Return the share of passages that carry a theme, corrected by labels: one row, or one per group of ``by``.

    ``theme``: an id. ``labels``: a sheet of :func:`to_label`, filled in, as a CSV file or a frame. ``by``: a column of
    the articles or passages, or "month". Copies of a story share one vote. Columns: theme, the group, share, low,
    high, uncorrected, labels, corrected_by, more_labels (to an interval of ±3 points; null where labels alone
    can't give it) and note. A group with few labels of its own is corrected by those of all groups if a test lets the
    classifier err alike in them, else its share is null and ``note`` says why; ``.attrs["errs_alike"]`` is the
    p-value. Raises InputError for a sheet that can't be used or has no label yet.

    >>> from newsthemes.labelling import to_label
    >>> sheet = to_label(study, "bread", 20)
    >>> sheet["label"] = sheet["text"].str.contains("bread|pain", case=False)
    >>> corrected_share(study, "bread", sheet)[["share", "uncorrected", "labels"]].round(3).values.tolist()
    [[0.214, 0.5, 14.0]]
    """
    name = "labels" if isinstance(labels, pd.DataFrame) else str(labels)
    sheet = read_sheet(labels)
    check_theme(sheet, theme, name)
    units = units_of(study, theme)
    everyone = _population(units, sheet, rows_of(sheet, units, study.kept, name), name)
    trust = power_tuned(everyone)
    present = np.bincount(units.of_passage, study.presence[theme].to_numpy(float), len(units.table))
    present = present / np.bincount(units.of_passage, minlength=len(units.table))
    if by is None:
        row = _row(estimate(everyone, trust), everyone, present, OWN)
        return _typed(pd.DataFrame([{"theme": theme, **row}])[list(COLUMNS)])
    values = passage_groups(by, study.articles, study.kept)
    first = np.unique(units.of_passage, return_index=True)[1]
    alike = errs_alike(everyone, values[first], FEWEST_TO_TEST, study.seed)
    rows = []
    for value in sorted(pd.unique(values), key=str):
        weight = units.weights(values == value)
        rows.append({"theme": theme, by: value, **_group(everyone, weight, trust, alike, present)})
    table = _typed(pd.DataFrame(rows)[["theme", by, *COLUMNS[1:]]])
    table.attrs["errs_alike"] = alike
    return table


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """The table with null, not NaN, where there is no number of labels and no text."""
    return plain(table.astype({"more_labels": "Int64", "corrected_by": object, "note": object}))


def _population(units: Units, sheet: pd.DataFrame, rows: np.ndarray, name: str) -> Population:
    labelled = sheet["label"].notna().to_numpy()
    if not labelled.any():
        raise InputError(f"{name}: nothing is labelled yet; write yes or no into the column 'label'")
    probability = sheet["probability"].to_numpy(float)
    if "stratum" in sheet:  # rows left empty: those labelled stand for them
        probability = probability * pd.Series(labelled).groupby(sheet["stratum"]).transform("mean").to_numpy(
            float
        )
    label, drawn = np.full(len(units.table), np.nan), np.ones(len(units.table))
    label[rows[labelled]], drawn[rows[labelled]] = (
        sheet["label"].to_numpy(float)[labelled],
        probability[labelled],
    )
    score, story = units.table["score"].to_numpy(float), units.table["story"].to_numpy(int)
    weight = units.weights(np.ones(len(units.of_passage), bool))
    return Population(weight, score, score_band(score), story, label, drawn)


def _group(
    everyone: Population, weight: np.ndarray, trust: float, alike: float | None, present: np.ndarray
) -> dict[str, Any]:
    """The row of a group: corrected by its own labels, by all labels, or not at all with the reason."""
    mine = everyone._replace(weight=weight)
    labels = int((~np.isnan(mine.label) & (weight > 0)).sum())
    if labels >= FEWEST_LABELS:
        return _row(estimate(mine, trust), mine, present, OWN)
    if labels >= FEWEST_TO_TEST and alike is not None and alike > ALIKE:
        found = estimate_by_all(everyone, trust, weight)
        return _row(found._replace(labels=labels), mine, present, ALL)
    few = f"{labels} labels here, {FEWEST_LABELS} are needed"
    differs = "the classifier errs differently in these groups" if labels >= FEWEST_TO_TEST else None
    nothing = dict.fromkeys(("share", "low", "high"), np.nan)
    uncorrected = float(weight @ present / weight.sum())
    return {
        **nothing,
        "uncorrected": uncorrected,
        "labels": labels,
        "corrected_by": None,
        "more_labels": FEWEST_LABELS - labels,
        "note": "not corrected: " + "; ".join(filter(None, (few, differs))),
    }


def _row(found: Estimate, units: Population, present: np.ndarray, corrected_by: str) -> dict[str, Any]:
    lacking, note = more_labels(found, int(((units.weight > 0) & np.isnan(units.label)).sum()))
    if found.labels < FEWEST_LABELS and corrected_by == OWN:
        note = f"{found.labels} labels only: no interval below {FEWEST_LABELS}"
        found, lacking = found._replace(low=np.nan, high=np.nan), FEWEST_LABELS - found.labels
    return {
        "share": found.share,
        "low": found.low,
        "high": found.high,
        "uncorrected": float(units.weight @ present / units.weight.sum()),
        "labels": found.labels,
        "corrected_by": corrected_by,
        "more_labels": lacking,
        "note": note,
    }


def more_labels(found: Estimate, unlabelled: int) -> tuple[int | None, str | None]:
    """Return (how many more labels bring the interval to ±3 points, None) or (None, why no number of them does)."""
    if (found.high - found.low) / 2 <= WANTED:
        return 0, None
    aim = (WANTED / CRITICAL) ** 2
    rest = found.variance - found.labelling
    if rest >= aim:
        return None, "±3 points need more stories, not more labels"
    more = math.ceil(found.labels * max(found.labelling / (aim - rest) - 1, 0)) or 1
    return min(more, unlabelled), None
