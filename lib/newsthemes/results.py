"""The result folder: tables read and written without pickle, and moved into place only when complete."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pandas as pd

from newsthemes.errors import InputError

RECORD = "run.json"
STALE = ("report.html",)  # made from the results: gone when they change


def write_table(table, path):
    """A frame as .parquet or .csv, an array as .npy; the same table always gives the same bytes."""
    if path.suffix == ".parquet":
        table.to_parquet(path, index=False)
    elif path.suffix == ".csv":
        table.to_csv(path, index=False, lineterminator="\n")
    else:
        np.save(path, table, allow_pickle=False)


def read_table(path):
    if path.suffix == ".parquet":
        return plain(pd.read_parquet(path))
    if path.suffix == ".csv":
        return plain(pd.read_csv(path, keep_default_na=False, na_values=[""]))
    return np.load(path, allow_pickle=False)


def plain(table):
    """A frame whose text columns are of type object with None where there is nothing: computed or read, the same."""
    if not isinstance(table, pd.DataFrame):
        return table
    table = table.copy()
    for name in table:
        if table[name].dtype == "str" or table[name].dtype == object:
            column = table[name].astype(object)
            table[name] = column.where(column.notna(), None)
    return table


def read_record(folder):
    """The run.json of a finished run, or {} where there is none that can be read."""
    if folder is None:
        return {}
    try:
        return json.loads((Path(folder) / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def check_out(folder):
    """Raise InputError unless results can be put at ``folder``: new, empty, or written by an earlier run."""
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--out {folder} is a file; name a new or empty folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / RECORD).exists():
        raise InputError(
            f"--out {folder} holds files that newsthemes did not write (no {RECORD} there); "
            "name a new or empty folder"
        )
    parent = folder.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        probe = parent / f".{folder.name}.probe-{os.getpid()}"
        probe.mkdir()
        probe.rmdir()
    except OSError as error:
        raise InputError(
            f"--out {folder} can't be written ({error.strerror}); name a folder you may write to"
        ) from None
    if folder.is_dir() and not os.access(folder, os.W_OK):
        raise InputError(
            f"--out {folder} can't be written (Permission denied); name a folder you may write to"
        )


class ResultFolder:
    """Collects results beside ``folder`` and swaps them in at the end; a run that dies leaves the old ones.

    What the user put into an earlier result folder (executed notebooks, notes) is carried over.
    """

    def __init__(self, folder):
        self.folder = Path(folder).absolute()
        self.partial = self.folder.with_name(f".{self.folder.name}.partial-{os.getpid()}")

    def __enter__(self):
        shutil.rmtree(self.partial, ignore_errors=True)
        self.partial.mkdir(parents=True)
        return self.partial

    def __exit__(self, failed, *_):
        if failed:
            shutil.rmtree(self.partial, ignore_errors=True)
            return
        old = self.folder.with_name(f".{self.folder.name}.old-{os.getpid()}")
        if self.folder.exists():
            self.folder.rename(old)
        self.partial.rename(self.folder)
        if old.exists():
            self._carry_over(old)
            shutil.rmtree(old, ignore_errors=True)

    def _carry_over(self, old):
        written = set(json.loads((old / RECORD).read_text(encoding="utf-8")).get("files", []))
        for path in old.iterdir():
            ours = path.name in written or path.name in (RECORD, *STALE)
            if not ours and not (self.folder / path.name).exists():
                path.rename(self.folder / path.name)
