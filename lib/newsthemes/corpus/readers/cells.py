"""What a cell of a table says: as text, without mark-up, entities and the words that stand for nothing."""

import ast
import html
import json
import re

from newsthemes.corpus.decode import decode, replace_surrogates
from newsthemes.corpus.readers.html import is_markup, visible_text

NOTHING = frozenset(
    "[removed] [deleted] nan none null n/a #n/a #na <na> nat nil undefined - -- — #value! #ref! (null) (none)".split()
)
NOT_STATED = NOTHING | {"na"}  # "NA" may be a title
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
LISTED = re.compile(r"\A\s*+\[\s*+['\"]")
BYTES = re.compile(r"\A\s*+b(?:'[^']|\"[^\"])")  # as Python shows bytes
# A line break as two characters: after the end of a sentence or another one; not the folder "C:\\news".
WRITTEN_BREAK = re.compile(
    r"(?:(?<=[.!?…。！？।؟;,\"'”’»)\]\s])|(?<=\\n))(?:\\r)?\\n|(?:\\r)?\\n(?=\\n|\\r|\s|\Z)"
)
SAID = (
    "$date",
    "$numberLong",
    "name",
    "rendered",
    "value",
    "text",
    "plaintext",
    "html",
    "title",
    "label",
    "#text",
    "$t",
    "_text",
)
SAYS = {
    "url": ("permalink", "url", "href", "canonical", "web"),
    "text": ("rendered", "text", "plain", "plaintext"),
}
ROUNDS = 2  # entities of entities: &amp;quot;


def cell_text(value: object, field: str | None = None) -> str | None:
    """Any cell as text, None for nothing: lists are joined, a person's or publisher's name taken out of an object.

    `field`: the article column that the cell is for; one that is only kept stays as it is written.

    >>> cell_text("<p>Tom &amp; Ada</p>", "text"), cell_text("N/A", "author"), cell_text(["Ada", "Bo"])
    ('Tom & Ada', None, 'Ada, Bo')
    """
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, bytes):
        value = decode(value).text
    if isinstance(value, list | tuple):
        parts = [part for part in (cell_text(item, field) for item in value) if part]
        return ("\n" if any(len(part) > 80 for part in parts) else ", ").join(parts) or None
    if isinstance(value, dict):
        said = next((value[key] for key in (*SAYS.get(field or "", ()), *SAID) if value.get(key)), None)
        return cell_text(said, field) if said or field else json.dumps(value, ensure_ascii=False, default=str)
    text = replace_surrogates(value) if isinstance(value, str) else _number(value)
    text = _decoded(text) if field and BYTES.match(text) else text
    if text.strip().casefold() in (NOTHING if field == "title" else NOT_STATED) or not text.strip():
        return None
    return _shown(text, field) if field else text


def _number(value: object) -> str:
    """A whole number as one, also where a column with gaps made it 2024.0."""
    return (
        str(int(value))
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        else str(value)
    )


def _decoded(text: str) -> str:
    try:
        value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text
    return decode(value).text if isinstance(value, bytes) else text


def _shown(text: str, field: str) -> str | None:
    if field in ("text", "author") and LISTED.match(text) and (items := _listed(text)):
        return cell_text(items, field)
    for _ in range(ROUNDS):
        text = visible_text(text) if is_markup(text) else text
        text = ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text
    text = visible_text(text) if is_markup(text) else text  # &lt;p&gt;
    text = WRITTEN_BREAK.sub("\n", text) if "\\n" in text else text
    return text if text.strip() else None


def _listed(text: str) -> list[str] | None:
    """The strings of a list that was written to a cell as Python or JSON writes it."""
    try:
        items = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return items if isinstance(items, list) and all(isinstance(item, str) for item in items) else None
