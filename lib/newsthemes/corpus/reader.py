"""One file to its articles, whatever it is; whatever is wrong with it becomes a report row."""

from .encoding import decode
from .inputs import Input, Problem
from .plain import read_plain


def read_input(found: Input, columns: dict[str, str]) -> tuple[list[dict], list[Problem]]:
    """The articles of one file (dicts of article columns, `row` for rows of tables) and its problems."""
    try:
        data = found.file.read_bytes()
    except OSError as error:
        return [], [Problem(found.path, "not readable", error.strerror or str(error))]
    decoded = decode(data)
    problems = [Problem(found.path, note) for note in decoded.notes]
    if not decoded.text.strip():
        return [], [Problem(found.path, "empty")]
    return [read_plain(decoded.text) | {"path": found.path}], problems
