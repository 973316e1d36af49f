"""Files, folders and lists of URLs in; one table of articles out, and what was not read.

| module | what it knows |
|---|---|
| `discover` | which files there are |
| `read_file` | one file to its articles, by the reader that knows its content |
| `readers` | every format that is read |
| `filetype` | what is no text, and what is a page |
| `decode` | bytes to text |
| `dates`, `date_forms` | dates as inputs state them |
| `headline` | headlines, which are part of their articles |
| `fetch`, `validators` | lists of URLs, and which pages have changed |
"""

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import NamedTuple

import pandas as pd

from newsthemes.corpus.decode import decode
from newsthemes.corpus.discover import Input, Paths, Problem, find_inputs
from newsthemes.corpus.fetch import read_urls
from newsthemes.corpus.read_file import Articles, clean, lost, read_input
from newsthemes.corpus.readers.columns import Columns, named
from newsthemes.corpus.readers.frame import NAME, read_frame
from newsthemes.corpus.readers.rows import ARTICLE_COLUMNS, READ_AS, NoTextColumn
from newsthemes.corpus.readers.text import LIST_OF_URLS
from newsthemes.corpus.validators import Fetched
from newsthemes.errors import InputError
from newsthemes.parallel.processes import in_parallel, surviving

__all__ = ["ARTICLE_COLUMNS", "REPORT_COLUMNS", "Reading", "read", "read_corpus"]

REPORT_COLUMNS = ("step", "item", "reason", "detail")
NAMABLE = ("text", "title", "date", "url", "source", "author", "language", "id")
ACCEPTED = (
    "give a folder of txt, md, html, pdf, docx, csv, xlsx, json or parquet files, feeds, mail or archives"
)


class Reading(NamedTuple):
    """`articles` (one row each, ARTICLE_COLUMNS) and `report` (one row for each input not read in full).

    >>> reading = read(pd.DataFrame({"text": ["The ferry will sail twice a day from June.", ""]}))
    >>> len(reading.articles), reading.report[["item", "reason"]].values.tolist()
    (1, [['table#1', 'no text']])
    """

    articles: pd.DataFrame
    report: pd.DataFrame


def read_corpus(path: Paths | pd.DataFrame, columns: Columns | None = None) -> pd.DataFrame:
    """The articles of a file, a folder, a list of either, or a DataFrame: `read(path, columns).articles`.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"body": ["The ferry will sail twice a day from June."], "desk": ["local"]})
    >>> read_corpus(table)[["article_id", "text", "desk"]].values.tolist()
    [['table#0', 'The ferry will sail twice a day from June.', 'local']]
    """
    return read(path, columns).articles


def read(
    path: Paths | pd.DataFrame,
    columns: Columns | None = None,
    progress: bool = False,
    each: Callable = in_parallel,
    known: dict[str, Articles] | None = None,
    fetch: bool = True,
    note: Callable[[str, str], object] | None = None,
    fetched: dict[str, Fetched] | None = None,
) -> Reading:
    """Read a file, a folder (recursively), a text file of URLs, a list of any of these, or a DataFrame.

    The kind of a file is told from its content, whatever its extension. `columns` names table
    columns, `{"text": ["chapeau", "corps"], "date": "jour"}`, of which several may make up the text; those not
    named are found by their usual names and by what is in them. Every other column of a table is kept
    under its own name (`table_` goes before a name of ARTICLE_COLUMNS).

    Articles come sorted by path, then row; every column is text or None, and `date` is
    `YYYY-MM-DD`, `YYYY-MM` or `YYYY` as precisely as it is stated, or None: a date is stated in the input
    (`date_source` says where), never guessed.
    `text` is the article as decoded, its headline first.
    `story_id` is None until `assign_stories`. `article_id` is
    the path without its extension where that is unique, and `path#row` for rows of a table.

    Nothing in a file stops the reading: what cannot be read is a row of the report. Raises
    InputError when a path does not exist or when nothing at all could be read.

    `known`: what was read before of files that have not changed since, by path (see `read_input`). `fetch`: whether
    the pages of a list of URLs are asked for. `note(path, columns)` is told which columns rows of tables come from.
    `fetched`: what servers said of pages before, by URL; afterwards, what they said now (see `read_urls`).

    >>> table = pd.DataFrame({"chapeau": ["Bread costs more."], "corps": ["Flour is scarce."], "jour": ["2024-03-02"]})
    >>> articles, report = read(table, columns={"text": ["chapeau", "corps"]})
    >>> articles["text"][0].splitlines(), articles["date"].tolist(), len(report)
    (['Bread costs more.', 'Flour is scarce.'], ['2024-03-02'], 0)
    """
    _check(columns or {})
    if isinstance(path, pd.DataFrame):
        inputs, problems, name = [], [], NAME
        rows, found = _read_frame(path, columns or {})
    else:
        inputs, problems = find_inputs(path)
        rows, found = _read_all(path, inputs, columns or {}, progress, each, known or {}, fetch, fetched)
        name = os.fspath(path) if isinstance(path, str | os.PathLike) else ", ".join(map(str, path))
    problems += found
    if not rows:
        raise InputError(_nothing_read(name, inputs, problems))
    _identify(rows)
    for row in rows:
        read_as = row.pop(READ_AS, None)
        if note and read_as:
            note(row["path"], read_as)
    others = dict.fromkeys(name for row in rows for name in row if name not in ARTICLE_COLUMNS)
    articles = pd.DataFrame(rows, columns=[*ARTICLE_COLUMNS, *others], dtype=object)
    report = pd.DataFrame(
        [("read", *p) for p in sorted(set(problems))], columns=list(REPORT_COLUMNS), dtype=object
    )
    return Reading(articles.where(articles.notna(), None), report)


def _check(columns: Columns) -> None:
    for name in named(columns):
        if name not in NAMABLE:
            raise InputError(f"columns: '{name}' is no column of articles; name any of {', '.join(NAMABLE)}")


def _read_all(
    path: Paths,
    inputs: list[Input],
    columns: Columns,
    progress: bool,
    each: Callable,
    known: Mapping[str, Articles],
    fetch: bool,
    fetched: dict[str, Fetched] | None,
) -> Articles:
    """Every input's articles, sorted by path, then row; big corpora on all cores."""
    unknown = [found for found in inputs if found.path not in known]
    size = sum(_size(found) for found in unknown)
    named = {os.path.abspath(p) for p in ([path] if isinstance(path, str | os.PathLike) else path)}
    rows: list[dict] = []
    problems: list[Problem] = []
    one = partial(read_input, columns=columns)
    work = surviving(each(one, unknown, size, "reading" if progress else None), one, unknown, lost)
    for found in inputs:
        articles, trouble = known[found.path] if found.path in known else next(work)
        if fetch and os.path.abspath(found.file) in named and any(p.reason == LIST_OF_URLS for p in trouble):
            articles, trouble = read_urls(found, decode(found.file.read_bytes()).text, fetched=fetched)
        rows += articles
        problems += trouble
    return rows, problems


def _read_frame(frame: pd.DataFrame, columns: Columns) -> Articles:
    try:
        articles, problems = read_frame(frame, columns)
    except NoTextColumn as error:
        raise InputError(f"the table has no text column: {error}") from None
    return [clean(article) | {"path": NAME} for article in articles], problems


def _size(found: Input) -> int:
    try:
        return found.file.stat().st_size
    except OSError:
        return 0


def _identify(rows: list[dict]) -> None:
    """Give every article its id: unique, stable under other files being moved, free of control characters."""
    stems: dict[str, set[str]] = {}
    for row in rows:
        stems.setdefault(_stem(row["path"]), set()).add(row["path"])
    taken: set[str] = set()
    for row in rows:
        stem = _stem(row["path"])
        base = stem if len(stems[stem]) == 1 else row["path"]
        wanted = row["path"] + "#" + row.pop("row") if row.get("row") else base
        wanted = unique = "".join(c if c.isprintable() else "_" for c in wanted)
        copy = 1
        while unique in taken:
            copy += 1
            unique = f"{wanted}~{copy}"
        taken.add(unique)
        row["article_id"] = unique


def _stem(path: str) -> str:
    return str(PurePosixPath(path).with_suffix("")) if PurePosixPath(path).stem else path


def _nothing_read(name: str, inputs: list[Input], problems: list[Problem]) -> str:
    what = "folder" if os.path.isdir(name) else "corpus"
    if not inputs and not problems:
        return f"{what} '{name}' is empty; {ACCEPTED}"
    see = "; ".join(f"{p.item}: {p.reason}" for p in sorted(problems)[:3])
    see += f": {problems[0].detail}" if len(problems) == 1 and problems[0].detail else ""
    many = "1 input was skipped" if len(problems) == 1 else f"{len(problems)} inputs were skipped"
    return f"{what} '{name}' has no readable articles: {many} (see: {see}); {ACCEPTED}"
