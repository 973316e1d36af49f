"""Office documents of one XML file: flat OpenDocument, Word 2003 and its flat packages, Excel 2003."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsthemes.corpus.readers import exports
from newsthemes.corpus.readers.columns import find_columns
from newsthemes.corpus.readers.content import Content, Found, Unreadable, one_article
from newsthemes.corpus.readers.rows import articles_of
from newsthemes.corpus.readers.xml import parse, root_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

WORKBOOK = "workbook"
MARKS = {
    WORKBOOK: "schemas-microsoft-com:office:spreadsheet",
    "worddocument": "schemas.microsoft.com/office/word",
    "document": "oasis:names:tc:opendocument",
    "package": "schemas.microsoft.com/office/2006/xmlPackage",
}
DELETED = {"del", "annotation", "tracked-changes", "instrText", "delText"}
PREAMBLE, MOST_EMPTY = 12, 1_000  # rows within which the header stands; cells that a row may pass over


def matches(content: Content) -> bool:
    root = root_of(content.start)
    return root in MARKS and MARKS[root] in content.start


def read(content: Content) -> Found:
    """The article of a text, those of an archive's export, or those of a table. Raises Unreadable, NoTextColumn."""
    root = parse(content.data)
    if root.tag.lower() == WORKBOOK:
        return _read_tables(content, root)
    text = "\n".join(filter(None, map(_line, _paragraphs(root))))
    if not text:
        raise Unreadable("no text")
    return exports.find(content, text) or one_article(content, {"text": text})


def _paragraphs(root: "Element") -> Iterator["Element"]:
    body = next(root.iter("body"), root)
    return body.iter("p", "h")


def _line(paragraph: "Element") -> str:
    """What a paragraph shows: nothing that was deleted, and no notes beside it."""
    parts: list[str] = []
    for element in paragraph.iter():
        if not isinstance(element.tag, str) or any(above.tag in DELETED for above in element.iterancestors()):
            continue
        if element.tag in ("tab", "br", "line-break", "s"):
            parts.append(" ")
        parts.append("" if element.tag in DELETED else element.text or "")
        parts.append(element.tail or "" if element is not paragraph else "")
    return " ".join("".join(parts).split())


def _read_tables(content: Content, root: "Element") -> Found:
    articles, problems = [], []
    sheets = list(root.iter("Worksheet"))
    for sheet in sheets:
        rows = [cells for row in sheet.iter("Row") if any(cells := _cells(row))]
        if len(rows) < 2:
            continue
        start = max(
            range(min(PREAMBLE, len(rows))), key=lambda i: (len(find_columns(filter(None, rows[i]))), -i)
        )
        header = [name or f"column {place}" for place, name in enumerate(rows[start], 1)]
        numbered = [
            (str(number), dict(zip(header, cells, strict=False)))
            for number, cells in enumerate(rows[start + 1 :], 1)
        ]
        found, trouble = articles_of(numbered, content.columns, content.item)
        name = sheet.get("Name") or next((v for k, v in sheet.attrib.items() if k.endswith("}Name")), "")
        articles += [a | {"row": f"{name}!{a['row']}"} for a in found] if len(sheets) > 1 else found
        problems += trouble
    return Found(articles, problems)


def _cells(row: "Element") -> list[str]:
    """The cells of a row; an index says which column one stands in, where some before it are empty."""
    cells: list[str] = []
    for cell in row.iter("Cell"):
        index = next((value for name, value in cell.attrib.items() if name.endswith("Index")), "")
        if index.isdecimal() and len(cells) < int(index) <= len(cells) + MOST_EMPTY:
            cells += [""] * (int(index) - 1 - len(cells))
        data = cell.find("Data")
        cells.append("".join(data.itertext()).strip() if data is not None else "")
    return cells
