"""RSS, Atom and RDF feeds, and sitemaps of news."""

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.content import Content, Found
from newsthemes.corpus.readers.quiet import quiet
from newsthemes.corpus.readers.records import found_of
from newsthemes.corpus.readers.xml import parse, root_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FEEDS = {"rss", "feed", "rdf", "channel"}
NO_POSTS = {
    "attachment",
    "nav_menu_item",
    "revision",
    "wp_navigation",
    "wp_global_styles",
    "custom_css",
    "wp_block",
}
SITEMAPS = {"urlset", "sitemapindex"}


def is_feed(content: Content) -> bool:
    return root_of(content.start) in FEEDS


def read_feed(content: Content) -> Found:
    import feedparser

    with quiet("feedparser"):
        feed = feedparser.parse(BytesIO(content.data))
    kind = "Atom feed" if feed.version.startswith("atom") else "RSS feed"
    posts = [entry for entry in feed.entries if entry.get("wp_post_type", "post") not in NO_POSTS]
    others = len(feed.entries) - len(posts)
    problems = (
        [Problem(content.item, "no article", f"attachments, menus and the like: {others}")] if others else []
    )
    return found_of(content, kind, [_entry(entry, feed.feed) for entry in posts], "feed", problems)


def _entry(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> dict:
    bodies = [part.get("value") for part in entry.get("content", [])] + [entry.get("summary")]
    source = entry.get("source") or {}
    tags = [tag.get("term") for tag in entry.get("tags", []) if tag.get("term")]
    return {
        "title": entry.get("title"),
        "text": max(filter(None, bodies), key=len, default=None),
        "date": entry.get("published") or entry.get("updated") or entry.get("created"),
        "url": entry.get("link") or entry.get("id"),
        "source": source.get("title") or feed.get("title"),
        "author": entry.get("author"),
        "language": entry.get("language") or feed.get("language"),
        "section": ", ".join(tags) or None,
    }


def is_sitemap(content: Content) -> bool:
    return root_of(content.start) in SITEMAPS


def read_sitemap(content: Content) -> Found:
    """The titles that a sitemap of news states; other sitemaps have none."""
    root = parse(content.data)
    records = [record for url in root.iter("url") if (record := _news(url)).get("title")]
    if records:
        return found_of(content, "sitemap of news", records, "sitemap")
    advice = "a sitemap without titles; give its addresses as a list, one a line, to have the pages fetched"
    return Found([], [Problem(content.item, "no article", advice)])


def _news(url: "Element") -> dict:
    fields = {
        "title": "title",
        "date": "publication_date",
        "source": "publication/name",
        "language": "publication/language",
        "section": "keywords",
    }
    record = {field: url.findtext(f"news/{path}") for field, path in fields.items()}
    return record | {"url": url.findtext("loc")}
