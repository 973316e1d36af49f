"""An edited theme put into its themes file, everything else there left as it is, and a line in the ledger."""

import csv
import difflib
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsthemes.errors import InputError
from newsthemes.results.file_lock import locked
from newsthemes.themes import Theme, load_themes

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, SequenceNode

HISTORY = (
    "when",
    "theme",
    "change",
    "caught_before",
    "caught",
    "flipped_in",
    "flipped_out",
    "share_before",
    "share",
)


def edited_file(study: Any) -> Path:
    """Return the themes file that edits go into: the study's own, or one beside its result folder.

    The bundled themes are never changed: a copy is, ``<out>-themes.yml``.
    """
    own = getattr(study.theme_definitions, "path", None)
    if study.themes_from not in ("bundled", "python") and own is not None:
        return Path(own)
    folder = Path(study.out or "study").resolve()
    return folder.with_name(f"{folder.name}-themes.yml")


def put_theme(text: str, theme: Theme) -> str:
    """Return the text of a themes file with a theme in the place of the one with its id, or at the end.

    Comments and all other themes stay as they are written.

    >>> print(put_theme("themes:\\n  - id: a  # one\\n  - id: b\\n", Theme("b", "Bees", "Honey.")))
    themes:
      - id: a  # one
      - id: b
        name: Bees
        definition: Honey.
    <BLANKLINE>
    """
    items = _listed_themes(text)
    lines = text.splitlines(keepends=True)
    indent = " " * max(items.start_mark.column, 0)
    for number, item in enumerate(items.value):
        named = {key.value: value.value for key, value in item.value}
        if named.get("id") == theme.id:
            start = item.start_mark.line
            last = (
                items.value[number + 1].start_mark.line
                if number + 1 < len(items.value)
                else _end(lines, item)
            )
            kept = _trailing(lines[start:last])
            return "".join([*lines[:start], _block(theme, indent), *kept, *lines[last:]])
    last = _end(lines, items.value[-1])
    lines[:last] = [line if line.endswith("\n") else line + "\n" for line in lines[:last]]
    return "".join([*lines[:last], _block(theme, indent), *lines[last:]])


def themes_text(themes: Iterable[Theme], labels: Any = None) -> str:
    """Return the text of a themes file with some themes; ``labels``: a file of labelled sentences, or None.

    >>> print(themes_text([Theme("a", "Ants")]))
    themes:
      - id: a
        name: Ants
    <BLANKLINE>
    """
    said = f"labels: {labels}\n" if isinstance(labels, (str, Path)) else ""
    return "themes:\n" + "".join(_block(theme, "  ") for theme in themes) + said


def _listed_themes(text: str) -> "SequenceNode":
    """The themes in the text of a themes file: a list of '- id: …', one at least."""
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise InputError(f"themes: the file is no YAML by now ({_one_line(error)}); mend it first") from None
    parts = root.value if isinstance(root, yaml.MappingNode) else []
    items = {key.value: value for key, value in parts}.get("themes")
    is_list = isinstance(items, yaml.SequenceNode) and not items.flow_style and items.value
    if not is_list or not all(isinstance(item, yaml.MappingNode) for item in items.value):
        raise InputError(
            "themes: to be edited here, the file needs its themes as a list of '- id: …'; rewrite it so"
        )
    return items


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def save_theme(path: Path, theme: Theme, base: str | None = None) -> str:
    """Put a theme into a themes file and return the change as a unified diff; "" where nothing changes.

    ``base``: the text to begin with where there is no such file. The file is replaced in one step, under a lock. Raises
    InputError where it can't be written.
    """
    with locked(path):
        before = path.read_text(encoding="utf-8-sig") if path.exists() else base
        after = put_theme(before, theme)
        if path.exists() and after == before:
            return ""
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            beside.write_text(after, encoding="utf-8")
            load_themes(beside)  # what can't be read again is not put in place
            os.replace(beside, path)
        except OSError as error:
            raise InputError(
                f"{path} can't be written ({error.strerror or error}); name another folder"
            ) from None
        finally:
            beside.unlink(missing_ok=True)
    lines = difflib.unified_diff(
        before.splitlines(True), after.splitlines(True), f"{path.name} before", path.name, n=1
    )
    return "".join(lines)


def note_edit(path: Path, **said: Any) -> Path:
    """Add a line to the ledger beside a themes file, ``themes-history.csv``; see HISTORY for its columns."""
    ledger = path.with_name(f"{path.stem}-history.csv")
    with locked(path):
        new = not ledger.exists()
        try:
            with ledger.open("a", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, HISTORY, lineterminator="\n")
                if new:
                    writer.writeheader()
                writer.writerow({"when": datetime.now(UTC).isoformat(timespec="seconds"), **said})
        except OSError as error:
            raise InputError(
                f"{ledger} can't be written ({error.strerror or error}); the theme is saved, this edit is not noted"
            ) from None
    return ledger


def _block(theme: Theme, indent: str) -> str:
    """A theme as an item of the list in a themes file."""
    import yaml

    entry: dict[str, Any] = {"id": theme.id, "name": theme.name}
    if theme.definition:
        entry["definition"] = theme.definition
    if theme.language != "en":
        entry["language"] = theme.language
    seeds: dict[str, list[str]] = {}
    for language, phrase in theme.seeds:
        seeds.setdefault(language, []).append(phrase)
    if seeds:
        entry["seeds"] = seeds
    dumped = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=10**6)
    return "".join(f"{indent}{line}\n" for line in _indented(dumped.splitlines()))


def _indented(lines: Sequence[str]) -> list[str]:
    """Lists inside a theme stand two columns in, as in the bundled file."""
    return [
        f"  {line}" if line.lstrip().startswith("- ") and line.startswith("    ") else line for line in lines
    ]


def _end(lines: list[str], item: "MappingNode") -> int:
    """The number of the line after an item, comments and empty lines before what comes next left out."""
    last = item.end_mark.line + (1 if item.end_mark.column > 0 else 0)
    last = min(last, len(lines))
    return last - len(_trailing(lines[item.start_mark.line : last]))


def _trailing(lines: list[str]) -> list[str]:
    """The empty lines and comments at the end of some lines: they belong to what follows."""
    count = 0
    while count < len(lines) - 1 and (
        not lines[-1 - count].strip() or lines[-1 - count].lstrip().startswith("#")
    ):
        count += 1
    return lines[len(lines) - count :]
