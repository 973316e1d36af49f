"""JSON and JSON Lines."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.cells import cell_text
from newsthemes.corpus.readers.columns import Columns, find_columns
from newsthemes.corpus.readers.content import Content, Found, Unreadable, one_article, one_line
from newsthemes.corpus.readers.frontmatter import front_matter
from newsthemes.corpus.readers.lines import Lines
from newsthemes.corpus.readers.news_api import FEED, cut, error_of, lists_of, records_of
from newsthemes.corpus.readers.records import found_of
from newsthemes.corpus.readers.rows import Row, articles_of
from newsthemes.corpus.readers.subtitles import is_transcript, text_of_cues

ASSIGNED = re.compile(
    r"\A\s*+(?:(?:var|let|const)\s++)?[A-Za-z_$][\w.$]{0,80}+\s*+=\s*+(?=[\[{]\s*+[\[{\"])"
)  # in a script
VALUE = re.compile(r'null|true|false|-?\d[\d.eE+-]*|"[^"\n]*"')  # a whole file that is no list and no object
LONGEST_NAME = 200  # characters of what is before the value
TRIED = 50  # rows that tell what is in the others
NEXT = re.compile(r"[\s,]*+")


def is_jsonl(content: Content) -> bool:
    if not _begins(content) or content.lines[0].strip() == "[" or front_matter(content.start)[1]:
        return False
    objects = sum(map(_is_object, content.lines[:20]))
    return content.name.lower().endswith((".jsonl", ".ndjson")) or bool(objects and len(content.lines) > 1)


def is_json(content: Content) -> bool:
    if ASSIGNED.match(content.start[:LONGEST_NAME]):
        return True
    if content.name.lower().endswith(".json") and VALUE.fullmatch(content.start[:LONGEST_NAME].strip()):
        return True
    if not _begins(content) or front_matter(content.start)[1]:
        return False
    starts = re.match(r"\s*+(?:\[\s*+)?\{\s*+(?:\"|\}|\Z)", "\n".join(content.lines[:3]))
    return bool(starts) or content.name.lower().endswith(".json")


def is_setting(content: Content) -> bool:
    """Whether a script begins with an object that holds no articles: code follows it, or no field of it is a text."""
    assigned = ASSIGNED.match(content.start[:LONGEST_NAME])
    if not assigned or content.start[assigned.end()] != "{":
        return False
    try:
        value = json.loads(content.decoded.text[assigned.end() :].rstrip().rstrip(";"))
    except (ValueError, RecursionError):
        return True
    rows = _rows(value, content.columns)
    if rows != [value] or records_of(value):
        return False
    return not {"text", "title"} & set(find_columns(_opened(rows, content.columns)[0], content.columns))


def _begins(content: Content) -> bool:
    return bool(content.lines) and content.lines[0].lstrip().startswith(("{", "["))


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def read_lines(content: Content) -> Found:
    if found := _api_lines(content):
        return found
    articles, problems = read_jsonl(content.decoded.text, content.item, content.columns)
    return Found(articles, content.notes + problems)


def read(content: Content) -> Found:
    text = content.decoded.text
    if assigned := ASSIGNED.match(text[:LONGEST_NAME]):
        text = text[assigned.end() :].rstrip().rstrip(";")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        if values := _one_after_another(text):
            value = values
        elif text.lstrip().startswith("{") and "\n" in text.strip():
            return read_lines(content)
        else:
            raise
    if found := _of_api(content, value):
        return found
    if error := error_of(value):
        return Found([], [Problem(content.item, "no article", f"an error that an API answered: {error}")])
    if is_transcript(value):
        return one_article(content, {"text": text_of_cues(value)}, [])
    articles, problems = _of_value(value, content.item, content.columns)
    return Found(articles, content.notes + problems)


def _one_after_another(text: str) -> list[dict]:
    """The objects of a text that is one after the other, each over several lines; none where it is anything else."""
    decoder, place, values = json.JSONDecoder(), 0, []
    while (start := NEXT.match(text, place)) and start.end() < len(text):
        try:
            value, place = decoder.raw_decode(text, start.end())
        except (ValueError, RecursionError):
            return []
        if not isinstance(value, dict):
            return []
        values.append(value)
    return values


def read_jsonl(text: str, path: str, columns: Columns) -> tuple[list[Row], list[Problem]]:
    problems: list[Problem] = []
    articles, more = articles_of(_json_lines(Lines(text), path, problems), columns, path)
    return articles, problems + more


def _json_lines(lines: Iterable[str], path: str, problems: list[Problem]) -> Iterator[tuple[str, dict]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.append(Problem(f"{path}:{number}", "bad JSON line", one_line(error)))
            continue
        if isinstance(row, dict):
            yield str(number), row
        else:
            what = f"an object was expected, not {type(row).__name__}"
            problems.append(Problem(f"{path}:{number}", "bad JSON line", what))


def _api_lines(content: Content) -> Found | None:
    """Lines that are each an article, or a page of articles, of one API; None when the first is not."""
    values = []
    for line in Lines(content.decoded.text):
        try:
            values.append(json.loads(line)) if line.strip() else None
        except (ValueError, RecursionError):
            return None
        if len(values) == 1 and not records_of(values):
            return None
    return _of_api(content, values)


def _of_api(content: Content, value: Any) -> Found | None:
    """The articles that an API or a feed gave. What says that it is cut short is set aside and reported."""
    if not (answered := records_of(value)):
        return None
    kind, records = answered[0], list(answered[1])
    problems = content.notes
    for number, record in enumerate(records, 1):
        record["text"], missing = cut(record.get("text") or "")
        if missing:
            detail = f'the export ends it with "[+{missing} chars]"'
            problems.append(Problem(f"{content.item}#{number}", "truncated text", detail))
    return found_of(content, kind, records, "feed" if kind == FEED.kind else "api", problems)


def _of_value(value: Any, path: str, columns: Columns) -> tuple[list[Row], list[Problem]]:
    rows = _rows(value, columns)
    if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows[:TRIED]):
        rows = _opened(rows, columns)
    if not isinstance(rows, list):
        raise Unreadable("no article (a list of objects was expected)")
    problems = [
        Problem(f"{path}#{i}", "no article", "an object was expected")
        for i, row in enumerate(rows, 1)
        if not isinstance(row, dict)
    ]
    numbered = ((str(i), row) for i, row in enumerate(rows, 1) if isinstance(row, dict))
    articles, more = articles_of(numbered, columns, path)
    return articles, problems + more


def _rows(value: Any, columns: Columns) -> Any:
    """The rows in some JSON: of a list, of an object of columns or of rows, or the longest list in an object."""
    if isinstance(value, list):
        return (
            _with_header(value, columns) if value and all(isinstance(row, list) for row in value) else value
        )
    if not isinstance(value, dict):
        return value
    value = {name: item for name, item in value.items() if name not in ("@context", "@type")}  # JSON-LD
    if isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):
        names = list(map(str, value["columns"]))
        return [
            dict(zip(names, row, strict=False)) if isinstance(row, list) else row for row in value["data"]
        ]
    known = {"text", "title"} & set(find_columns(list(value), columns))
    inside = list(value.values())
    if known and inside and all(isinstance(column, dict) for column in inside):
        keys = dict.fromkeys(key for column in inside for key in column)
        return [{name: column.get(key) for name, column in value.items()} for key in keys]
    if known and inside and all(isinstance(column, list) for column in inside):
        return [dict(zip(value, row, strict=False)) for row in zip_longest(*inside)]
    if inside and all(isinstance(row, dict) for row in inside) and _is_article(inside[0], columns):
        return inside
    lists = [rows for rows in lists_of(value) if _is_article(rows[0], columns)]
    has_text = any(isinstance(value.get(name), str) for name in _text_columns(value, columns))
    if lists and not has_text:
        return max(lists, key=len)
    rows = [v for v in inside if isinstance(v, list) and v and all(isinstance(i, dict) for i in v)]
    return max(rows, key=len) if rows and not known else [value]


def _opened(rows: list, columns: Columns) -> list:
    """Rows with the fields of an object in them, where these hold a text that the rows lack: `{"tweet": {…}}`."""
    names = list(dict.fromkeys(name for row in rows[:TRIED] for name in row))
    plain = [name for name in names if any(not isinstance(row.get(name, {}), dict) for row in rows[:TRIED])]
    if "text" in find_columns(plain, columns):
        return rows
    inside = {
        name: list(
            dict.fromkeys(key for row in rows[:TRIED] if isinstance(row.get(name), dict) for key in row[name])
        )
        for name in names
    }
    holder = next((name for name, keys in inside.items() if "text" in find_columns(keys, columns)), None)
    if holder is None:
        return rows
    return [_joined(row, holder) for row in rows]


def _joined(row: Any, holder: str) -> Any:
    """A row with the fields of the object in it; where both name one, the row's own, unless it says nothing."""
    if not isinstance(row, dict) or not isinstance(row.get(holder), dict):
        return row
    own = {name: item for name, item in row.items() if name != holder}
    return {**own, **{name: item for name, item in row[holder].items() if cell_text(own.get(name)) is None}}


def _with_header(rows: list[list], columns: Columns) -> list[dict]:
    header = [str(cell) for cell in rows[0]]
    named = bool({"text", "title"} & set(find_columns(header, columns)))
    names = header if named else [f"column {i}" for i in range(1, max(map(len, rows)) + 1)]
    return [dict(zip(names, row, strict=False)) for row in rows[named:]]


def _is_article(row: dict, columns: Columns) -> bool:
    found = find_columns(list(row), columns)
    return len(found) >= 2 and bool({"text", "title"} & set(found))


def _text_columns(value: dict, columns: Columns) -> list[str]:
    found = find_columns(list(value), columns)
    return [found["text"]] if "text" in found else []
