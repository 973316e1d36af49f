"""Pages that hold many articles: Factiva and Europresse as HTML, other exports saved as pages, tables, live blogs."""

import json
import re
from typing import TYPE_CHECKING

from newsthemes.corpus.filetype import is_page
from newsthemes.corpus.readers import exports, html
from newsthemes.corpus.readers.columns import find_columns
from newsthemes.corpus.readers.content import Content, Found, problem_of
from newsthemes.corpus.readers.exports import europresse, factiva
from newsthemes.corpus.readers.records import found_of
from newsthemes.corpus.readers.rows import articles_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Words one after the other: as one regular expression they take 20 ms a page.
EXPORT = (
    "lexisnexis", "lexis nexis", "load-date", "date de chargement", "ladedatum", "fecha de carga", "end of document",
    "factiva", "dow jones", "proquest", "pressreader", "gale document", "articleparagraph", "enheadline",
    "titrearticle", "rdp__", "docpublicationname", "cedrom",
)  # fmt: skip
FACTIVA_HEAD = re.compile(r">\s*+hd\s*+<")
FIRST_ROW = re.compile(r"<tr\b[^>]*+>(.{0,4000}?)</tr", re.IGNORECASE | re.DOTALL)
CELL = re.compile(r"<t[hd]\b[^>]*+>([^<]{0,80})", re.IGNORECASE)
JSON_LD = re.compile(r"<script[^>]{0,200}ld\+json[^>]{0,200}>(.*?)</script", re.IGNORECASE | re.DOTALL)
LIVE = "LiveBlogPosting"


def is_export(content: Content) -> bool:
    if not is_page(content.start):
        return False
    lower = content.start.lower()
    return any(word in lower for word in EXPORT) or bool(FACTIVA_HEAD.search(lower))


def read_export(content: Content) -> Found:
    """The articles of an archive's page; the page itself where it only mentions one."""
    page, notes = html.decode_page(content.data)
    problems = [problem_of(content.item, note) for note in notes]
    for export in (factiva, europresse):
        if records := export.split_page(page):
            return found_of(content, export.KIND, records, problems=problems)
    shown = html.visible_text(page)
    if found := exports.find(content, shown):
        return found
    found = html.read(content)
    return found._replace(problems=[*found.problems, *exports.looks_like_several(content.item, shown)])


def is_table(content: Content) -> bool:
    """Whether the first row of the first table of a page names columns: Excel's "xls" of many programs is one."""
    if "<tr" not in content.start and "<TR" not in content.start:
        return False
    row = FIRST_ROW.search(content.start)
    return bool(row) and _names_columns([cell.strip() for cell in CELL.findall(row[1])])


def _names_columns(names: list[str]) -> bool:
    found = find_columns([name for name in names if name], {})
    return len(found) >= 2 and bool({"text", "title"} & set(found))


def read_table(content: Content) -> Found:
    from lxml import html as lxml_html

    page, notes = html.decode_page(content.data)
    root = lxml_html.document_fromstring(page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    table = next(iter(root.iter("table")), root)
    rows = [[_cell(cell) for cell in row.iterchildren("td", "th")] for row in table.iter("tr")]
    rows = [row for row in rows if any(row)]
    numbered = ((str(i), dict(zip(rows[0], row, strict=False))) for i, row in enumerate(rows[1:], 1))
    articles, problems = articles_of(numbered, content.columns, content.item)
    return Found(articles, [problem_of(content.item, note) for note in notes] + problems)


def _cell(cell: "HtmlElement") -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in cell.text_content().splitlines())))


def is_live_blog(content: Content) -> bool:
    return LIVE in content.start and is_page(content.start)


def read_live_blog(content: Content) -> Found:
    """One article: the blog's own title and first date, its posts in the order of the page."""
    page, notes = html.decode_page(content.data)
    found = html.read(content)
    blog = next((blog for script in JSON_LD.findall(page) if (blog := _live_blog(script))), None)
    posts = [_post(post) for post in (blog or {}).get("liveBlogUpdate") or [] if isinstance(post, dict)]
    if not blog or not any(posts):
        return found
    article = found.articles[0] | {
        "title": blog.get("headline") or blog.get("name"),
        "date": str(blog.get("datePublished") or blog.get("coverageStartTime") or "")[:10] or None,
        "date_source": "html metadata",
        "text": "\n\n".join(filter(None, posts)),
    }
    return found._replace(articles=[article], kind=f"live blog of {len(posts)} posts")


def _live_blog(script: str) -> dict | None:
    try:
        value = json.loads(script)
    except (ValueError, RecursionError):
        return None
    graph = value.get("@graph", [value]) if isinstance(value, dict) else value
    return next((item for item in graph if isinstance(item, dict) and LIVE in str(item.get("@type"))), None)


def _post(post: dict) -> str:
    parts = (str(post.get("headline") or ""), str(post.get("articleBody") or ""))
    return "\n".join(html.visible_text(part) if html.is_markup(part) else part for part in parts if part)
