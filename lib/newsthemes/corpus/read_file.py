"""One file to its articles, whatever it is; whatever is wrong with it becomes a report row."""

import os

from newsthemes.corpus.decode import replace_surrogates
from newsthemes.corpus.discover import ARTICLES_FOUND, Input, Problem
from newsthemes.corpus.headline import with_headline
from newsthemes.corpus.readers.columns import Columns
from newsthemes.corpus.readers.content import Content, Found, NotText, Unreadable, problem_of
from newsthemes.corpus.readers.registry import reader_of
from newsthemes.corpus.readers.rows import NoTextColumn
from newsthemes.errors import is_for_want_of_room
from newsthemes.language.codes import language_code
from newsthemes.parallel.limits import LimitPassed, limited

SECONDS, SLOWEST = 60, 50_000  # what a file may take: a minute, and a second for each 50 kB
MEMORY = 1 << 30  # bytes that it may take beyond ten times its size
DEEPEST = 4  # archives in archives
Articles = tuple[list[dict], list[Problem]]


def read_input(found: Input, columns: Columns) -> Articles:
    """The articles of one file (dicts of article columns, `row` for those of many) and its problems."""
    content = Content(found.path, found.file.name, columns, file=found.file)
    if not found.file.is_file():
        what = "a link to a file that is not there" if found.file.is_symlink() else "not a regular file"
        return [], [Problem(found.path, "not readable", what)]
    size = content.size
    try:
        with limited(SECONDS + size / SLOWEST, MEMORY + 10 * size):
            articles, problems = read_content(content)
    except LimitPassed as passed:
        return [], [Problem(found.path, "limit passed", f"{passed}; it was set aside")]
    return [article | {"path": found.path} for article in articles], problems


def lost(found: Input) -> Articles:
    """What is said of a file that ended the process which read it: a parser in C that never returned, or a fault."""
    detail = "its parser did not return, or ended its process; it was set aside"
    return [], [Problem(found.path, "limit passed", detail)]


def read_content(content: Content, depth: int = 0) -> Articles:
    """The articles of a file, of a part of one or of an answer of a server. Nothing in it raises an error.

    A full disk is no fault of the file: where a reader needs room and finds none, the OSError ends the run.
    """
    articles: list[dict] = []
    problems: list[Problem] = []
    try:
        found = _read(content)
        articles += found.articles
        problems += found.problems
        for part in found.parts:
            more, trouble = _read_part(part, depth)
            articles += more
            problems += trouble
        if found.kind:
            problems.append(_articles_found(content, found.kind, len(articles)))
    except Exception as error:  # a fault of a parser on one file must not cost the others
        if isinstance(error, OSError) and is_for_want_of_room(error):
            raise
        problems.append(reason_of(content.item, error))
    return articles, problems


def _read(content: Content) -> Found:
    """What the content's own reader finds, cleaned."""
    if content.size == 0:
        return Found([], [Problem(content.item, "empty")])
    reader = reader_of(content)
    if content.size > reader.largest:
        limit = f"{content.size >> 20} MB; the limit is {reader.largest >> 20} MB"
        return Found([], [Problem(content.item, "too large", limit)])
    found = reader.read(content)
    articles = [clean(article) for article in found.articles if _has_text(article["text"])]
    nothing = not articles and (found.articles or not (found.problems or found.parts or found.kind))
    problems = [*found.problems, Problem(content.item, reader.nothing)] if nothing else found.problems
    return found._replace(articles=articles, problems=problems)


def _read_part(part: Content | Problem, depth: int) -> Articles:
    if isinstance(part, Problem):
        return [], [part]
    if depth == DEEPEST:
        return [], [Problem(part.item, "not readable", f"archives in archives, more than {DEEPEST} deep")]
    articles, problems = read_content(part, depth + 1)
    for article in articles:
        article["url"] = article.get("url") or part.url
        if part.member:
            article["row"] = _row(part.member, article.get("row"))
    return articles, problems


def _row(member: str, row: str | None) -> str:
    """Where an article is in its file: the part, and its number there; a part of a part names both already."""
    if not row:
        return member
    return row if row.startswith((f"{member}/", f"{member}#")) or row == member else f"{member}#{row}"


def _articles_found(content: Content, kind: str, number: int) -> Problem:
    counted = "1 article" if number == 1 else f"{number} articles"
    return Problem(content.item, ARTICLES_FOUND, f"{counted}; {kind}")


def reason_of(item: str, error: Exception) -> Problem:
    """What the report says of an error."""
    if isinstance(error, NotText):
        return Problem(item, "not text", str(error))
    if isinstance(error, NoTextColumn):
        return Problem(item, "no text column", str(error))
    if isinstance(error, Unreadable):
        return problem_of(item, str(error))
    if isinstance(error, MemoryError):
        return Problem(item, "too large", "not enough memory")
    if isinstance(error, OSError) and error.errno:
        return Problem(item, "not readable", error.strerror or os.strerror(error.errno))
    return Problem(item, "not readable", f"{type(error).__name__}: {error}".splitlines()[0][:300])


def _has_text(text: str | None) -> bool:
    return any(not character.isspace() and character.isprintable() for character in text or "")


def clean(article: dict) -> dict:
    """Text or None in every column; metadata in one line, languages as ISO 639-1, the headline in the text."""
    cleaned = {}
    for name, value in article.items():
        written = replace_surrogates(str(value)) if value is not None else None
        cleaned[name] = (
            written if name == "text" else (" ".join(written.split()) or None) if written else None
        )
    cleaned["language"] = language_code(cleaned.get("language"))
    cleaned["text"] = with_headline(cleaned["text"] or "", cleaned.get("title"))
    return cleaned
