"""BibTeX, as Zotero, JabRef and libraries export articles: titles, and abstracts as texts."""

import logging
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

KIND = "BibTeX export"
ENTRY = re.compile(
    r"^[ \t]*+@(?!comment|string|preamble)[A-Za-z]{3,20}[ \t]*+[{(][^,{}()=\"@\n]{0,200}+,", re.M | re.I
)
COMMENT = re.compile(r"(^|,)[ \t]*+%[^\n]*+$", re.MULTILINE)
JOINED = re.compile(r'(?<!\\)[{}"#]')
ESCAPED = "&%$#_{}"
TEX = re.compile(
    r"\\[&%$#_{}]|\\\\|[{}~]|``|''|-{2,3}"
    r"|\\[\"'`^~=.] ?(?:\{\\?[A-Za-z]{0,2}\}|\\[ij](?![A-Za-z])|[A-Za-z])"
    r"|\\[uvHcdbrkt](?: [A-Za-z]|\{\\?[A-Za-z]{0,2}\})"
    r"|\\[A-Za-z]{1,30}+(?:\{\}| )?"
)
TEX_OF_ADDRESS = re.compile(r"\\url\b|[{}]|\\(?=[_%&#~])")
FIELDS = {
    "title": ("title",),
    "text": ("fulltext", "abstract"),
    "author": ("author",),
    "source": ("journal", "journaltitle", "publisher", "booktitle"),
    "date": ("date",),
    "url": ("url",),
    "language": ("langid", "language"),
    "keywords": ("keywords",),
}


def split(text: str) -> list[dict]:
    """The entries of a BibTeX file, empty ones for what is damaged; none where no entry has a title or an abstract.

    >>> split("@article{a1, title = {The {Port} of K{\\\\o}ge}, year = 2024, month = mar, abstract = {Two piers.}}")
    [{'title': 'The Port of Køge', 'text': 'Two piers.', 'date': 'mar 2024'}]
    """
    if "@" not in text or not ENTRY.search(text):
        return []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\\\n", "\\ \n")  # bibtexparser doesn't count a line that ends in a backslash
    blocks = _blocks(text)
    strings = {block.key.lower(): _joined(block.value, {}) for block in blocks if _is(block, "String")}
    found = [
        _article(_fields(entry, strings)) if entry else {} for entry in _entries(blocks, text.split("\n"))
    ]
    return found if any(article.keys() & {"title", "text"} for article in found) else []


def _blocks(text: str) -> list[Any]:
    """What bibtexparser finds, comments left out; it logs what the report says."""
    import bibtexparser

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    blocks = bibtexparser.parse_string(text, parse_stack=[]).blocks
    return [block for block in blocks if not _is(block, "ImplicitComment", "ExplicitComment", "Preamble")]


def _is(block: Any, *names: str) -> bool:
    return type(block).__name__ in names


def _entries(blocks: list[Any], lines: list[str]) -> Iterator[Any]:
    """The entries, also of a key or with a field that there is twice; None for one that can't be mended."""
    ends = [*(block.start_line for block in blocks[1:]), len(lines)]
    for block, end in zip(blocks, ends, strict=True):
        if _is(block, "ParsingFailedBlock"):
            whole = "\n".join(lines[block.start_line : end])
            yield _mended(whole[whole.find(block.raw) :] if block.raw in whole else block.raw)
        elif not _is(block, "String"):
            entry = getattr(block, "ignore_error_block", None) or block
            if _is(entry, "Entry"):
                yield entry


def _mended(damaged: str) -> Any:
    """The entry without comments, or closed where it breaks off."""
    bare = COMMENT.sub(r"\1", damaged).rstrip()
    for end in ("", "}", "}}", '"}'):
        blocks = _blocks(bare + end)
        if blocks and _is(blocks[0], "Entry", "DuplicateFieldKeyBlock"):
            return getattr(blocks[0], "ignore_error_block", None) or blocks[0]
    return None


def _article(fields: dict[str, str]) -> dict:
    article = {
        field: value
        for field, names in FIELDS.items()
        if (value := next((fields[name] for name in names if fields.get(name)), None))
    }
    parts = [fields[name] for name in ("day", "month", "year") if fields.get(name)]
    if "date" not in article and "year" in fields:
        article["date"] = (
            " ".join(parts) if not fields.get("month", "x").isdigit() else "-".join(reversed(parts))
        )
    return article


def _fields(entry: Any, strings: dict[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for field in entry.fields:
        name = field.key.rpartition("\n")[2].strip().lower()  # a line above it may be a comment
        value = _joined(field.value, strings)
        plain = TEX_OF_ADDRESS.sub("", value) if name == "url" else TEX.sub(_plain, value)
        if plain.strip():
            fields.setdefault(name, " ".join(plain.split()))
    return fields


def _joined(value: str, strings: dict[str, str]) -> str:
    """A value without its braces or quotation marks, its parts joined and abbreviations written out."""
    parts = (part.strip() for part in _parts(value))
    return "".join(
        part[1:-1]
        if part[:1] + part[-1:] in ("{}", '""') and len(part) > 1
        else strings.get(part.lower(), part)
        for part in parts
    )


def _parts(value: str) -> Iterator[str]:
    """What "#" joins, outside of braces and quotation marks."""
    depth, quoted, start = 0, False, 0
    for mark in JOINED.finditer(value):
        depth += (mark[0] == "{") - (mark[0] == "}")
        if mark[0] == '"' and not depth:
            quoted = not quoted
        elif mark[0] == "#" and not depth and not quoted:
            yield value[start : mark.start()]
            start = mark.end()
    yield value[start:]


def _plain(found: re.Match[str]) -> str:
    r"""What a mark of LaTeX stands for; the mark itself where it is none: "C:\news"."""
    mark = found[0]
    if mark in ("{", "}"):
        return ""
    if mark in ("~", "\\\\"):
        return " "
    if mark[0] == "\\" and mark[1] in ESCAPED:
        return mark[1]
    return _characters(mark) or ("" if found.string.startswith("{", found.end()) else mark)


@lru_cache(maxsize=10_000)
def _characters(mark: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text().latex_to_text(mark)
