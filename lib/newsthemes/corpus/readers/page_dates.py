"""When a page says that its article came out: JSON-LD and meta, then a date beside the headline, never one in prose."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsthemes.corpus.dates import find_date, parse_date
from newsthemes.corpus.readers.quiet import quiet

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ARTICLE = re.compile(r"article|blogposting|report|review|newsitem", re.IGNORECASE)
PUBLISHED = ("datePublished", "dateCreated", "uploadDate")
BESIDE = re.compile(
    r"date|time|publi|byline|firma|autor|author|meta|stamp|dateline|fecha|datum|tanggal|ngay", re.IGNORECASE
)
LONGEST = 120  # characters of a line that says when and by whom
NEAR = 12  # elements after the headline among which such a line stands


def page_date(root: "HtmlElement", url: str | None) -> tuple[str | None, str | None]:
    """(date, where it is stated): "html metadata" or "page"; (None, None) where the page states none.

    `root`: the parsed page without comments and related links.
    """
    if date := _in_json(root) or _in_head(root, url):
        return date, "html metadata"
    date = _in_element(root) or _near_headline(root)
    return (date, "page") if date else (None, None)


def _in_json(root: "HtmlElement") -> str | None:
    """The date of the article that JSON-LD describes."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        try:
            data = json.loads(script.text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            kind = item.get("@type")
            kinds = kind if isinstance(kind, list) else [kind]
            if any(isinstance(k, str) and ARTICLE.search(k) for k in kinds):
                for name in PUBLISHED:
                    if isinstance(item.get(name), str) and (date := parse_date(item[name])):
                        return date
    return None


def _items(data: Any) -> list[dict]:
    """The objects of a JSON-LD block that stand by themselves, not inside a list of links."""
    items = data if isinstance(data, list) else [data]
    found = [item for item in items if isinstance(item, dict)]
    inside = [item.get(name) for item in found for name in ("@graph", "mainEntity")]
    for value in inside:
        found += [i for i in (value if isinstance(value, list) else [value]) if isinstance(i, dict)]
    return found


def _in_head(root: "HtmlElement", url: str | None) -> str | None:
    """What htmldate finds in the head alone, or in the address."""
    import htmldate
    from lxml import etree, html

    head = root.find(".//head")
    page = html.document_fromstring("<html><body></body></html>")
    if head is not None:
        page.insert(0, html.fromstring(etree.tostring(head, encoding="unicode", with_tail=False)))
    with quiet("htmldate"):
        return parse_date(htmldate.find_date(page, url=url, extensive_search=False, original_date=True))


def _in_element(root: "HtmlElement") -> str | None:
    """The date of an element that is made for it, outside of prose."""
    for element in root.xpath(
        "//time | //*[@itemprop='datePublished'] | //abbr[@title][contains(@class, 'date')]"
    ):
        stated = element.get("datetime") or element.get("content") or element.get("title") or ""
        shown = " ".join(element.text_content().split())[:LONGEST]
        if not _in_prose(element) and (date := parse_date(stated) or parse_date(shown)):
            return date
    return None


def _in_prose(element: "HtmlElement") -> bool:
    """Whether an element stands in a paragraph that says more than when and by whom, or in a list of links."""
    for parent in element.iterancestors("p", "li", "blockquote", "td"):
        if parent.tag != "td" and (
            len(parent.text_content()) > LONGEST or (parent.tag == "li" and parent.find(".//a") is not None)
        ):
            return True
    return False


def _near_headline(root: "HtmlElement") -> str | None:
    """A full date in a short line just after the headline; numbers alone only where the line is named for it."""
    h1 = next(root.iter("h1"), None)
    for part in islice(_after(h1), NEAR) if h1 is not None else ():
        text = " ".join(part.text_content().split())
        if (
            not text
            or len(text) > LONGEST
            or text.endswith((".", "。"))
            or part.find(".//a[@href]") is not None
        ):
            continue
        named = BESIDE.search(
            f"{part.get('class') or ''} {part.get('id') or ''} {part.get('itemprop') or ''}"
        )
        date = find_date(text) or (parse_date(text) if named else None)
        if date and len(date) == len("2024-03-05"):
            return date
    return None


def _after(h1: "HtmlElement") -> Iterator:
    """The elements of text after a headline, its siblings' first."""
    for above in (h1, *list(h1.iterancestors())[:3]):
        for sibling in above.itersiblings():
            yield from sibling.iter("p", "span", "div", "small", "li")
