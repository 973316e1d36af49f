"""How far the labels of a theme have come, in a line: the share, its interval, and how many more are needed."""

from typing import Any

import pandas as pd

from newsthemes.labelling.agreement import agreement
from newsthemes.labelling.shares import corrected_share
from newsthemes.labelling.sheet import labels_in_order, read_sheet, to_settle


def progress(study: Any, theme: str, sheet: pd.DataFrame) -> dict:
    """Return share, low, high, labels, total, more_labels and ``line`` for a sheet as it stands; null where unknown."""
    done, total = int(sheet["label"].notna().sum()), len(sheet)
    nothing = dict.fromkeys(("share", "low", "high", "more_labels"))
    if not done:
        return {**nothing, "labels": 0, "total": total, "line": f"0 of {total} labelled"}
    row = corrected_share(study, theme, sheet).iloc[0]
    known = {name: None if pd.isna(row[name]) else float(row[name]) for name in ("share", "low", "high")}
    more = None if pd.isna(row["more_labels"]) else int(row["more_labels"])
    line = f"{done} of {total} labelled; {progress_line(known, more, row['note'])}"
    return {**known, "labels": done, "total": total, "more_labels": more, "line": line}


def progress_line(share: dict, more: int | None, note: str | None) -> str:
    """Return in words how sure a share is, and what would make it surer.

    >>> progress_line({"share": 0.2, "low": 0.14, "high": 0.26}, 40, None)
    '20.0% of passages, ±6 points now, about 40 more labels for ±3'
    """
    if share["low"] is None:
        return f"{share['share']:.1%} of passages so far; {note}; {more} more labels until then"
    half = 100 * (share["high"] - share["low"]) / 2
    said = f"{share['share']:.1%} of passages, ±{half:.0f} points now"
    if note:
        return f"{said}; {note}"
    return f"{said}, about {more} more labels for ±3" if more else f"{said}; that is enough for ±3"


def agreement_lines(first: pd.DataFrame, others: dict) -> list[str]:
    """Return how far each other coder agrees with the first sheet: a line per coder that shares labels with it."""
    lines = []
    for coder, path in others.items():
        second = read_sheet(path)
        labels = labels_in_order(first, second)
        both = int((first["label"].notna() & pd.notna(labels)).sum())
        if both:
            table = agreement(first["label"], labels).set_index("coefficient")["value"]
            said = ", ".join(f"{name} {value:.2f}" for name, value in table.items() if pd.notna(value))
            lines.append(f"{coder}: {said}, {both} passages, {len(to_settle(first, second))} to settle")
    return lines
