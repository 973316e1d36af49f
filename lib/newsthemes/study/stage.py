"""A step of the study, and the files that its results are kept in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from newsthemes.cache.hashing import PACKAGE, digest, digest_code, file_digest
from newsthemes.results.folder import read_table, write_table


class Stage(NamedTuple):
    """One step of the study.

    ``compute(study, previous)`` returns {result: value}; ``previous``: the results of a previous run that the stage may
    build on (:class:`~newsthemes.study.incremental.PreviousRun`), or None. ``files``: {result: the file it is kept in}.
    ``packages``: those whose code the results depend on. ``needs``: stages that come before. ``settings(study)``:
    what else the results depend on. ``load``: {result: function of a path}, where :func:`load_result` is not enough.
    """

    compute: Callable
    files: dict
    packages: tuple
    needs: tuple = ()
    settings: Callable = lambda study: []
    load: dict = {}

    def read(self, folder: Path) -> dict[str, Any]:
        """Return {result: value} from the files in a folder."""
        return {name: self.load.get(name, load_result)(folder / file) for name, file in self.files.items()}

    def digest_code(self) -> str:
        """Return a digest of the code that the results depend on: the packages', and this package's own."""
        own = [file_digest(PACKAGE / "study" / name) for name in ("stage.py", "stages.py", "incremental.py")]
        return digest(digest_code(*(f"newsthemes.{package}" for package in self.packages)), own)


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
