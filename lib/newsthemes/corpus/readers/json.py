"""JSON and JSON Lines."""

import json
import re
from collections.abc import Iterable, Iterator

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.columns import find_columns
from newsthemes.corpus.readers.content import Content, Found
from newsthemes.corpus.readers.lines import Lines
from newsthemes.corpus.readers.rows import Row, articles_of


def is_jsonl(content: Content) -> bool:
    if not _begins(content):
        return False
    objects = sum(map(_is_object, content.lines[:20]))
    return content.name.lower().endswith((".jsonl", ".ndjson")) or bool(objects and len(content.lines) > 1)


def is_json(content: Content) -> bool:
    if not _begins(content):
        return False
    starts = re.match(r"\s*+(?:\[\s*+)?\{\s*+(?:\"|\}|\Z)", "\n".join(content.lines[:3]))
    return bool(starts) or content.name.lower().endswith(".json")


def _begins(content: Content) -> bool:
    return bool(content.lines) and content.lines[0].lstrip().startswith(("{", "["))


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def read_lines(content: Content) -> Found:
    articles, problems = read_jsonl(content.decoded.text, content.item, content.columns)
    return Found(articles, content.notes + problems)


def read(content: Content) -> Found:
    articles, problems = read_json(content.decoded.text, content.item, content.columns)
    return Found(articles, content.notes + problems)


def read_jsonl(text: str, path: str, columns: dict[str, str]) -> tuple[list[Row], list[Problem]]:
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
            problems.append(Problem(f"{path}:{number}", "bad JSON line", str(error).splitlines()[0]))
            continue
        if isinstance(row, dict):
            yield str(number), row
        else:
            problems.append(
                Problem(
                    f"{path}:{number}", "bad JSON line", f"an object was expected, not {type(row).__name__}"
                )
            )


def read_json(text: str, path: str, columns: dict[str, str]) -> tuple[list[Row], list[Problem]]:
    """A list of objects, an object that holds one, or a single article; else one object a line. Raises ValueError."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        if text.lstrip().startswith("{") and "\n" in text.strip():
            return read_jsonl(text, path, columns)
        raise
    if isinstance(content, dict):
        lists = [
            v for v in content.values() if isinstance(v, list) and v and all(isinstance(i, dict) for i in v)
        ]
        content = (
            max(lists, key=len)
            if lists and not {"text", "title"} & set(find_columns(list(content), columns))
            else [content]
        )
    if not isinstance(content, list):
        raise ValueError("a list of objects was expected")
    problems = [
        Problem(f"{path}#{i}", "no article", "an object was expected")
        for i, row in enumerate(content, 1)
        if not isinstance(row, dict)
    ]
    articles, more = articles_of(
        ((str(i), row) for i, row in enumerate(content, 1) if isinstance(row, dict)), columns, path
    )
    return articles, problems + more
