"""Rows of any table to articles."""

from collections.abc import Iterable
from functools import lru_cache

from newsthemes.corpus.dates import date_order, numeric_date, parse_date
from newsthemes.corpus.decode import decode, repair, replace_surrogates
from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.columns import find_columns, plain_name
from newsthemes.corpus.readers.html import is_markup, visible_text

MOST_COLUMNS = 1000  # names that JSON objects may have between them; the others are not shown
Row = dict[str, str | None]


class NoTextColumn(ValueError):
    """A table in which no column is known to hold the text; the message names its columns."""


def articles_of(
    rows: Iterable[tuple[str, dict]], columns: dict[str, str], path: str
) -> tuple[list[Row], list[Problem]]:
    """Table rows, each (number, {column: value}), to articles. Raises NoTextColumn."""
    found: list[Row] = []
    problems: list[Problem] = []
    header: dict[str, None] = {}
    columns_of = lru_cache(maxsize=1000)(lambda names: find_columns(list(names), columns))
    for number, row in rows:
        header.update(dict.fromkeys(row) if len(header) < MOST_COLUMNS else {})
        stated = {field: _cell(row.get(name)) for field, name in columns_of(tuple(row)).items()}
        cells = {field: value and repair(value) for field, value in stated.items()}
        if cells != stated:  # in JSON, escapes hide it from the decoding of the file
            problems.append(Problem(f"{path}#{number}", "mojibake repaired"))
        text = cells.get("text") or cells.get("title") or ""
        text = visible_text(text) if is_markup(text) else text
        if not text.strip():
            problems.append(Problem(f"{path}#{number}", "no text", "the row has neither text nor title"))
            continue
        found.append(cells | {"text": text, "row": number})
    shown = ", ".join(list(header)[:8])
    for name in columns.values():
        if header and plain_name(name) not in map(plain_name, header):
            problems.append(Problem(path, f"column '{name}' not found", f"its columns are {shown}"))
    if not found and header and not {"text", "title"} & set(find_columns(list(header), columns)):
        raise NoTextColumn(
            f"its columns are {shown}; name the one to read with columns={{'text': '{next(iter(header))}'}}"
        )
    _date(found)
    _number(found)
    return found, problems


def _date(articles: list[Row]) -> None:
    order = date_order(article.get("date") for article in articles)
    for article in articles:
        stated = article.get("date")
        article["date"] = _parse(stated, article.get("language")) or (
            numeric_date(stated, order) if stated else None
        )
        article["date_source"] = "column" if article["date"] else None


_parse = lru_cache(maxsize=100_000)(parse_date)


def _number(articles: list[Row]) -> None:
    """Rows go by the table's own id where it has one for each, all different, else by their number."""
    ids = [article.pop("id", None) for article in articles]
    if articles and all(ids) and len(set(ids)) == len(ids):
        for article, own in zip(articles, ids, strict=True):
            article["row"] = own.strip()


def _cell(value) -> str | None:
    """Any cell as text: lists joined, a person's or publisher's name out of an object, null as None."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, bytes):
        return decode(value).text
    if isinstance(value, list):
        parts = [part for part in map(_cell, value) if part]
        return ("\n" if any(len(part) > 80 for part in parts) else ", ").join(parts) or None
    if isinstance(value, dict):
        return _cell(value.get("name") or value.get("value") or value.get("text"))
    text = replace_surrogates(value) if isinstance(value, str) else str(value)
    return text if text.strip() else None
