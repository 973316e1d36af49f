"""One file to its articles, whatever it is; whatever is wrong with it becomes a report row."""

from pathlib import Path

from newsthemes.corpus.decode import Decoded, decode, replace_surrogates
from newsthemes.corpus.discover import Input, Problem
from newsthemes.corpus.filetype import HEAD, NotText, sniff
from newsthemes.corpus.readers import NoTextColumn, read_csv, read_json, read_jsonl, read_parquet
from newsthemes.corpus.readers.documents import Unreadable, read_docx, read_pdf
from newsthemes.corpus.readers.html import decode_page, read_page
from newsthemes.corpus.readers.text import read_plain
from newsthemes.language.codes import language_code

LARGEST_DOCUMENT = 64 << 20  # bytes of one article's file
LARGEST_TABLE = 2 << 30
LIST_OF_URLS = "list of URLs"
TABLES = {"csv", "json", "jsonl", "parquet"}
Articles = tuple[list[dict], list[Problem]]


def read_input(found: Input, columns: dict[str, str]) -> Articles:
    """The articles of one file (dicts of article columns, `row` for rows of tables) and its problems."""
    try:
        articles, problems = _read(found.file, found.path, columns)
    except OSError as error:
        return [], [Problem(found.path, "not readable", error.strerror or str(error))]
    except Exception as error:  # a fault of a parser on one file must not cost the others
        return [], [Problem(found.path, *reason_of(error))]
    return [_clean(article) | {"path": found.path} for article in articles], problems


def reason_of(error: Exception) -> tuple[str, str]:
    """(reason, detail) for the report."""
    if isinstance(error, NotText):
        return "not text", str(error)
    if isinstance(error, NoTextColumn):
        return "no text column", str(error)
    if isinstance(error, Unreadable):
        return _note(str(error))
    if isinstance(error, MemoryError):
        return "too large", "not enough memory"
    return "not readable", f"{type(error).__name__}: {error}".splitlines()[0][:300]


def _read(file: Path, path: str, columns: dict[str, str]) -> Articles:
    if not file.is_file():
        what = "a link to a file that is not there" if file.is_symlink() else "not a regular file"
        return [], [Problem(path, "not readable", what)]
    size = file.stat().st_size
    if size == 0:
        return [], [Problem(path, "empty")]
    with file.open("rb") as stream:
        kind = sniff(stream.read(HEAD), file.name, columns)
    largest = LARGEST_TABLE if kind in TABLES else LARGEST_DOCUMENT
    if size > largest:
        return [], [Problem(path, "too large", f"{size >> 20} MB; the limit is {largest >> 20} MB")]
    if kind == "parquet":
        return read_parquet(file, path, columns)
    if kind == "urls":
        return [], [Problem(path, LIST_OF_URLS, "give this file by itself to have its pages fetched")]
    if kind in TABLES:
        return _read_table(decode(file.read_bytes()), kind, path, columns)
    return read_article(file.read_bytes(), kind, path)


def read_article(data: bytes, kind: str, path: str, url: str | None = None) -> Articles:
    """The one article in the content of a file, or of an HTTP response, that is no table."""
    if kind == "pdf":
        article, notes = read_pdf(data)
    elif kind == "zip":
        article, notes = read_docx(data), []
    elif kind == "html":
        page, notes = decode_page(data)
        article = read_page(page, url)
    else:
        decoded = decode(data)
        article, notes = read_plain(decoded.text), decoded.notes
    problems = [Problem(path, *_note(note)) for note in notes]
    if article is None or not _has_text(article["text"]):
        return [], [*problems, Problem(path, "empty" if kind == "text" else "no text")]
    return [_clean(article)], problems


def _read_table(decoded: Decoded, kind: str, path: str, columns: dict[str, str]) -> Articles:
    readers = {"csv": read_csv, "jsonl": read_jsonl, "json": read_json}
    articles, problems = readers[kind](decoded.text, path, columns)
    return articles, [Problem(path, *_note(note)) for note in decoded.notes] + problems


def _note(note: str) -> tuple[str, str]:
    reason, _, detail = note.partition(" (")
    return reason, detail.rstrip(")")


def _has_text(text: str) -> bool:
    return any(not character.isspace() and character.isprintable() for character in text)


def _clean(article: dict) -> dict:
    """Text or None in every column; metadata without line breaks, languages as ISO 639-1."""
    cleaned = {}
    for name, value in article.items():
        written = replace_surrogates(str(value)) if value is not None else None
        cleaned[name] = (
            written if name == "text" else (" ".join(written.split()) or None) if written else None
        )
    cleaned["language"] = language_code(cleaned.get("language"))
    return cleaned
