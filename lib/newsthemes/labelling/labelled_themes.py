"""The corrected shares of all themes whose sheet holds labels."""

from pathlib import Path

import pandas as pd

from newsthemes.labelling.shares import COLUMNS, corrected_share
from newsthemes.labelling.sheet import read_sheet, sheet_path
from newsthemes.results.study_tables import StudyTables


def labelled_sheets(out: str | Path | None, themes: list[str]) -> dict[str, Path]:
    """Return {theme: its sheet beside a result folder} of the themes with a label. Raises InputError for a sheet that
    can't be read."""
    paths = {} if out is None else {theme: sheet_path(out, theme) for theme in themes}
    return {
        theme: path
        for theme, path in paths.items()
        if path.exists() and read_sheet(path)["label"].notna().any()
    }


def corrected_shares(
    study: StudyTables, out: str | Path | None, themes: list[str], by: str | None = None
) -> pd.DataFrame:
    """Return the rows of ``corrected_share`` of every theme with labels, ``group`` for the column ``by``.

    ``out``: the result folder beside which the sheets lie. Raises InputError for a sheet of another study.

    >>> corrected_shares(study, None, ["bread"]).columns.tolist()[:4]
    ['theme', 'group', 'share', 'low']
    """
    tables = [
        corrected_share(study, theme, path, by).rename(columns={by: "group"} if by else {})
        for theme, path in labelled_sheets(out, themes).items()
    ]
    columns = ["theme", "group", *COLUMNS[1:]]
    if not tables:
        return pd.DataFrame(columns=columns)
    table = pd.concat(tables, ignore_index=True)
    return (table if by else table.assign(group="all"))[columns]
