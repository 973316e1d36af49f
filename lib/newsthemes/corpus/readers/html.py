"""HTML pages: the article's text and what the page says about it."""

import codecs
import re
import unicodedata
from copy import deepcopy
from typing import TYPE_CHECKING, cast

from newsthemes.corpus.decode import decode, repair, replace_surrogates
from newsthemes.corpus.filetype import is_page
from newsthemes.corpus.readers.content import Content, Found, problem_of
from newsthemes.corpus.readers.page_dates import page_date
from newsthemes.corpus.readers.page_kind import page_kind
from newsthemes.corpus.readers.page_parts import (
    LONGEST_INTRODUCTION,
    without_comments,
    without_link_lists,
    without_linked_paragraphs,
    without_related,
    without_site,
)
from newsthemes.corpus.readers.quiet import quiet
from newsthemes.corpus.readers.stated_dates import stated_names

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w:-]+)""", re.IGNORECASE)
TAG = re.compile(
    r"</?(?:p|div|section|article|h[1-6]|u|small|sup|sub|script|font|br|span|a|ul|ol"
    r"|li|strong|em|b|i|img|table|tr|td|figure|blockquote)\b[^<>]*>",
    re.I,
)
LONG_TAG = re.compile(r"<([a-zA-Z][\w:-]{0,60})[^<>]{1000,}+")
MOST_ATTRIBUTES = 300
SHORT = 300  # characters of a text below which a longer one is looked for
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no XML may hold them
RIGHTS = re.compile(r"\A\s*+(?:©|℗|\(c\)\s|copyright\s?(?:[:©]|\(c\)|\d{4}))", re.IGNORECASE)
SAVED_FROM = re.compile(  # what browsers and SingleFile write at the top
    r"<!--\s*+(?:saved from url=\(\d{1,6}\)|Page saved with SingleFile\s++url:\s*+)(https?://[^\s<>\"]++)",
    re.IGNORECASE,
)
LANG = re.compile(r"<html[^>]*?\s(?:xml:)?lang\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
         "euc_kr": "cp949", "iso8859-9": "cp1254"}  # as browsers read them  # fmt: skip
BLOCKS = (
    "p div br li tr td th h1 h2 h3 h4 h5 h6 section article header footer blockquote pre figcaption".split()
)


def matches(content: Content) -> bool:
    return is_page(content.start)


def read(content: Content) -> Found:
    page, notes = decode_page(content.data)
    saved = SAVED_FROM.search(page[:2_000])
    article = read_page(page, content.url or (saved[1] if saved else None))
    return Found([article or {"text": ""}], [problem_of(content.item, note) for note in notes])


def decode_page(data: bytes) -> tuple[str, list[str]]:
    """A page's text by the encoding it declares, where that fits, else as any other file."""
    declared = CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            name = codecs.lookup(declared[1].decode("ascii", "ignore")).name
            page = data.decode(WIDER.get(name, name)) if not name.startswith("utf-16") else None
        except (LookupError, UnicodeDecodeError, ValueError):
            page = None
        if isinstance(page, str):
            repaired = repair(replace_surrogates(page))
            return trim_tags(repaired), ["mojibake repaired"] if repaired != page else []
    decoded = decode(data)
    return trim_tags(decoded.text), decoded.notes


def trim_tags(page: str) -> str:
    """A page whose tags of more than 300 words have no attributes: 200,000 on one took the parser minutes."""
    return LONG_TAG.sub(lambda tag: tag[0] if len(tag[0].split()) <= MOST_ATTRIBUTES else f"<{tag[1]}", page)


def read_page(page: str, url: str | None = None) -> dict | None:
    """One article: trafilatura's main text and metadata, or all visible text where it finds none.

    Comments and related links are taken out first: their authors, dates and titles are not the article's. `page` says
    what the page is where it is no article. None when the page shows no text at all.
    """
    root = _parsed(page)
    if root is not None:
        without_comments(root)
    found = _extracted(page, root, url)
    text = (found.text if found else None) or visible_text(page)
    if not text or not text.strip():
        return None
    language = LANG.search(page[:20_000])
    kind = page_kind(found.title if found else None, text, root)
    if root is not None:
        without_related(root)
    address = (found.url if found else None) or url
    date, stated = (
        page_date(root, address, found.title if found else None, language[1] if language else None)
        if root is not None
        else (None, None)
    )
    author, publisher = stated_names(root) if root is not None else (None, None)
    headline = next((h1.text_content() for h1 in root.iter("h1")), None) if root is not None else None
    article = {
        "text": replace_surrogates(text),
        "title": found and without_site(found.title, found.sitename, found.hostname, headline),
        "source": (found and found.sitename) or publisher or (found and found.hostname) or None,
        "author": (found and found.author) or author,
        "date": date,
        "date_source": stated,
        "url": address,
        "language": language[1] if language else None,
    }
    return article | ({"page": kind} if kind else {})


def _extracted(page: str, root: "HtmlElement | None", url: str | None) -> "Document | None":
    """What trafilatura finds; where that is next to nothing, what it finds when it would rather take too much."""
    if root is not None:
        root = deepcopy(root)
        without_link_lists(root)
        without_linked_paragraphs(root, url, _canonical(root))
    found = _by_trafilatura(page, root, url, favor_recall=False)
    many = len(found.text or "") if found else 0
    if many < SHORT:
        more = _by_trafilatura(page, root, url, favor_recall=True)
        found = more if more and len(more.text or "") > 2 * many else found
    if found and found.text:
        found.text = _without_end(unicodedata.normalize("NFC", found.text))  # as its `extract` gives it
    return found


def _by_trafilatura(
    page: str, root: "HtmlElement | None", url: str | None, favor_recall: bool
) -> "Document | None":
    import trafilatura

    with quiet("trafilatura", "htmldate", "courlan"):
        extracted = trafilatura.bare_extraction(
            page if root is None else deepcopy(root),
            url=url,
            with_metadata=True,
            include_comments=False,
            favor_recall=favor_recall,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    return cast("Document | None", extracted)  # a dict only where as_dict is asked for


def _canonical(root: "HtmlElement") -> str | None:
    """The address that a page states as its own."""
    found = root.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content | //base/@href")
    return str(found[0]) if found else None


def _without_end(text: str) -> str:
    """A text without last lines that introduce what was left out, such as "Read more:", or claim rights to it."""
    lines = text.rstrip().split("\n")
    while len(lines) > 1 and (_introduces(lines[-1]) or RIGHTS.match(lines[-1])):
        lines.pop()
    return "\n".join(lines)


def _introduces(line: str) -> bool:
    return len(line) <= LONGEST_INTRODUCTION and line.rstrip().endswith((":", "："))


def _parsed(page: str) -> "HtmlElement":
    """The page as a tree without HTML comments, None where there is none; as trafilatura parses it."""
    from lxml import etree, html

    parser = html.HTMLParser(collect_ids=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        cleaned = trim_tags(CONTROLS.sub("", page)).encode("utf-8", "replace")
        return html.document_fromstring(cleaned, parser=parser)
    except (etree.ParserError, ValueError):
        return None


def is_markup(text: str) -> bool:
    """Whether a piece of text, such as a table's cell, is HTML: a line break, or two tags of which one closes."""
    tags = TAG.findall(text) if "<" in text else []
    breaks = any(tag[:3].lower() == "<br" for tag in tags)
    return breaks or (len(tags) >= 2 and any(tag.startswith("</") for tag in tags))


def visible_text(page: str) -> str:
    """What a page or a piece of HTML shows, a line a block; empty when it cannot be parsed."""
    root = _parsed(page)
    if root is None:
        return ""
    for element in list(root.iter("script", "style", "noscript", "template", "head")):
        element.drop_tree()
    for element in root.iter(*BLOCKS):
        element.tail = "\n" + (element.tail or "")
        element.text = "\n" + (element.text or "")
    lines = (" ".join(line.split()) for line in root.text_content().splitlines())
    return "\n".join(line for line in lines if line)
