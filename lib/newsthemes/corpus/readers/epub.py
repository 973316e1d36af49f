"""EPUB: each chapter in reading order is an article; cover, contents and imprint are not."""

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zipfile import ZipFile

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers import package
from newsthemes.corpus.readers.content import Content, Found, Unreadable, one_line
from newsthemes.corpus.readers.html import decode_page, visible_text
from newsthemes.corpus.readers.records import found_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
    from lxml.html import HtmlElement

CONTAINER = "META-INF/container.xml"
MOSTLY = 0.6  # of a chapter's characters
ASIDE = {
    "cover",
    "toc",
    "titlepage",
    "title-page",
    "copyright-page",
    "imprint",
    "landmarks",
    "colophon",
    "nav",
}


def matches(content: Content) -> bool:
    return CONTAINER in package.names(content)


def read(content: Content) -> Found:
    """Raises Unreadable when the book is damaged."""
    problems: list[Problem] = []
    with package.open_zip(content) as archive:
        try:
            about, chapters = _spine(archive)
        except (KeyError, IndexError, SyntaxError, ValueError, AttributeError) as error:
            if isinstance(error, Unreadable):
                raise
            raise Unreadable(f"damaged EPUB ({one_line(error)})") from error
        records = []
        for name in chapters:
            try:
                record = _chapter(package.read_part(archive, name))
            except Unreadable as error:
                problems.append(Problem(content.item, "chapter not read", f"{name}: {one_line(error)}"))
                continue
            if record:
                records.append(about | record)
    return found_of(content, "EPUB", records, "publication", problems)


def _spine(archive: ZipFile) -> tuple[dict, list[str]]:
    """(what the book says of itself, the names of its chapters in order)."""
    container = _parse(package.read_part(archive, CONTAINER))
    opf = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
    book = _parse(package.read_part(archive, opf))
    of = lambda name: book.xpath(f"string(//*[local-name()='metadata']/*[local-name()='{name}'])").strip()  # noqa: E731
    about = {"source": of("title"), "author": of("creator"), "date": of("date"), "language": of("language")}
    items = {
        item.get("id"): item for item in book.xpath("//*[local-name()='manifest']/*[local-name()='item']")
    }
    chapters = []
    for reference in book.xpath("//*[local-name()='spine']/*[local-name()='itemref']"):
        item = items.get(reference.get("idref"))
        if item is None or reference.get("linear") == "no" or "nav" in (item.get("properties") or "").split():
            continue
        chapters.append(
            posixpath.normpath(posixpath.join(posixpath.dirname(opf), unquote(item.get("href") or "")))
        )
    return about, chapters


def _chapter(data: bytes) -> dict | None:
    from lxml import etree, html

    page = decode_page(data)[0]
    try:
        root = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return None
    kinds = {kind for value in root.xpath("//body/@*|//body/*/@*") for kind in str(value).lower().split()}
    for bar in root.xpath("//*[contains(@class, 'calibre_navbar')]"):
        bar.drop_tree()
    text = visible_text(html.tostring(root, encoding="unicode"))
    if kinds & ASIDE and len(text) < 2000 or _is_contents(root):
        return None
    heading = next((h.text_content() for h in root.iter("h1", "h2", "h3")), None)
    title = " ".join((heading or root.findtext(".//title") or "").split())
    return {"title": title, "text": text} if len(text) > len(title) + 1 else None


def _is_contents(root: "HtmlElement") -> bool:
    """Whether a chapter is a list of links below its heading: what a newspaper or one of its sections holds."""
    listed = {next(link.iterancestors("li", "td"), None) for link in root.iter("a") if link.get("href")}
    size = lambda elements: sum(len(" ".join(e.text_content().split())) for e in elements)  # noqa: E731
    body = root.find("body")
    shown = size([body if body is not None else root]) - size(root.iter("h1", "h2", "h3"))
    return listed != {None} and bool(listed) and size(listed - {None}) > MOSTLY * shown


def _parse(data: bytes) -> "Element":
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
