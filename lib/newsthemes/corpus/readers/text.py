"""Plain text and Markdown: the whole file is the article, and its first lines may name it."""

import re

from newsthemes.corpus.dates import find_date, parse_date
from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers import exports
from newsthemes.corpus.readers.content import Content, Found
from newsthemes.corpus.readers.frontmatter import front_matter

LIST_OF_URLS = "list of URLs"
URL_LINE = re.compile(r"https?://\S+", re.IGNORECASE)

HEADING = re.compile(r"^#{1,2}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
TITLE_LABEL = re.compile(
    r"^\W{0,4}(?:title|headline|titre|judul|título|titel|titolo)\W{0,2}[:：]\W{0,2}(.+)$", re.IGNORECASE
)
SENTENCE_END = re.compile(r"[.?!…:;,。！？：；，]['\"’”»)\]]*$")
TITLE_LENGTH = 300
DATED_LINES = 8  # a date line stands among the first lines
DATE_LINE = 45  # characters: a longer line that holds a date is a sentence about something else
NAMES = {
    "title": ("title", "headline"),
    "source": ("source", "site", "site_name", "publisher", "publication", "outlet", "newspaper"),
    "author": ("author", "authors", "byline", "by"),
    "date": ("date", "published", "publish_date", "published_at", "date_published", "pubdate"),
    "url": ("url", "link", "canonical", "permalink", "source_url"),
    "language": ("language", "lang", "locale"),
}


def read(content: Content) -> Found:
    """The article, or those of an archive's export saved as text."""
    text = content.decoded.text
    return exports.find(content, text) or Found(
        [read_plain(text)], content.notes + exports.looks_like_several(content.item, text)
    )


def is_list_of_urls(content: Content) -> bool:
    """Whether every line is a URL, but for comments."""
    stated = (line for line in map(str.strip, content.lines) if not line.startswith("#"))
    first = next(stated, "")
    return bool(URL_LINE.fullmatch(first)) and all(map(URL_LINE.fullmatch, stated))


def refuse_urls(content: Content) -> Found:
    return Found(
        [], [Problem(content.item, LIST_OF_URLS, "give this file by itself to have its pages fetched")]
    )


def read_plain(text: str) -> dict:
    """One article: front matter fields where there are some, else a title and a date line."""
    fields, body = front_matter(text)
    row = {name: next((fields[key] for key in keys if fields.get(key)), None) for name, keys in NAMES.items()}
    row["title"] = row["title"] or _title(text[body:])
    row["date"] = parse_date(row["date"], row["language"])
    row["date_source"] = "front matter" if row["date"] else None
    if row["date"] is None and (stated := _dateline(text[body:], row["language"])):
        row["date"], row["date_source"] = stated, "text"
    return row | {"text": text}


def _lines(text: str, many: int) -> list[str]:
    lines = (line.strip() for line in text[:20_000].splitlines())
    return [line for line in lines if line][:many]


def _title(text: str) -> str | None:
    """The first heading, "Title: …" line, or a first line that stands alone and ends no sentence."""
    first = _lines(text, 2)
    for line in first:
        if label := TITLE_LABEL.match(line):
            return label[1].strip(" *_")
    if first and (heading := HEADING.match(first[0])):
        return heading[1].strip(" *_")
    if len(first) < 2 or len(first[0]) > TITLE_LENGTH or SENTENCE_END.search(first[0]):
        return None
    return first[0] if any(character.isalpha() for character in first[0]) else None


def _dateline(text: str, language: str | None) -> str | None:
    for line in _lines(text, DATED_LINES):
        if len(line) <= DATE_LINE and not line.endswith((".", "。")) and (found := find_date(line, language)):
            return found
    return None
