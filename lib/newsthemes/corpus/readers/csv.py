"""CSV, whatever its delimiter and however broken its quotes."""

import csv
from collections.abc import Iterator

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.columns import find_columns
from newsthemes.corpus.readers.content import Content, Found
from newsthemes.corpus.readers.lines import Lines
from newsthemes.corpus.readers.rows import Row, articles_of

DELIMITERS = ",;\t|"


def matches(content: Content) -> bool:
    return bool(content.lines and header_of(content.lines, content.name.lower(), content.columns))


def read(content: Content) -> Found:
    articles, problems = read_csv(content.decoded.text, content.item, content.columns)
    return Found(articles, content.notes + problems)


def read_csv(text: str, path: str, columns: dict[str, str]) -> tuple[list[Row], list[Problem]]:
    lines = Lines(text)
    delimiter, header = header_of([lines[0]], path.lower(), columns) or (",", next(csv.reader([lines[0]])))
    problems: list[Problem] = []
    articles, more = articles_of(csv_rows(path, lines, delimiter, header, problems), columns, path)
    return articles, problems + more


def header_of(lines: list[str], name: str, columns: dict[str, str]) -> tuple[str, list[str]] | None:
    """(delimiter, column names) when these lines begin a table, else None.

    Told by the first line holding a usual or a given column name beside others; a single column or
    unknown names make a table only where the file is called one.
    """
    splits = [
        (d, [cell.strip().lstrip("\ufeff") for cell in next(csv.reader([lines[0]], delimiter=d))])
        for d in DELIMITERS
    ]
    called = name.endswith((".csv", ".tsv", ".tab"))
    best = max(splits, key=lambda split: (len(find_columns(split[1], columns)), len(split[1])))
    known = find_columns(best[1], columns)
    several = len(best[1]) > 1 and not any(
        len(cell) > 60 or cell.endswith((".", "!", "?")) for cell in best[1]
    )
    if several and (len(known) >= 2 or (called and (known or _consistent(lines, best[0])))):
        return best
    data = len(lines) > 1 and any(map(str.isdigit, best[1])) and _consistent(lines, best[0])
    if called and data:  # a table without a header: that no column is known will be said
        return best
    return best if called and len(best[1]) == 1 and known else None


def _consistent(lines: list[str], delimiter: str) -> bool:
    counts = {len(row) for row in csv.reader(lines[:20], delimiter=delimiter)}
    return len(counts) == 1 and counts.pop() > 1


def csv_rows(path: str, lines: Lines, delimiter: str, header: list[str], problems: list[Problem]) -> Iterator:
    """(row number, {column: value}) of every record after the header; rows that do not fit are reported."""
    width = len(header)
    for number, fields in enumerate(_records(path, lines, delimiter, width, problems), 1):
        if len(fields) != width > 1:  # in a single column, commas are punctuation
            problems.append(
                Problem(
                    f"{path}#{number}", "ragged row", f"{len(fields)} fields where the header has {width}"
                )
            )
        if len(fields) > width:  # a delimiter that was not quoted: the last column is the long one, as a rule
            fields[width - 1 :] = [delimiter.join(fields[width - 1 :])]
        row: dict[str, str] = {}
        for name, value in zip(header, fields, strict=False):
            row.setdefault(name, value)  # of two columns of one name, the first
        yield str(number), row


def _records(
    path: str, lines: Lines, delimiter: str, width: int, problems: list[Problem]
) -> Iterator[list[str]]:
    """The records of a CSV file after its header, also where a quote opens and never closes.

    Such a quote takes in the lines after it, up to the next quote or the end of the file. Where the
    line after it is a record by itself, only the line with the quote is read without quoting;
    otherwise the quotes are stray ones inside a field of several lines.
    """
    line = 1
    with _any_field_size():
        while line < len(lines):
            fields, used = _record(lines, line, delimiter, strict=True)
            if fields is None and used > 1 and _alone(lines, line + 1, delimiter, width):
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

    def __enter__(self):
        self.limit = csv.field_size_limit(2**31 - 1)

    def __exit__(self, *_):
        csv.field_size_limit(self.limit)
