"""The sheet that a coder fills in: a CSV file with one row per passage."""

import os
from pathlib import Path

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.results.folder import write_table
from newsthemes.results.spreadsheet_cells import restored

COLUMNS = (
    "passage_id", "article_id", "language", "text", "gloss", "label", "theme", "stratum", "probability",
)  # fmt: skip
NEEDED = ("passage_id", "label", "probability")
YES, NO = ("yes", "y", "1", "1.0", "true"), ("no", "n", "0", "0.0", "false")


def sheet_path(out: str | Path, theme: str) -> Path:
    """Return where the sheet of a theme lies: beside the result folder, which is swapped by every run.

    >>> sheet_path("results", "chips").as_posix().endswith("/results-labels/chips.csv")
    True
    """
    folder = Path(out).resolve()
    return folder.with_name(f"{folder.name}-labels") / f"{theme}.csv"


def read_sheet(source: pd.DataFrame | str | Path) -> pd.DataFrame:
    """Return a sheet, from a CSV file or a frame, with ``label`` 1, 0 or NaN (not yet labelled).

    Labels are yes or no, also y, n, 1, 0, true, false. Separators , ; and tab are read, as spreadsheets write them.
    Raises InputError naming the file and row for anything else, and for a missing column.

    >>> sheet = pd.DataFrame({"passage_id": ["a:0", "a:6"], "label": ["yes", ""], "probability": ["0,5", "0.5"]})
    >>> read_sheet(sheet).values.tolist()
    [['a:0', 1.0, 0.5], ['a:6', nan, 0.5]]
    """
    name = "labels" if isinstance(source, pd.DataFrame) else str(source)
    table = source.copy() if isinstance(source, pd.DataFrame) else _read(Path(source))
    table = table.reset_index(drop=True)
    for column in NEEDED:
        if column not in table:
            found = ", ".join(map(str, table.columns)) or "none"
            raise InputError(f"{name}: column '{column}' is missing; found {found}")
    table["label"] = [_label(value, f"{name}, row {row}") for row, value in enumerate(table["label"], 2)]
    table["probability"] = [
        _probability(value, f"{name}, row {row}") for row, value in enumerate(table["probability"], 2)
    ]
    again = np.flatnonzero(table["passage_id"].duplicated())
    if len(again):
        row = again[0]
        raise InputError(
            f"{name}, row {row + 2}: passage '{table['passage_id'][row]}' is listed a second time; keep one of its rows"
        )
    return table


def write_sheet(table: pd.DataFrame, path: str | Path) -> None:
    """Write a sheet in one step: a reader sees the earlier one or this one, whole.

    >>> from tempfile import TemporaryDirectory
    >>> sheet = pd.DataFrame({"passage_id": ["a:0", "b:0"], "label": [1.0, 0.0], "probability": [0.5, 0.5]})
    >>> with TemporaryDirectory() as folder:
    ...     write_sheet(sheet, Path(folder, "bread.csv"))
    ...     Path(folder, "bread.csv").read_text(encoding="utf-8-sig").split()
    ['passage_id,label,probability', 'a:0,yes,0.5', 'b:0,no,0.5']
    """
    path = Path(path)
    shown = table.assign(label=[{1.0: "yes", 0.0: "no"}.get(value, "") for value in table["label"]])
    beside = path.with_name(f".{path.stem}.{os.getpid()}.csv")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_table(shown, beside)
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InputError(
            f"{path} can't be written ({error.strerror or error}); name another file with --to"
        ) from None


def _read(path: Path) -> pd.DataFrame:
    try:
        text = path.read_text(encoding="utf-8-sig")
        head = text.split("\n", 1)[0]
        separator = max(",;\t", key=head.count)
        table = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            f"labels {path} can't be read ({error.strerror or error}); first: newsthemes label"
        ) from None
    except (ValueError, pd.errors.ParserError) as error:
        reason = str(error).strip().splitlines()[0]
        raise InputError(f"labels {path} is no CSV table ({reason}); save it as UTF-8 CSV") from None
    return restored(table)


def _label(value: str, where: str) -> float | None:
    said = "" if value is None or value != value else str(value).strip().lower()
    if said in ("", "nan"):
        return np.nan
    if said not in YES + NO:
        raise InputError(f"{where}: label '{value}' is neither yes nor no; write one of them, or nothing")
    return 1.0 if said in YES else 0.0


def _probability(value: str, where: str) -> float:
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        number = np.nan
    if not 0 < number <= 1:
        raise InputError(
            f"{where}: probability '{value}' is no number above 0 and up to 1; restore it as it was drawn"
        )
    return number


def to_settle(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Return the passages that two coders labelled differently, as rows of the first sheet with ``label`` and
    ``label_2``, in the order of the sheet; read with :func:`read_sheet`.

    >>> first = pd.DataFrame({"passage_id": ["a:0", "b:0", "c:0"], "label": [1.0, 0.0, 1.0]})
    >>> second = pd.DataFrame({"passage_id": ["c:0", "b:0", "a:0"], "label": [None, 1.0, 1.0]})
    >>> to_settle(first, second).values.tolist()
    [['b:0', 0.0, 1.0]]
    """
    both = first.assign(label_2=labels_in_order(first, second))
    differ = both["label"].notna() & both["label_2"].notna() & (both["label"] != both["label_2"])
    return both[differ].reset_index(drop=True)


def labels_in_order(first: pd.DataFrame, second: pd.DataFrame) -> np.ndarray:
    """Return the labels of the second sheet for the passages of the first, NaN where it has none."""
    return second.set_index("passage_id")["label"].reindex(first["passage_id"]).to_numpy(float)
