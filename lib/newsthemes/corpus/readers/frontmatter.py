"""The block that opens a text: its metadata, as YAML, TOML, JSON or lines "Title: …", and where it ends."""

import json
import re
import tomllib
from functools import lru_cache

from newsthemes.corpus.readers.columns import find_columns

BLOCK = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
TOML = re.compile(r"\A\s*\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
LABELLED = re.compile(r"\A\W{0,4}([^\W\d_][^:：\n]{0,30}?)[ \t*_]{0,4}[:：][ \t*_]*(\S[^\n]*)\Z")
MOST_LABELS, LEAST_LABELS = 15, 2  # lines of such a block, and fields that it states
TELLING = {"title", "date", "url"}  # one of them is among these
FIELD = re.compile(r"^([\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
LONGEST = 20_000  # characters; a longer block is no metadata


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The fields (names in lower case, values as text) and the offset where the article starts.

    `({}, 0)` when the text opens with no such block. A block that is no valid YAML, such as one
    with an unquoted colon in a title, is read as `name: value` lines. Lines with labels of several fields, in any
    language of the tables' columns, are such a block up to the blank line below them.

    >>> front_matter("Judul: Dermaga ditutup\\nTanggal: 5 Maret 2024\\n\\nDua dermaga ditutup.")
    ({'title': 'Dermaga ditutup', 'date': '5 Maret 2024'}, 46)
    """
    return _front_matter(text[:LONGEST])


def is_fenced(text: str) -> bool:
    """Whether a text opens with a block between fences, as one article of a Markdown file does."""
    return bool(BLOCK.match(text[:LONGEST]) or TOML.match(text[:LONGEST]))


@lru_cache(maxsize=4)  # the readers, the headline and the passages of a text ask one after the other
def _front_matter(beginning: str) -> tuple[dict[str, str], int]:
    if block := BLOCK.match(beginning):
        fields, end = _yaml(block[1]) or dict(FIELD.findall(block[1])), block.end()
    elif block := TOML.match(beginning):
        fields, end = _toml(block[1]), block.end()
    else:
        fields, end = (
            _json(beginning) if beginning.lstrip("\ufeff\r\n ").startswith("{") else _labels(beginning)
        )
    fields = {str(name).strip().lower(): _text(value) for name, value in fields.items()}
    return (fields, end) if fields else ({}, 0)


def _toml(block: str) -> dict:
    try:
        fields = tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return {name: value if isinstance(value, list) else str(value) for name, value in fields.items()}


def _json(beginning: str) -> tuple[dict, int]:
    """An object below which the text begins, on a line of its own."""
    start = len(beginning) - len(beginning.lstrip("\ufeff\r\n "))
    try:
        fields, end = json.JSONDecoder().raw_decode(beginning, start)
    except (ValueError, RecursionError):
        return {}, 0
    rest = beginning[end:].lstrip(" \t\r")
    below = rest.startswith("\n") and rest.strip() and not rest.lstrip().startswith(("{", "["))
    return (fields, end) if below and isinstance(fields, dict) and "title" in fields else ({}, 0)


def _labels(beginning: str) -> tuple[dict, int]:
    """Lines "Title: …", "Date: …" above the first blank one, where they state several fields and nothing else."""
    fields: dict[str, str] = {}
    end = 0
    for line in beginning[:LONGEST].splitlines(keepends=True)[: MOST_LABELS + 1]:
        found = LABELLED.match(line.rstrip())
        if not line.strip():
            told = len(fields) >= LEAST_LABELS and TELLING & fields.keys()
            return (fields, end + len(line)) if told else ({}, 0)
        if not found:
            return {}, 0
        field = next(iter(find_columns([found[1]])), found[1])
        fields.setdefault(field, found[2].strip())
        end += len(line)
    return {}, 0


def _yaml(block: str) -> dict | None:
    import yaml

    try:
        # BaseLoader: dates and numbers stay text; the one in C, where PyYAML was built with it, is ten times as fast
        fields = yaml.load(block, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def _text(value: object) -> str:
    if isinstance(value, list):  # one level only: aliases could make a list of lists enormous
        return ", ".join(item for item in value if isinstance(item, str))
    return str(value).strip().strip("\"'") if isinstance(value, str) else ""
