"""What the command `newsthemes label` says: where the sheet is, and what its labels tell so far."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsthemes.labelling.agreement import agreement
from newsthemes.labelling.label_page import write_label_page
from newsthemes.labelling.sheet import labels_in_order, read_sheet, sheet_path, to_settle
from newsthemes.results.study_tables import StudyTables

if TYPE_CHECKING:
    from newsthemes.study import Study

PARTS = (None, "language", "source")


def label_theme(
    study: "Study",
    theme: str,
    n: int,
    to: str | Path | None = None,
    second: str | Path | None = None,
    page: str | Path | None = None,
) -> str:
    """Draw or extend the sheet of a theme and return what is known so far, as lines of text.

    ``to``: the sheet, by default beside the result folder. ``second``: the sheet of a second
    coder. ``page``: an html file to write the sheet to, for a coder without Python.
    """
    theme = study.theme_id(theme)
    path = to or sheet_path(study.out, theme)
    other = None if second is None else read_sheet(second)
    sheet = study.to_label(theme, n, path)
    done = int(sheet["label"].notna().sum())
    lines = [f"{path}: {len(sheet)} passages, {done} labelled; write yes or no into the column 'label'"]
    if page is not None:
        definition = next((known.definition for known in study.theme_definitions if known.id == theme), "")
        write_label_page(sheet, page, study.theme_definitions.names[theme], definition)
        lines.append(
            f"{page}: the same passages for a coder without Python; the download of the page is a sheet"
        )
    if done:
        tables = [study.corrected_share(theme, sheet, by) for by in PARTS if by is None or _parts(study, by)]
        lines += [_line(row, table.columns[1]) for table in tables for row in table.to_dict("records")]
    if other is not None:
        lines += _agreement(pd.DataFrame(sheet), other)
    return "\n".join(lines)


def _parts(study: StudyTables, by: str) -> bool:
    return by in study.articles and study.articles[by].nunique() > 1


def _line(row: Any, group: str) -> str:
    name = "all" if group == "share" else f"{group} {row[group]}"
    if pd.isna(row["share"]):
        return f"{name}: {row['note']}"
    share = f"{name}: {row['share']:.1%} of passages"
    if pd.notna(row["low"]):
        share += f" ({row['low']:.1%} to {row['high']:.1%})"
    more = row["more_labels"]
    lacking = f"; {more} more labels for ±3 points" if pd.notna(more) and more > 0 and not row["note"] else ""
    note = f"; {row['note']}" if row["note"] else ""
    return f"{share}, uncorrected {row['uncorrected']:.1%}, {row['labels']} labels{lacking}{note}"


def _agreement(sheet: pd.DataFrame, other: pd.DataFrame) -> list[str]:
    table = agreement(sheet["label"], labels_in_order(sheet, other))
    lines = [
        f"{row.coefficient}: {row.note}"
        if row.note
        else f"{row.coefficient}: {row.value:.2f} ({row.low:.2f} to {row.high:.2f}), {row.n} passages"
        for row in table.itertuples()
    ]
    differ = to_settle(sheet, other)["passage_id"]
    return [*lines, f"to settle: {', '.join(differ) or 'none'}"]
