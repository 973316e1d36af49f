"""The result folder: tables read and written without pickle, and swapped into place only when complete."""

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.results.spreadsheet_cells import harmless, restored
from newsthemes.results.vectors import read_vectors

RECORD = "run.json"
IN_PYTHON = "python"  # what run.json says of a corpus that was a table in memory
SHAPE = {  # of run.json, as far as anything rests on it
    "corpus": (str, list),
    "encoder": str,
    "seed": int,
    "themes": str,
    "files": [str],
    "sha256": {str: str},
    "figures": {"key": str},
    "counts": {str: {str: int}},
    "claims": [str],
    "evidence_rung": str,
    "stages": {str: {"key": str, "recipe": str, "seconds": (int, float), "reused": bool}},
}
TEXTS = (  # columns of csv files that hold text whatever it looks like
    "article_id passage_id title source language date quote gloss label typical terms terms_english terms_stories name "
    "amount_a amount_b quote_a quote_b gloss_a gloss_b article_a article_b passage_a passage_b source_a source_b"
).split()
LOOKED_AT = 4096  # values of a column that tell whether it repeats them
NAMES = {str: str}  # of "theme_names", and "digests" of figures, which runs of old do not tell
STALE = ("report.html",)  # made from the results: gone when they change
EARLIER = (
    "earlier"  # where results wait while others take their place, on systems that can't exchange two folders
)


def write_table(table: Any, path: Path) -> None:
    """A frame as .parquet or .csv, an array as .npy; the same table always gives the same bytes, whether its texts
    are Python's or Arrow's."""
    if path.suffix == ".parquet":
        _write_parquet(table, path)
    elif path.suffix == ".csv":
        harmless(table).to_csv(path, index=False, lineterminator="\n")
    else:
        np.save(path, table, allow_pickle=False)


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Arrow's texts are written as those of Python would be, without being made such on the way."""
    import pyarrow as pa
    from pyarrow import parquet

    arrow = pa.Table.from_pandas(table, preserve_index=False)
    metadata = json.loads(arrow.schema.metadata[b"pandas"])
    for place, about in enumerate(metadata["columns"]):
        if about["numpy_type"] == "str":
            column = arrow.column(place)
            known = column.null_count < len(column)
            about |= {"pandas_type": "unicode" if known else "empty", "numpy_type": "object"}
            kind = pa.string() if known else pa.null()
            texts = [part.cast(kind) for part in _pieces(column)] if known else [pa.nulls(len(column))]
            arrow = arrow.set_column(place, arrow.field(place).with_type(kind), pa.chunked_array(texts, kind))
    parquet.write_table(arrow.replace_schema_metadata({b"pandas": json.dumps(metadata).encode()}), path)


def _pieces(column: Any) -> list[Any]:
    """A column of Arrow's in one piece, where it is of less than 1 GB: a text's place in its piece has 32 bits."""
    return column.chunks if column.nbytes > 1 << 30 else [column.combine_chunks()]


def packed(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table with a column of long texts as Arrow's strings, where none is missing: of 3,000,000 passages those
    of the articles are 0.4 GB so, and as Python's twice that: two bytes a letter once one has a curly quotation mark.

    >>> packed(pd.DataFrame({"text": ["The ferry sails."]}), "text")["text"].tolist()
    ['The ferry sails.']
    """
    if not len(table) or table[name].isna().any():
        return table
    return table.assign(**{name: table[name].astype("str")})


def write_parts(parts: Iterable[pd.DataFrame], path: Path) -> None:
    """The rows of several tables of the same columns as one .csv file, a table at a time."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        for number, part in enumerate(parts):
            harmless(part).to_csv(file, index=False, lineterminator="\n", header=not number)


def read_table(path: Path) -> Any:
    """What ``write_table`` wrote; an array stays on disk, read-only, until it is looked at."""
    if path.suffix == ".parquet":
        return plain(pd.read_parquet(path))
    if path.suffix == ".csv":
        texts = dict.fromkeys(TEXTS, "str")  # a title "007" is no 7, a year no number
        return plain(restored(pd.read_csv(path, keep_default_na=False, na_values=[""], dtype=texts)))
    return read_vectors(path)


def plain(table: Any) -> Any:
    """A frame whose text columns are of type object with None where there is nothing: computed or read, the same.

    Equal texts of a column that repeats its values are one object, which takes 8 bytes a row and not 60.
    """
    if not isinstance(table, pd.DataFrame):
        return table
    table = table.copy()
    for name in table:
        if table[name].dtype == "str":
            table[name] = _shared(table[name]) if _repeats(table[name]) else _as_objects(table[name])
        elif table[name].dtype == object:
            table[name] = _as_objects(table[name])
    return table


def _as_objects(column: pd.Series) -> pd.Series:
    column = column.astype(object)
    return column.where(column.notna(), None)


def _repeats(column: pd.Series) -> bool:
    """Whether half of a column's first values have stood there before."""
    first = column.iloc[:LOOKED_AT]
    return 2 * first.nunique() < len(first)


def _shared(column: pd.Series) -> pd.Series:
    """The column as objects, one for each different text."""
    code, different = pd.factorize(column)
    texts = np.append(np.asarray(different, object), None)  # the last one stands for a missing value, code -1
    return pd.Series(texts[code], column.index, dtype=object)


def read_record(folder: str | Path | None) -> dict[str, Any]:
    """The run.json of a finished run, or {} where there is none, or one that no run can have written.

    >>> read_record("no such folder")
    {}
    """
    if folder is None:
        return {}
    recover(folder)
    try:
        record = json.loads((Path(folder) / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    whole = has_shape(record, SHAPE) and has_shape(record.get("theme_names", {}), NAMES)
    whole = whole and has_shape(record["figures"].get("digests", {}), NAMES)
    return record if whole else {}


def has_shape(value: object, shape: Any) -> bool:
    """Whether what JSON gave is of a shape: a type, [the shape of each item], or {key, or str for any: its shape}.

    >>> has_shape({"files": ["topics.csv"]}, {"files": [str]}), has_shape({"files": None}, {"files": [str]})
    (True, False)
    """
    if isinstance(shape, list):
        return isinstance(value, list) and all(has_shape(item, shape[0]) for item in value)
    if not isinstance(shape, dict):
        return isinstance(value, shape) and not (shape is not bool and isinstance(value, bool))
    if not isinstance(value, dict):
        return False
    if str in shape:
        return all(has_shape(item, shape[str]) for item in value.values())
    return all(key in value and has_shape(value[key], inner) for key, inner in shape.items())


def result_folder(path: str | Path) -> Path:
    """Return the folder that ``--out`` names: with the home of ``~`` or ``~user``, and without ``..``.

    Raises InputError where there is no such user.

    >>> str(result_folder("results/study"))
    'results/study'
    """
    written = os.path.expanduser(path)
    if str(written).startswith("~"):
        raise InputError(f"--out {path}: there is no user of that name; name a new or empty folder")
    folder = Path(written)
    return Path(os.path.realpath(folder)) if ".." in folder.parts else folder


def check_out(folder: str | Path) -> None:
    """Raise InputError unless results can be put at ``folder``: new, empty, or written by an earlier run."""
    folder = result_folder(folder)
    for what, place in (
        ("the root of all folders", folder.anchor or "/"),
        ("the folder you are in", os.getcwd()),
    ):
        if os.path.realpath(folder) == os.path.realpath(place):
            raise InputError(f"--out {folder} is {what}, which can't be swapped; name a folder inside it")
    recover(folder)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--out {folder} is a file; name a new or empty folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / RECORD).exists():
        raise InputError(
            f"--out {folder} holds files that newsthemes did not write (no {RECORD} there); "
            "name a new or empty folder"
        )
    if folder.is_mount():
        raise InputError(f"--out {folder} is a mount point, which can't be swapped; name a folder inside it")
    parent = folder.resolve().parent
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


def checkpoint_path(folder: str | Path) -> Path:
    """The hidden folder next to a result folder in which its next results are made."""
    folder = Path(folder).resolve()
    return folder.parent / f".{folder.name}.unfinished"


def swap_in(new: Path, folder: str | Path) -> None:
    """Make the folder ``new`` the result folder, in one step where the system can exchange two folders.

    What the user put into an earlier result folder (executed notebooks, notes) is carried over; the earlier results
    are then where ``new`` was, or in ``EARLIER`` beside it.
    """
    folder = Path(folder).resolve()
    if not folder.exists():
        new.rename(folder)
        return
    _carry_over(folder, new)
    if not exchange(new, folder):
        folder.rename(new.with_name(EARLIER))
        new.rename(folder)


def recover(folder: str | Path) -> None:
    """Put earlier results back that a run, killed between two renames, had moved out of the way."""
    earlier = checkpoint_path(folder) / EARLIER
    if earlier.exists() and not Path(folder).exists():
        earlier.rename(Path(folder).resolve())


def _carry_over(earlier: Path, new: Path) -> None:
    written = read_record(earlier).get("files", [])
    for path in earlier.iterdir():
        if path.name not in (*written, RECORD, *STALE) and not (new / path.name).exists():
            link(path, new / path.name)


def link(source: Path, target: Path) -> None:
    """The file or folder once more under another name: by hard links, which take no space, else copied."""
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, target, symlinks=True, copy_function=_link_file)
    else:
        _link_file(source, target)


def _link_file(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, so that there is no moment without either; False where that is not possible."""
    name, flag = {"linux": ("renameat2", 2), "darwin": ("renameatx_np", 2)}.get(sys.platform, (None, None))
    swap = getattr(ctypes.CDLL(None), name, None) if name else None
    if swap is None:
        return False
    here = -2 if sys.platform == "darwin" else -100  # AT_FDCWD: paths are absolute, or as seen from here
    return swap(here, os.fsencode(one), here, os.fsencode(other), flag) == 0
