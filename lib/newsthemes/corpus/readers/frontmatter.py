"""The YAML block that opens a Markdown file: its metadata, and where it ends."""

import re
from functools import lru_cache

BLOCK = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
FIELD = re.compile(r"^([\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
LONGEST = 20_000  # characters; a longer block is no metadata


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The fields (names in lower case, values as text) and the offset where the article starts.

    `({}, 0)` when the text opens with no such block. A block that is no valid YAML, such as one
    with an unquoted colon in a title, is read as `name: value` lines.
    """
    return _front_matter(text[:LONGEST])


@lru_cache(maxsize=4)  # the readers, the headline and the passages of a text ask one after the other
def _front_matter(beginning: str) -> tuple[dict[str, str], int]:
    block = BLOCK.match(beginning)
    if not block:
        return {}, 0
    fields = _yaml(block[1]) or dict(FIELD.findall(block[1]))
    fields = {str(name).strip().lower(): _text(value) for name, value in fields.items()}
    return (fields, block.end()) if fields else ({}, 0)


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
