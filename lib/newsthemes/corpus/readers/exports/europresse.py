"""Europresse exports: HTML pages with an element for each article, in French or English."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

KIND = "Europresse export"
CODE_DATE = re.compile(r"[·.](\d{4})(\d{2})(\d{2})[·.]")
CLASSES = {
    "title": ("titreArticleVisu", "rdp__articletitle", "titreArticle", "TitreArticleVisu"),
    "source": ("DocPublicationName", "rdp__DocPublicationName"),
    "head": ("DocHeader", "rdp__DocHeader"),
    "author": ("sm-margin-bottomNews", "docAuthors", "rdp__author"),
    "text": ("docOcurrContainer", "DocText", "rdp__articlebody"),
    "code": ("publiC-lblNodoc", "lblNodoc"),
}
ARTICLE = "//article[.//*[contains(@class, 'titreArticle') or contains(@class, 'rdp__articletitle')]]"
NUMBER = re.compile(r",\s*(?:n[o°º]|no\.|vol|issue|#)|(?<!\s)\s*+\((?:site|web)", re.IGNORECASE)
SECTION = re.compile(r"\A\W*+(\w[^,;]{1,59}?)(?=\s*+(?:[,;]|$))")


def split_page(page: str) -> list[dict]:
    """The articles of an export, none where a page is not one."""
    from lxml import etree, html

    if "titreArticle" not in page and "rdp__" not in page and "DocPublicationName" not in page:
        return []
    try:
        root = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return []
    return [record for article in root.xpath(ARTICLE) if (record := _record(article))["text"]]


def _record(article: "HtmlElement") -> dict:
    from newsthemes.corpus.dates import find_date

    head = _text(article, "head")
    code = CODE_DATE.search(_text(article, "code"))
    section = SECTION.match(head)
    return {
        "title": _text(article, "title"),
        "text": _paragraphs(article),
        "source": NUMBER.split(_text(article, "source"))[0],
        "date": find_date(head) or ("-".join(code.groups()) if code else None),
        "author": _text(article, "author"),
        "section": section[1] if section and not find_date(section[1]) and "," in head else None,
    }


def _find(article: "HtmlElement", field: str) -> list["HtmlElement"]:
    for name in CLASSES[field]:
        found = article.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")
        if found:
            return found
    return []


def _text(article: "HtmlElement", field: str) -> str:
    return " ".join((_find(article, field)[0].text_content() if _find(article, field) else "").split())


def _paragraphs(article: "HtmlElement") -> str:
    lines = []
    for container in _find(article, "text")[:1]:
        blocks = [p for p in container.iter("p", "h2", "h3", "li", "blockquote")] or [container]
        lines += [" ".join(block.text_content().split()) for block in blocks]
    return "\n".join(filter(None, lines))
