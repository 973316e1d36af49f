"""Spreadsheets: xlsx, xlsb, xls and ods, each sheet a table."""

import datetime
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers import package
from newsthemes.corpus.readers.columns import find_columns
from newsthemes.corpus.readers.content import Content, Found, Unreadable, one_line
from newsthemes.corpus.readers.rich_text import OLE
from newsthemes.corpus.readers.rows import TITLES_ONLY, NoTextColumn, Row, articles_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

WORKBOOK = "Workbook".encode("utf-16-le")
OLD_WORKBOOK = "Book".encode("utf-16-le")
MOST_CELLS = 20_000_000  # of a sheet, with the empty ones between: 24 bytes each before anything is in them
CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]{0,60}?\br="([A-Z]{1,3})(\d{1,7})"')
REPEATED = re.compile(rb'number-(columns|rows)-repeated="(\d{1,12})"')
MOST_MERGED = 100_000  # ranges of merged cells of a sheet
PREAMBLE = 12  # rows within which the header stands
Sheet = tuple[list[Row], list[Problem]]


def is_package(content: Content) -> bool:
    names = package.names(content)
    return any(name.startswith("xl/workbook.") for name in names) or (
        "content.xml" in names and b"opendocument.spreadsheet" in content.head
    )


def is_xls(content: Content) -> bool:
    """Whether an old Office file holds a workbook, or is one of before 1997."""
    if content.head.startswith((b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")):
        return True
    return content.head.startswith(OLE) and any(name in content.data for name in (WORKBOOK, OLD_WORKBOOK))


def read(content: Content) -> Found:
    """The articles of every sheet. Raises Unreadable when the workbook is damaged or too large, NoTextColumn."""
    import python_calamine

    _check(content)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content.data))
    except Exception as error:  # its own errors have no common class
        reason = "encrypted" if "password" in str(error).lower() else "damaged spreadsheet"
        raise Unreadable(f"{reason} ({one_line(error)})") from error
    sheets, problems, refused = {}, [], []
    for name in workbook.sheet_names:
        try:
            sheets[name] = articles_of(_rows(workbook, name), content.columns, content.item)
        except NoTextColumn as error:
            refused.append((name, error))
        except Exception as error:
            problems.append(Problem(content.item, "damaged sheet", f"{name}: {one_line(error)}"))
    if refused and not any(found for found, _ in sheets.values()):
        raise refused[0][1]
    problems += [Problem(content.item, "no text column", f"sheet {name}: {error}") for name, error in refused]
    return _together(content.item, sheets, problems, len(workbook.sheet_names) > 1)


def _together(item: str, sheets: dict[str, Sheet], problems: list[Problem], several: bool) -> Found:
    """The articles of all sheets; one that only explains the others, lines without anything beside, has none."""
    notes = {name for name, sheet in sheets.items() if _is_notes(*sheet)}
    notes = notes if len(notes) < len(sheets) else set()
    articles = []
    for name, (found, trouble) in sheets.items():
        if name in notes and found:
            trouble = [
                Problem(item, "no article", f"sheet {name}: lines without a date, a source or an address")
            ]
            found = []
        articles += [article | {"row": f"{name}!{article['row']}"} for article in found] if several else found
        problems += trouble
    return Found(articles, problems)


def _is_notes(articles: list[Row], problems: list[Problem]) -> bool:
    only_titles = any(problem.reason == TITLES_ONLY for problem in problems)
    return only_titles and not any(
        article.get(field) for article in articles for field in ("date", "source", "url")
    )


def _check(content: Content) -> None:
    """See to it that no sheet is larger than memory: two cells far apart make one of 1.7·10¹⁰."""
    if not content.head.startswith(package.SIGNATURE):
        return
    with package.open_zip(content) as archive:
        unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > package.LARGEST_PACKAGE:
            limit = package.LARGEST_PACKAGE >> 20
            raise Unreadable(f"too large (unpacks to {unpacked >> 20} MB; the limit is {limit} MB)")
        for name in archive.namelist():
            if re.match(r"xl/worksheets/.*\.xml$", name):
                cells = _extent(archive, name)
            elif name == "content.xml":
                cells = _repeated(archive, name)
            else:
                continue
            if cells > MOST_CELLS:
                raise Unreadable(
                    f"too large ({name} has room for {cells:,} cells; the limit is {MOST_CELLS:,})"
                )


def _extent(archive: zipfile.ZipFile, name: str) -> int:
    rows = columns = 1
    for chunk in _chunks(archive, name):
        for column, row in CELL.findall(chunk):
            rows = max(rows, int(row))
            columns = max(columns, _column(column))
    return rows * columns


def _repeated(archive: zipfile.ZipFile, name: str) -> int:
    """Cells that repetitions of rows and columns stand for; not those that fill the rest of an empty sheet."""
    most = {b"columns": 1, b"rows": 1}
    for chunk in _chunks(archive, name):
        for what, number in REPEATED.findall(chunk):
            # the rest of an empty sheet is written as one repeated row, of one repeated cell
            most[what] = max(most[what], int(number)) if int(number) not in (1024, 16384) else most[what]
    return most[b"columns"] * (most[b"rows"] if most[b"rows"] < 1_000_000 else 1)


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    kept = b""
    with archive.open(name) as stream:
        while chunk := stream.read(package.CHUNK):
            yield kept + chunk
            kept = chunk[-100:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _rows(workbook: "CalamineWorkbook", name: str) -> Iterator[tuple[str, dict]]:
    """(row number, {column: cell}) of a sheet; its header is the row, of the first dozen, with most usual names."""
    rows = _unmerged(workbook.get_sheet_by_name(name))
    start = max(range(min(PREAMBLE, len(rows))), key=lambda i: (_known(rows[i]), -i), default=0)
    header = [str(cell).strip() or f"column {i}" for i, cell in enumerate(rows[start], 1)] if rows else []
    for number, cells in enumerate(rows[start + 1 :], 1):
        if any(cell != "" for cell in cells):
            row: dict = {}
            for column, cell in zip(header, cells, strict=False):
                row.setdefault(column, _written(cell))
            yield str(number), row


def _unmerged(sheet: "CalamineSheet") -> list[list]:
    """The rows of a sheet, where what cells merged over several rows of a column say is said in each of them."""
    rows = sheet.to_python(skip_empty_area=True)
    (first, before), merged = sheet.start or (0, 0), sheet.merged_cell_ranges or []
    for (top, left), (bottom, _) in merged[:MOST_MERGED]:
        top, bottom, column = top - first, min(bottom - first, len(rows) - 1), left - before
        if 0 <= top < bottom and 0 <= column < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row[column] = rows[top][column] if row[column] == "" else row[column]
    return rows


def _known(row: list) -> int:
    names = [str(cell) for cell in row if isinstance(cell, str) and cell.strip()]
    return len(find_columns(names, {})) if names else 0


def _written(cell: object) -> object:
    """A cell as text: dates as ISO, whole numbers without a decimal."""
    if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell if cell != "" else None
