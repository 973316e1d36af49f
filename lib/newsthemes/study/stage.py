"""A step of the study, and the files that its results are kept in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from newsthemes.cache.hashing import PACKAGE, digest, digest_code, file_digest
from newsthemes.results.folder import packed, plain, read_table, write_table

SMALL = 64 << 20  # bytes of a file that is held in memory too


class Stage(NamedTuple):
    """One step of the study.

    ``compute(study, previous)`` returns {result: value}; ``previous``: the results of a previous run that the stage may
    build on (:class:`~newsthemes.study.incremental.PreviousRun`), or None. ``files``: {result: the file it is kept in}.
    ``packages``: those whose code the results depend on. ``needs``: stages that come before. ``settings(study)``:
    what else the results depend on. ``load``: {result: function of a path}, where :func:`load_result` is not enough.
    ``on_disk``: results that are read from their file when they are asked for, and not held in memory until then.
    ``packed``: {result: its column of long texts}, see :func:`~newsthemes.results.folder.packed`.
    """

    compute: Callable
    files: dict
    packages: tuple
    needs: tuple = ()
    settings: Callable = lambda study: []
    load: dict = {}
    on_disk: tuple = ()
    packed: dict = {}

    def read(self, folder: Path) -> "Results":
        """Return the :class:`Results` in the files of a folder."""
        found = Results(self, folder)
        for name in self.files:
            if name not in self.on_disk:
                found[name] = self.read_result(name, folder)
        return found

    def read_result(self, name: str, folder: Path) -> Any:
        """Return one of the results from its file in a folder."""
        return self.held(name, self.load.get(name, load_result)(folder / self.files[name]))

    def held(self, name: str, result: Any) -> Any:
        """Return a result as it is held in memory: computed or read, the same."""
        table = plain(result)
        return packed(table, self.packed[name]) if name in self.packed else table

    def digest_code(self) -> str:
        """Return a digest of the code that the results depend on: the packages', and this package's own."""
        own = [file_digest(PACKAGE / "study" / name) for name in ("stage.py", "stages.py", "incremental.py")]
        return digest(digest_code(*(f"newsthemes.{package}" for package in self.packages)), own)


class Results(dict):
    """{result: value} of a stage; what is not in memory is read from the stage's ``folder`` when it is asked for."""

    def __init__(self, stage: Stage, folder: Path | None = None) -> None:
        super().__init__()
        self.stage, self.folder = stage, folder

    def __missing__(self, name: str) -> Any:
        if self.folder is None or name not in self.stage.files:
            raise KeyError(name)
        self[name] = self.stage.read_result(name, self.folder)
        return self[name]

    def saved(self, folder: Path) -> None:
        """Let go of what is read from its file: the results are in this folder from now on. Small ones are read at
        once, so that a study outlives its folder."""
        self.folder = folder
        for name in self.stage.on_disk:
            self.pop(name, None)
            if (folder / self.stage.files[name]).stat().st_size <= SMALL:
                self[name] = self.stage.read_result(name, folder)


def load_result(path: Path) -> Any:
    """Return what :func:`save_result` wrote: a table, an array or a topic model."""
    from newsthemes.topics import Topics

    return Topics.load(path) if path.name == "topics" else read_table(path)


def save_result(result: Any, path: Path) -> None:
    """Write a result to a path: an object that can save itself by its own ``save``, else a table or an array."""
    if hasattr(result, "save"):
        result.save(path)
    else:
        write_table(result, path)


def load_articles_as_read(path: Path) -> pd.DataFrame:
    """Return the articles without their stories, which a later stage added to the same file."""
    return read_table(path).assign(story_id=None)


def load_unread(path: Path) -> pd.DataFrame:
    """Return the rows of report.csv that are about inputs; the others are counts of all stages."""
    report = read_table(path)
    return report[report["reason"] != "count"].reset_index(drop=True)
