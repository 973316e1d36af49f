"""Rows of any table to articles."""

from collections.abc import Iterable
from itertools import chain, islice, takewhile

from newsthemes.corpus.decode import repair
from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.cells import cell_text
from newsthemes.corpus.readers.column_names import plain_name
from newsthemes.corpus.readers.columns import Columns, choose_columns, date_parts, named, parts_of_text

ARTICLE_COLUMNS = tuple(
    "article_id path title source author date date_source url language text story_id".split()
)
READ_AS = "read_as"  # which columns a row was read from, for those who ask
RESERVED = {*ARTICLE_COLUMNS, "row", "id", "month", "page", READ_AS}  # a month is that of the date
MOST_COLUMNS = 1000  # names that JSON objects may have between them; the others are not shown
TITLES_ONLY = "only titles read"
SAMPLE = 200  # rows that tell which column holds the text
Row = dict[str, str | None]


class NoTextColumn(ValueError):
    """A table in which no column is known to hold the text; the message names its columns."""


def articles_of(
    rows: Iterable[tuple[str, dict]], columns: Columns, path: str
) -> tuple[list[Row], list[Problem]]:
    """Table rows, each (number, {column: value}), to articles. Raises NoTextColumn.

    An article has what the columns say of it, `row`, and every other column of the table under its own name.
    """
    rows = iter(rows)
    sample = list(islice(rows, SAMPLE))
    header = _header(sample)
    read = [
        {name: cell_text(value, "title") for name, value in row.items() if name in header}
        for _, row in sample
    ]
    chosen = choose_columns(header, read, columns)
    parts = [] if "date" in chosen else date_parts(header)
    problems = _missing(header, columns, path)
    if not sample:
        return [], [*problems, Problem(path, "no rows", "a table of which only the header is there")]
    if not chosen.keys() & {"text", "title"}:
        raise NoTextColumn(
            f"its columns are {', '.join(header[:8])}; none is called text and none holds sentences: name the one that "
            "does with --text-column NAME (in Python columns={'text': NAME})"
        )
    found: list[Row] = []
    given = named(columns).get("text", ())
    joined = len(given) > 1
    leads, numbered = parts_of_text(header, chosen.get("text", [])) if not given else ([], [])
    read_as = ", ".join(
        f"{field} ← {' + '.join(names if joined and field == 'text' else names[:1])}"
        for field, names in chosen.items()
    )
    read_as += f", before the text ← {' + '.join(leads)}" if leads else ""
    read_as += f", text ← {' + '.join(numbered)}" if numbered else ""
    read_as += f", date ← {' + '.join(parts)}" if parts else ""
    for number, row in chain(sample, rows):
        if _is_header(row):
            continue  # of another table that was put below this one
        article, said = _article(row, chosen, leads, chosen["text"] if joined else numbered)
        if article and parts:
            article["date"] = _of_parts([cell_text(row.get(name), "date") for name in parts])
        problems += [Problem(f"{path}#{number}", *problem) for problem in said]
        if article:
            found.append(article | {"row": number, READ_AS: read_as})
    if found and "text" not in chosen:
        problems.append(
            Problem(path, TITLES_ONLY, "no column holds the text; name it with --text-column NAME")
        )
    problems += _date(found, path)
    _number(found)
    return found, problems


def _header(sample: list[tuple[str, dict]]) -> list[str]:
    return list(dict.fromkeys(name for _, row in sample for name in row))[:MOST_COLUMNS]


def _missing(header: list[str], columns: Columns, path: str) -> list[Problem]:
    there = set(map(plain_name, header))
    lacking = [
        names[0] for names in named(columns).values() if header and not there & set(map(plain_name, names))
    ]
    shown = f"its columns are {', '.join(header[:8])}"
    return [Problem(path, f"column '{name}' not found", shown) for name in lacking]


def _article(
    row: dict, chosen: dict[str, list[str]], leads: list[str], joined: list[str]
) -> tuple[Row | None, list[tuple[str, str]]]:
    """(article or None, (reason, detail) of what should be said of the row)."""
    stated = {field: _first(row, names, field) for field, names in chosen.items()}
    if joined:
        stated["text"] = _joined([cell_text(row.get(name), "text") for name in joined])
    if leads and stated.get("text"):
        stated["text"] = _joined([*(cell_text(row.get(name), "text") for name in leads), stated["text"]])
    cells = {field: value and repair(value) for field, value in stated.items()}
    problems = (
        [("mojibake repaired", "")] if cells != stated else []
    )  # in JSON, escapes hide it from decoding
    if not cells.get("text") and not cells.get("title"):
        return None, [*problems, ("no text", "the row has neither text nor title")]
    if not cells.get("text") and "text" in chosen:
        problems.append(("only the title read", "the row has no text"))
    return _others(row, chosen) | cells | {"text": cells.get("text") or cells["title"]}, problems


def _first(row: dict, names: list[str], field: str) -> str | None:
    return next((value for name in names if (value := cell_text(row.get(name), field))), None)


def _is_header(row: dict) -> bool:
    """Whether a row says the columns' names again."""
    said = {name: cell.strip() for name, cell in row.items() if isinstance(cell, str) and cell.strip()}
    return len(said) > 1 and all(cell == name for name, cell in said.items())


def _joined(cells: list[str | None]) -> str | None:
    """Several cells of one text, in their order; what another one holds is not said twice."""
    parts = [cell.strip() for cell in cells if cell]
    kept = [
        p
        for i, p in enumerate(parts)
        if not any(p in q for j, q in enumerate(parts) if j < i or (j > i and p != q))
    ]
    return "\n".join(kept) or None


def _of_parts(parts: list[str | None]) -> str | None:
    """A date of the year, the month and the day in columns of their own, as far as a row states them.

    >>> _of_parts(["2024", "3", "5"]), _of_parts(["2024.0", "March", None]), _of_parts([None, "3", "5"])
    ('2024-03-05', 'March 2024', None)
    """
    stated = [part.removesuffix(".0") for part in takewhile(bool, parts)]
    if all(map(str.isdigit, stated)):
        return "-".join(part.zfill(2) for part in stated) or None
    return " ".join(reversed(stated))


def _others(row: dict, chosen: dict[str, list[str]]) -> Row:
    """Every column that is no column of articles, under its own name; `table_` comes before a name that is taken."""
    used = {names[0] for field, names in chosen.items() if field != "id"}
    others: Row = {}
    for name, value in islice(row.items(), MOST_COLUMNS):
        if name not in used and str(name).strip():
            others[f"table_{name}" if name in RESERVED else str(name)] = cell_text(value)
    return others


def _date(articles: list[Row], path: str) -> list[Problem]:
    """Read every row's date as the whole column is written; a row each for those that were not understood."""
    from newsthemes.corpus.dates import read_dates

    stated = [article.get("date") for article in articles]
    read = read_dates(stated, [article.get("language") for article in articles])
    problems = []
    for article, written, date in zip(articles, stated, read, strict=True):
        article["date"], article["date_source"] = date, "column" if date else None
        if written and not date:
            problems.append(Problem(f"{path}#{article['row']}", "date not understood", written[:100]))
    return problems


def _number(articles: list[Row]) -> None:
    """Rows go by the table's own id where it has one for each, all different, else by their number."""
    ids = [article.pop("id", None) for article in articles]
    if articles and all(ids) and len(set(ids)) == len(ids):
        for article, own in zip(articles, ids, strict=True):
            article["row"] = own.strip()
