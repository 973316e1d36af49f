"""JSON of news APIs and feeds: which they are, and which of their fields holds what."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

TRUNCATED = re.compile(r"(?<!\s)\s*+(?:…|\.\.\.)?\s*+\[\+?(\d{1,9}) ?(?:chars?|characters?)\]\s*\Z")
FAILED = ("error", "fail", "failed", "failure")
ERROR_SAYS = ("message", "faultstring", "detail", "description", "code", "type")
MOST_OF_ERROR = 6  # fields of an answer that says only what went wrong
DEEPEST = 6  # levels within which a list of articles is looked for


class Api(NamedTuple):
    """``keys``: what every record has; ``fields``: paths to what an article has, the first that is there counts."""

    kind: str
    keys: tuple[str, ...]
    fields: dict[str, str]


APIS = (
    Api(
        "Guardian API",
        ("webTitle", "webUrl"),
        {
            "text": "fields.bodyText fields.body blocks.body fields.standfirst fields.trailText",
            "title": "fields.headline webTitle",
            "author": "fields.byline",
            "date": "webPublicationDate",
            "url": "webUrl",
            "source": "fields.publication",
            "language": "fields.lang",
            "section": "sectionName",
        },
    ),
    Api(
        "New York Times API",
        ("web_url", "headline"),
        {
            "text": "abstract+lead_paragraph snippet",
            "title": "headline.main headline.print_headline headline",
            "author": "byline.original",
            "date": "pub_date",
            "url": "web_url",
            "source": "source",
            "section": "section_name news_desk",
        },
    ),
    Api(
        "NewsAPI",
        ("publishedAt", "title", "url"),
        {
            "text": "content description",
            "title": "title",
            "author": "author",
            "date": "publishedAt",
            "url": "url",
            "source": "source.name source",
            "language": "language lang",
        },
    ),
    Api(
        "Bing News",
        ("name", "datePublished", "provider"),
        {
            "text": "description",
            "title": "name",
            "date": "datePublished",
            "url": "url",
            "source": "provider",
            "section": "category",
        },
    ),
    Api(
        "Event Registry",
        ("body", "uri", "title"),
        {
            "text": "body",
            "title": "title",
            "author": "authors",
            "date": "dateTimePub dateTime date",
            "url": "url",
            "source": "source.title source.uri",
            "language": "lang",
            "section": "categories",
        },
    ),
    Api(
        "GDELT list",
        ("seendate", "url"),
        {"title": "title", "date": "seendate", "url": "url", "source": "domain", "language": "language"},
    ),
    Api(
        "Media Cloud list",
        ("media_name", "publish_date"),
        {
            "text": "text story_text",
            "title": "title",
            "date": "publish_date",
            "url": "url",
            "source": "media_name media_url",
            "language": "language",
        },
    ),
)
FEED = Api(
    "JSON Feed",
    (),
    {
        "text": "content_text content_html summary",
        "title": "title",
        "author": "authors author",
        "date": "date_published date_modified",
        "url": "url external_url id",
        "source": "source",
        "language": "language",
        "section": "tags",
    },
)


def records_of(value: Any) -> tuple[str, Iterator[dict]] | None:
    """(kind, records) of what an API or a feed answered, one page or a list of them; None for anything else."""
    if isinstance(value, dict) and "jsonfeed.org" in str(value.get("version", "")):
        shared = {"source": value.get("title"), "language": value.get("language")}
        items = [item for item in value.get("items") or [] if isinstance(item, dict)]
        return FEED.kind, (_record(FEED, shared | item) for item in items)
    rows = [row for rows in lists_of(value) for row in rows] or list(_objects(value))
    for api in APIS:
        chosen = [row for row in rows if all(key in row for key in api.keys)]
        if chosen:
            return api.kind, (_record(api, row) for row in chosen)
    return None


def lists_of(value: Any, depth: int = 0) -> Iterator[list[dict]]:
    """Every list of objects in some JSON, outermost first; Elasticsearch's hits by what they hold."""
    if isinstance(value, list):
        rows = [row.get("_source", row) if "_id" in row else row for row in value if isinstance(row, dict)]
        rows = [row for row in rows if isinstance(row, dict)]
        if rows:
            yield rows
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if depth < DEEPEST:
        for item in inside:
            if isinstance(item, dict | list):
                yield from lists_of(item, depth + 1)


def _objects(value: Any, depth: int = 0) -> Iterator[dict]:
    """Every object in an object: an answer may hold one article and no list."""
    for item in value.values() if isinstance(value, dict) and depth < DEEPEST else ():
        if isinstance(item, dict):
            yield item
            yield from _objects(item, depth + 1)


def error_of(value: Any) -> str | None:
    """What an API says instead of articles, None where it gave some.

    >>> error_of({"status": "error", "code": "apiKeyInvalid", "message": "Your key is invalid."})
    'Your key is invalid.'
    """
    if not isinstance(value, dict) or any(isinstance(item, list) and item for item in value.values()):
        return None
    error = next((value[name] for name in ("error", "fault", "errors") if value.get(name)), None)
    if str(value.get("status")).lower() in FAILED:
        error = error or value
    said = [error] if isinstance(error, str) else []
    said += [error[name] for name in ERROR_SAYS if error.get(name)] if isinstance(error, dict) else []
    return " ".join(str(said[0]).split())[:200] if said and len(value) <= MOST_OF_ERROR else None


def _record(api: Api, row: dict) -> dict:
    record = {field: _first(row, paths.split()) for field, paths in api.fields.items()}
    if api.kind == "Guardian API":
        record["source"] = record["source"] or "The Guardian"
    if record.get("author"):
        record["author"] = re.sub(r"^by\s+", "", str(record["author"]), flags=re.IGNORECASE)
    return record


def _first(row: dict, paths: list[str]) -> str | None:
    for path in paths:
        parts = [written for name in path.split("+") if (written := _text(_at(row, name)))]
        if parts:
            return "\n".join(
                part for i, part in enumerate(parts) if not any(part in p for p in parts[i + 1 :])
            )
    return None


def _at(row: Any, path: str) -> Any:
    for name in path.split("."):
        row = row.get(name) if isinstance(row, dict) else None
    return row


def _text(value: object) -> str | None:
    """Some text, the names of a list of people, the summaries of a list of blocks."""
    if isinstance(value, list):
        parts = [text for text in map(_text, value) if text]
        return ("\n" if any(len(part) > 80 for part in parts) else ", ").join(parts) or None
    if isinstance(value, dict):
        names = ("bodyTextSummary", "bodyHtml", "name", "label", "title", "uri")
        return next((text for name in names if (text := _text(value.get(name)))), None)
    return str(value).strip() or None if isinstance(value, str | int | float) else None


def cut(text: str) -> tuple[str, int]:
    """A text without "… [+1234 chars]", and how many characters that says are missing; 0 where it says nothing."""
    found = TRUNCATED.search(text[-80:])
    return (text[: len(text) - len(found[0])].rstrip(), int(found[1])) if found else (text, 0)
