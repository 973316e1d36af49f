"""CSV, whatever its delimiter, whatever stands before its header, and however broken its quotes."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.columns import Columns, find_columns
from newsthemes.corpus.readers.content import Content, Found
from newsthemes.corpus.readers.lines import Lines
from newsthemes.corpus.readers.rows import Row, articles_of

DELIMITERS, RARE = ",;\t|", "^~¦\x01"  # the second: only in what is called a table
STATED = re.compile(
    r"\ufeff?\"?sep=(.)\"?[,;\t|]*+\s*+\Z", re.IGNORECASE
)  # the first line, as Excel writes and reads it
LOOKED_AT = 60  # lines that tell how a table is written
PREAMBLE = 20  # lines that may stand before a header
LONGEST_NAME = 60  # characters of a column's name
VALUE = re.compile(r"\A\s*+(?:[-+]?\d[\d.,:/\s%-]*+\Z|https?://|\d{4}-\d\d-\d\d)", re.IGNORECASE)


def matches(content: Content) -> bool:
    return bool(content.lines and header_of(content.lines, content.name.lower(), content.columns))


def read(content: Content) -> Found:
    articles, problems = read_csv(content.decoded.text, content.item, content.columns)
    return Found(articles, content.notes + problems)


class Layout(NamedTuple):
    """How a table is written: its delimiter, its columns' names, and the line on which its records begin."""

    delimiter: str
    header: list[str]
    begin: int


def read_csv(text: str, path: str, columns: Columns) -> tuple[list[Row], list[Problem]]:
    lines = Lines(text)
    head = [lines[i] for i in range(min(len(lines), LOOKED_AT))]
    layout = find_layout(head, path.lower(), columns) or Layout(",", unique(_cells(head[0], ",")), 1)
    problems: list[Problem] = []
    articles, more = articles_of(csv_rows(path, lines, layout, problems), columns, path)
    return articles, problems + more


def find_layout(lines: Sequence[str], name: str, columns: Columns) -> Layout | None:
    """How these first lines of a file are a table, None where they are none.

    A header that holds two usual or given names makes a table; a single column, unknown names or no header only where
    the file is called one or says `sep=`. Lines before the header are passed over.
    """
    stated = STATED.match(lines[0])
    first = 1 if stated else 0
    called = name.endswith((".csv", ".tsv", ".tab")) or bool(stated)
    delimiters = stated[1] if stated else DELIMITERS + RARE if called else DELIMITERS
    if not called:  # a header of several names is looked for: every text is asked for one
        delimiters = [d for d in delimiters if any(d in line for line in lines)]
    found = [
        layout for delimiter in delimiters if (layout := _layout(lines, first, delimiter, columns, called))
    ]
    return max(
        found,
        key=lambda layout: (len(find_columns(layout.header, columns)), len(layout.header)),
        default=None,
    )


def header_of(lines: Sequence[str], name: str, columns: Columns) -> tuple[str, list[str]] | None:
    """(delimiter, column names) when these lines begin a table, else None."""
    layout = find_layout(lines, name, columns)
    return layout and (layout.delimiter, layout.header)


def _layout(
    lines: Sequence[str], first: int, delimiter: str, columns: Columns, called: bool
) -> Layout | None:
    numbered = ((i, _cells(lines[i], delimiter)) for i in range(first, len(lines)))
    rows = list(islice(((i, row) for i, row in numbered if any(map(str.strip, row))), PREAMBLE))
    for place, (i, row) in enumerate(rows):
        several = len(row) > 1 and _is_header(row)
        if not several and not (called and place == 0):
            continue  # a line of a text, as a rule: it is not asked what columns it names
        known = len(find_columns(filter(None, row), columns))
        if several and (
            known >= 2
            or (called and place == 0 and (known or _consistent(_together(lines, i, delimiter), len(row))))
        ):
            return _below(rows[place + 1 :], known, delimiter, columns) or Layout(
                delimiter, unique(row), i + 1
            )
        if place == 0 and called and len(row) == 1 and known:
            return Layout(delimiter, unique(row), i + 1)
    return _without_names(_together(lines, first, delimiter), delimiter) if called and rows else None


def _below(
    rows: Sequence[tuple[int, list[str]]], known: int, delimiter: str, columns: Columns
) -> Layout | None:
    """The second line of a header of two, which names more of the columns than the one above it."""
    i, row = rows[0] if rows else (0, [])
    names_more = _is_header(row) and len(find_columns(filter(None, row), columns)) > known
    return Layout(delimiter, unique(row), i + 1) if names_more else None


def _together(lines: Sequence[str], first: int, delimiter: str) -> list[tuple[int, list[str]]]:
    """(line, cells) of the records on these lines, where a quoted cell may go over several; blank ones are left out."""
    reader, rows, line = csv.reader(lines[first:], delimiter=delimiter), [], first
    with _any_field_size():
        for row in reader:
            cells = [cell.strip() for cell in row]
            rows += [(line, cells)] if any(cells) else []
            line = first + reader.line_num
    return rows


def _without_names(rows: list[tuple[int, list[str]]], delimiter: str) -> Layout | None:
    """A table whose first records are as wide as the others: below a header of unknown names, or without any."""
    if not rows:
        return None
    width, often = Counter(len(row) for _, row in rows).most_common(1)[0]
    if width < 2 or often < max(2, 0.8 * len(rows)):
        return None
    i, row = next((i, row) for i, row in rows if len(row) == width)
    if _is_header(row) and sum(map(bool, row)) > width / 2:
        return Layout(delimiter, unique(row), i + 1)
    if not any(VALUE.match(cell) for _, row in rows for cell in row):
        return None  # prose with as many commas in each line
    return Layout(delimiter, [f"column {place}" for place in range(1, width + 1)], i)


def _cells(line: str, delimiter: str) -> list[str]:
    if '"' in line or not line.strip():
        with _any_field_size():
            cells = next(csv.reader([line], delimiter=delimiter), [])
    else:  # the lines of every text are asked: this takes a third of the time
        cells = line.split(delimiter)
    return [cell.strip().lstrip("\ufeff") for cell in cells]


def _is_header(row: list[str]) -> bool:
    """Names, perhaps an unnamed column: no numbers, dates, addresses or sentences."""
    said = [cell for cell in row if cell]
    sentence = any(
        len(cell) > LONGEST_NAME or (cell.endswith((".", "!", "?")) and " " in cell) for cell in said
    )
    return len(said) > 1 and not sentence and not any(VALUE.match(cell) for cell in said)


def _consistent(rows: list[tuple[int, list[str]]], width: int) -> bool:
    return width > 1 and {len(row) for _, row in rows[:20]} == {width}


def unique(header: list[str]) -> list[str]:
    """Names of columns that are all different: a second `text` is `text.1`, one without a name is `column N`."""
    names: list[str] = []
    for place, name in enumerate(header, 1):
        name = name or f"column {place}"
        names.append(
            name
            if name not in names
            else f"{name}.{names.count(name) + sum(n.startswith(f'{name}.') for n in names)}"
        )
    return names


def csv_rows(path: str, lines: Lines, layout: Layout, problems: list[Problem]) -> Iterator:
    """(row number, {column: value}) of every record after the header; rows that do not fit are reported."""
    width, delimiter = len(layout.header), layout.delimiter
    for number, fields in enumerate(_records(path, lines, layout, problems), 1):
        if len(fields) != width > 1:  # in a single column, commas are punctuation
            detail = f"{len(fields)} fields where the header has {width}"
            problems.append(Problem(f"{path}#{number}", "ragged row", detail))
        if len(fields) > width:  # a delimiter that was not quoted: the last column is the long one, as a rule
            fields[width - 1 :] = [delimiter.join(fields[width - 1 :])]
        yield str(number), dict(zip(layout.header, fields, strict=False))


def _records(path: str, lines: Lines, layout: Layout, problems: list[Problem]) -> Iterator[list[str]]:
    """The records of a CSV file after its header, also where a quote opens and never closes.

    Such a quote takes in the lines after it, up to the next quote or the end of the file. Where the
    line after it is a record by itself, only the line with the quote is read without quoting;
    otherwise the quotes are stray ones inside a field of several lines.
    """
    line, delimiter = layout.begin, layout.delimiter
    with _any_field_size():
        while line < len(lines):
            fields, used = _record(lines, line, delimiter, strict=True)
            if fields is None and used > 1 and _alone(lines, line + 1, delimiter, len(layout.header)):
                problems.append(
                    Problem(f"{path}:{line + 1}", "open quote", "a quote in this line is never closed")
                )
                fields, used = next(csv.reader([lines[line].replace('"', "")], delimiter=delimiter), []), 1
            elif fields is None:
                fields, used = _record(lines, line, delimiter, strict=False)
            line += used
            if fields:
                yield fields


def _record(lines: Lines, line: int, delimiter: str, strict: bool) -> tuple[list[str] | None, int]:
    """(fields, lines used) of the record that begins here; fields is None where its quoting is broken."""
    if '"' not in lines[line]:
        return next(csv.reader([lines[line]], delimiter=delimiter), []), 1
    following = (lines[i] for i in range(line, len(lines)))
    reader = csv.reader(following, delimiter=delimiter, strict=strict)
    try:
        return next(reader, []), max(reader.line_num, 1)
    except csv.Error:
        return None, max(reader.line_num, 1)


def _alone(lines: Lines, line: int, delimiter: str, width: int) -> bool:
    return line >= len(lines) or len(next(csv.reader([lines[line]], delimiter=delimiter), [])) == width


class _any_field_size:
    """csv refuses fields over 131,072 characters; the limit is the process's, so it is put back."""

    def __enter__(self) -> None:
        self.limit = csv.field_size_limit(2**31 - 1)

    def __exit__(self, *_: object) -> None:
        csv.field_size_limit(self.limit)
