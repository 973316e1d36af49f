"""HTML pages: the article's text and what the page says about it."""

import codecs
import re
from copy import deepcopy
from typing import TYPE_CHECKING, cast

from newsthemes.corpus.decode import decode, repair, replace_surrogates
from newsthemes.corpus.filetype import is_page
from newsthemes.corpus.readers.content import Content, Found, problem_of
from newsthemes.corpus.readers.page_dates import page_date
from newsthemes.corpus.readers.page_kind import page_kind
from newsthemes.corpus.readers.page_parts import without_comments, without_related, without_site
from newsthemes.corpus.readers.quiet import quiet

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
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no XML may hold them
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
    article = read_page(page, content.url)
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
    import trafilatura

    root = _parsed(page)
    if root is not None:
        without_comments(root)
    with quiet("trafilatura", "htmldate", "courlan"):
        extracted = trafilatura.bare_extraction(
            page if root is None else deepcopy(root),
            url=url,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    found = cast("Document | None", extracted)  # a dict only where as_dict is asked for
    text = (found.text if found else None) or visible_text(page)
    if not text or not text.strip():
        return None
    language = LANG.search(page[:20_000])
    kind = page_kind(found.title if found else None, text, root)
    if root is not None:
        without_related(root)
    date, stated = page_date(root, url) if root is not None else (None, None)
    headline = next((h1.text_content() for h1 in root.iter("h1")), None) if root is not None else None
    article = {
        "text": replace_surrogates(text),
        "title": found and without_site(found.title, found.sitename, found.hostname, headline),
        "source": (found.sitename or found.hostname) if found else None,
        "author": found.author if found else None,
        "date": date,
        "date_source": stated,
        "url": (found.url if found else None) or url,
        "language": language[1] if language else None,
    }
    return article | ({"page": kind} if kind else {})


def _parsed(page: str) -> "HtmlElement":
    """The page as a tree, None where there is none."""
    from lxml import etree, html

    try:
        return html.document_fromstring(trim_tags(CONTROLS.sub("", page)))
    except (etree.ParserError, ValueError):  # ValueError: an XML declaration of another encoding
        return None


def is_markup(text: str) -> bool:
    """Whether a piece of text, such as a table's cell, is HTML: a line break, or two tags of which one closes."""
    tags = TAG.findall(text) if "<" in text else []
    breaks = any(tag[:3].lower() == "<br" for tag in tags)
    return breaks or (len(tags) >= 2 and any(tag.startswith("</") for tag in tags))


def visible_text(page: str) -> str:
    """What a page or a piece of HTML shows, a line a block; empty when it cannot be parsed."""
    from lxml import etree

    root = _parsed(page)
    if root is None:
        return ""
    for element in list(root.iter("script", "style", "noscript", "template", "head", etree.Comment)):
        element.drop_tree()
    for element in root.iter(*BLOCKS):
        element.tail = "\n" + (element.tail or "")
        element.text = "\n" + (element.text or "")
    lines = (" ".join(line.split()) for line in root.text_content().splitlines())
    return "\n".join(line for line in lines if line)
