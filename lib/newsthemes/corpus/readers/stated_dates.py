"""What a page's metadata state: dates in JSON-LD, meta elements and the address; names in JSON-LD."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from newsthemes.corpus.dates import parse_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ARTICLE = re.compile(r"article|posting|report|review|newsitem|recipe", re.IGNORECASE)
BESIDE_ARTICLE = re.compile(
    r"image|person|organi[sz]ation|comment|breadcrumb|site|event|product|offer", re.IGNORECASE
)
PUBLISHED = ("datePublished", "dateCreated", "uploadDate")
# Names of meta elements, as Dublin Core, Open Graph, schema.org, Highwire and analytics spell them.
META_PUBLISHED = re.compile(
    r"publi(?:sh(?!er)|cation)|pub_?-?date|issued|creat(?:ed|ion)|posted|release_?-?date|ptime|citation_(?:online_)?date"
    r"|first_?published|regdate|uploaddate"
)
META_UPDATED = re.compile(r"modif|updat|revis|lastmod|lastdate|accessed|expir")
META_DATE = re.compile(r"(?:\A|[.:_-])date\Z|\Atimestamp\Z|displaydate|\Aarticle\W?date")
UTC = re.compile(r"(?:Z|[+-]00:?00|\bGMT|\bUTC)\s*\Z", re.IGNORECASE)
IN_ADDRESS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/_-]?)([01]?\d)\2([0-3]?\d)(?=\D|\Z)|(?<!\d)([0-3]?\d)-([01]?\d)-((?:19|20)\d\d)(?!\d)"
)
LONGEST_NAME = 100  # characters
FIRST_YEAR = 1990  # of an address


class Stated(NamedTuple):
    """A date of the metadata; ``utc``: whether it is that of Greenwich, where another day may have been."""

    date: str
    utc: bool


def published(root: "HtmlElement") -> list[Stated]:
    """When the article came out, as JSON-LD says and then meta elements that are named for it, best first."""
    return [*_in_json(root, ARTICLE), *_in_meta(root, META_PUBLISHED)]


def undetermined(root: "HtmlElement") -> list[Stated]:
    """Dates that metadata call only "date", or that are those of the page: of publication or of a change."""
    return [*_in_meta(root, META_DATE), *_in_json(root, None)]


def updated(root: "HtmlElement") -> list[Stated]:
    """When the page was changed."""
    return _in_meta(root, META_UPDATED)


def date_of_address(url: str | None) -> str | None:
    """The day that an address names, in any of its parts.

    >>> date_of_address("https://news.example/2024/03/05/ferry"), date_of_address("https://news.example/20240305-ferry")
    ('2024-03-05', '2024-03-05')
    """
    for found in IN_ADDRESS.finditer((url or "")[:2000]):
        year, _, month, day, *other = found.groups()
        if not year:
            day, month, year = other
        elif not found[2] and len(month + day) != 4:
            continue
        date = parse_date(f"{year}-{month}-{day}")
        if date and int(year) >= FIRST_YEAR:
            return date
    return None


def _in_meta(root: "HtmlElement", names: re.Pattern) -> list[Stated]:
    found = []
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        name = name.strip()[:100].lower()
        changed = names is not META_UPDATED and META_UPDATED.search(name)
        if not changed and names.search(name):
            found += _stated(meta.get("content"))
    return found


def _in_json(root: "HtmlElement", kinds: re.Pattern | None) -> list[Stated]:
    """The dates of the objects of some kinds that JSON-LD describes; of all that may be the page, by None."""
    found = []
    for item in json_ld(root):
        names = types_of(item)
        if any(map(kinds.search, names)) if kinds else not any(map(BESIDE_ARTICLE.search, names)):
            found += next(filter(None, (_stated(item.get(name)) for name in PUBLISHED)), [])
    return found


def _stated(value: Any) -> list[Stated]:
    date = parse_date(value) if isinstance(value, str) else None
    return [Stated(date, bool(UTC.search(value[-10:])))] if date else []


def json_ld(root: "HtmlElement") -> Iterator[dict]:
    """The objects of JSON-LD that stand by themselves, not inside a list of links."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        try:
            data = json.loads(script.text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        items = _dicts(data)
        yield from items
        for item in items:
            yield from (inner for name in ("@graph", "mainEntity") for inner in _dicts(item.get(name)))


def stated_names(root: "HtmlElement") -> tuple[str | None, str | None]:
    """(authors, publisher) of the first article that JSON-LD describes; None where it names none."""
    for item in json_ld(root):
        if any(map(ARTICLE.search, types_of(item))):
            authors, publishers = _names(item.get("author")), _names(item.get("publisher"))
            if authors or publishers:
                return "; ".join(authors) or None, next(iter(publishers), None)
    return None, None


def _names(value: Any) -> list[str]:
    given = [
        item.get("name") if isinstance(item, dict) else item
        for item in (value if isinstance(value, list) else [value])
    ]
    names = (" ".join(name.split()) for name in given if isinstance(name, str))
    return [name for name in names if name and len(name) <= LONGEST_NAME and "//" not in name]


def types_of(item: dict) -> list[str]:
    """What an object of JSON-LD is, such as "NewsArticle"."""
    kind = item.get("@type")
    return [name for name in (kind if isinstance(kind, list) else [kind]) if isinstance(name, str)]


def _dicts(value: Any) -> list[dict]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]
