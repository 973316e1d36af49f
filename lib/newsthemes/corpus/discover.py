"""Where the articles are: files found under what the user named, each once, in a fixed order."""

import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from newsthemes.corpus.decode import replace_surrogates
from newsthemes.errors import InputError

SPECIAL = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
RESULTS = {"run.json", "articles.parquet", "passages.parquet"}  # what every folder of results holds
BACKUPS = ("~", ".bak", ".orig", ".old")  # endings of copies that editors keep beside a file
# What is read: a file, a folder, or a list of either.
Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
ARTICLES_FOUND = "articles found"  # the reason of a row that says how many articles a file of many held


class Input(NamedTuple):
    """A file to read and its posix path relative to the corpus root."""

    file: Path
    path: str


class Problem(NamedTuple):
    """An input that was not read in full: which, why, and what about it."""

    item: str
    reason: str
    detail: str = ""


def find_inputs(path: Paths) -> tuple[list[Input], list[Problem]]:
    """Every file under a path or a list of paths, sorted by relative path.

    Paths are relative to the folder given, or to the deepest folder that holds everything given.
    Hidden files and folders (a leading dot) are left out. A file reached twice, by a link or by
    being named twice, is read once. Raises InputError when something named does not exist.
    """
    named = [path] if isinstance(path, str | os.PathLike) else list(path)
    if not named or not all(map(os.fspath, named)):
        raise InputError("no corpus was given: give a file, a folder or a list of either")
    given = [Path(os.path.expanduser(item)) for item in named]
    for item in given:
        if not os.path.lexists(item):
            raise InputError(f"corpus '{item}' does not exist; give a file, a folder or a list of either")
    tops = sorted({Path(os.path.abspath(item)) for item in given})
    root = (
        tops[0] if len(tops) == 1 and tops[0].is_dir() else Path(os.path.commonpath([t.parent for t in tops]))
    )
    problems: list[Problem] = []
    files = sorted((_relative(f, root), f) for top in tops for f in _walk(top, root, problems, set()))
    return _once(files, problems), problems


def _walk(top: Path, root: Path, problems: list[Problem], open_folders: set[str]) -> Iterable[Path]:
    if not top.is_dir():
        yield top
        return
    real = os.path.realpath(top)
    if real in open_folders:
        problems.append(
            Problem(_relative(top, root), "symlink loop", "the link leads back to a folder that holds it")
        )
        return
    try:
        children = sorted(child for child in top.iterdir() if not child.name.startswith("."))
        if top != root and {child.name for child in children} >= RESULTS:
            problems.append(
                Problem(_relative(top, root), "results of a study", "name this folder to have it read")
            )
            return
        if not children and top.suffix and top != root:
            problems.append(Problem(_relative(top, root), "not a regular file", "a folder without files"))
    except OSError as error:
        problems.append(Problem(_relative(top, root), "not readable", error.strerror or str(error)))
        return
    for child in children:
        yield from _walk(child, root, problems, open_folders | {real})


def _once(files: list[tuple[str, Path]], problems: list[Problem]) -> list[Input]:
    """The regular files among these, each once: by its own name where a link leads to it too."""
    seen: dict[str, str] = {}
    inputs = []
    paths = {path for path, _ in files}
    reals = {path: os.path.realpath(file) for path, file in files}
    for path, file in sorted(
        files, key=lambda found: (reals[found[0]] != os.path.abspath(found[1]), found[0])
    ):
        real = reals[path]
        if (what := _not_regular(file)) is not None:
            problems.append(Problem(path, *what))
        elif (original := _original(path)) in paths:
            problems.append(Problem(path, "backup copy", f"of {original}"))
        elif real not in seen:
            seen[real] = path
            inputs.append(Input(file, path))
        elif seen[real] != path:
            problems.append(Problem(path, "same file", f"a link to {seen[real]}, which was read"))
    return sorted(inputs, key=lambda found: found.path)


def _original(path: str) -> str | None:
    """The file that a name says another one is a copy of."""
    ending = next((ending for ending in BACKUPS if path.endswith(ending)), None)
    return path.removesuffix(ending) if ending else None


def _not_regular(file: Path) -> tuple[str, str] | None:
    """What the report says of a file that is none: reading a pipe or a device would never end."""
    try:
        mode = file.stat().st_mode
    except OSError as error:
        if file.is_symlink():
            return "not readable", "a link to a file that is not there"
        return "not readable", error.strerror or str(error)
    if stat.S_ISREG(mode):
        return None
    what = next((what for is_one, what in SPECIAL if is_one(mode)), "it is of a kind of its own")
    return "not a regular file", f"{what}; nothing can be read from it"


def _relative(file: Path, root: Path) -> str:
    return replace_surrogates(Path(os.path.relpath(file, root)).as_posix())
