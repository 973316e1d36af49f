"""Parts of a page that are not its article: readers' comments and related links; the site's name in a title."""

import re
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsthemes.corpus.headline import letters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

COMMENTS = re.compile(
    r"(?<!\S)comment(?=[\s_-]|$)|(?:^|[\s_-])(?:(?<!live-)(?<!match-)comments|comment-?(?:list|form|area|section|box)|"
    r"disqus(?:_thread)?|respond|reader-?comments|"
    r"comentarios?|commentaires?|kommentare?|kommentarbereich|leserkommentare|commenti|"
    r"reacties|komentar|yorumlar|"
    r"binh-?luan|fb-comments|livefyre|opiniones|user-?comments)(?:$|[\s_-])",
    re.IGNORECASE,
)  # of one: at the beginning of a name only, for captions are named "item__comment"
COMMENTS_HEADING = re.compile(
    r"\A\W*+(?:\d++\s*+)?(?:comments?\b|leave a (?:reply|comment)|join the conversation|"
    r"add a comment|comentar(?:ios?)?\b|"
    r"deja un comentario|deixe um comentário|commentaires?\b|réagir|kommentare?\b|"
    r"kommentieren|leserkommentare|diskussion\b|"
    r"commenti\b|lascia un commento|reacties\b|reageer|komentar\b|tulis komentar|"
    r"yorum(?:lar)?\b|комментари|коментар|"
    r"评论|評論|留言|コメント|댓글|bình luận|ความคิดเห็น|تعليقات|التعليقات|टिप्पणी)",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"(?:^|[\s_-])(?:related|recommend(?:ed|ations?)|more-?(?:news|stories)|read-?(?:also|"
    r"more)|also-?read|"
    r"most-?(?:read|popular)|trending|similar|lesen-?sie-?auch|mehr-?zum-?thema|"
    r"a-?lire|baca-?juga|terkait|"
    r"relacionad[oa]s?|correlati|gerelateerd|outbrain|taboola)(?:$|[\s_-])",
    re.IGNORECASE,
)
LISTED = re.compile(
    r"(?:^|[\s_-])(?:sidebar|teasers?)(?:$|[\s_-])", re.IGNORECASE
)  # of others, or of the article
SEPARATOR = re.compile(r"\s[|–—·•»›:-]+\s|\s?[|»›]\s?")
HOLDERS = "div section aside ul ol nav footer form".split()
LONGEST_NAME = 500  # characters of the names of an element
LONGEST_BYLINE = 300  # characters of a footer inside an article that says by whom and when it is
LEAST_LINKED = 0.3  # of the characters of a sidebar or a teaser, where it is one of other articles
DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip)(?:[?#]|\Z)", re.IGNORECASE)
LEAST_LINK, LONGEST_LINK = 20, 250  # letters, and characters, of a paragraph that leads to another article
MOST_LINKED = (
    0.6  # of its letters, as measured on trafilatura's pages: 28 unwanted phrases fewer, two wanted ones
)
PROSE, LEAST_PROSE = 200, 2  # characters of a paragraph, and such paragraphs, that make an article
LONGEST_INTRODUCTION = 80  # characters of a line that ends with a colon
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
MOST = 0.7  # of a page's text: a part that holds more of it is the page


def without_comments(root: "HtmlElement") -> None:
    """Take readers' comments out of a parsed page."""
    _drop(root, _is_comments)


def without_related(root: "HtmlElement") -> None:
    """Take related links and what stands beside the article out of a parsed page: their dates are not its own."""
    _drop(root, _is_beside)


def without_link_lists(root: "HtmlElement") -> None:
    """Take what stands beside the article and is in good part links out of a parsed page; the rest may be its text."""
    _drop(
        root,
        lambda element: _is_beside(element) and _linked(element) > LEAST_LINKED and not _has_prose(element),
    )


def _has_prose(element: "HtmlElement") -> bool:
    """Whether an element holds paragraphs of prose, as an article does whose page is named for its sidebar."""
    long = (p for p in element.iter("p") if len(p.text_content()) >= PROSE)
    return sum(_linked(paragraph) < LEAST_LINKED for paragraph in islice(long, LEAST_PROSE)) >= LEAST_PROSE


def without_linked_paragraphs(root: "HtmlElement", *addresses: str | None) -> None:
    """Take paragraphs that are hardly more than a link to another page of the site out: "Read more: …" in the text.

    Short ones stay, such as a name on a line of its own; so do lists, and links to documents and to other sites, which
    are the article's sources. `addresses`: of the page, as far as they are known.
    """
    host = next(filter(None, map(_host, addresses)), "")
    for paragraph in list(root.iter("p")):
        if paragraph.getparent() is None or len(text := paragraph.text_content()) > LONGEST_LINK:
            continue
        inside = [link for link in paragraph.iter("a") if _leads_inside(link.get("href") or "", host)]
        linked = sum(len(letters(link.text_content())) for link in inside)
        if linked >= LEAST_LINK and linked >= MOST_LINKED * len(letters(text)):
            _drop_with_heading(paragraph)


def _drop_with_heading(element: "HtmlElement") -> None:
    """Take an element out of a page, with the heading or the line before it that introduces nothing else."""
    before, after = element.getprevious(), element.getnext()
    element.drop_tree()
    if before is None or not (after is None or after.tag in HEADINGS):
        return
    introduced = " ".join(before.text_content().split())
    if before.tag in HEADINGS or (
        len(introduced) <= LONGEST_INTRODUCTION and introduced.endswith((":", "："))
    ):
        before.drop_tree()


def _leads_inside(link: str, host: str) -> bool:
    """Whether an address is that of another page of the same site."""
    if not link.strip() or DOCUMENT.search(link) or link.startswith(("#", "mailto:", "tel:", "javascript:")):
        return False
    there = _host(link)
    return not there or bool(host) and (there.endswith(host) or host.endswith(there))


def _host(url: str | None) -> str:
    try:
        return (urlsplit((url or "").strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _drop(root: "HtmlElement", is_part: Callable[["HtmlElement"], bool]) -> None:
    whole = max(len(root.text_content()), 1)
    for element in list(root.iter(*HOLDERS)):
        apart = element.getparent() is not None and is_part(element) and element.find(".//h1") is None
        if apart and len(element.text_content()) < MOST * whole:
            element.drop_tree()


def _is_comments(element: "HtmlElement") -> bool:
    if COMMENTS.search(f"{element.get('id') or ''} {element.get('class') or ''}"[:LONGEST_NAME]):
        return True
    first = next((child for child in element if isinstance(child.tag, str)), None)
    heading = first is not None and first.tag in ("h2", "h3", "h4", "h5")
    return heading and bool(COMMENTS_HEADING.match(first.text_content()[:100]))


def _is_beside(element: "HtmlElement") -> bool:
    if element.tag == "footer" and next(element.iterancestors("article"), None) is not None:
        return len(element.text_content()) > LONGEST_BYLINE
    named = f"{element.get('id') or ''} {element.get('class') or ''}"[:LONGEST_NAME]
    if element.tag in ("aside", "nav", "footer") or RELATED.search(named):
        return True
    return bool(LISTED.search(named)) and _linked(element) > LEAST_LINKED


def _linked(element: "HtmlElement") -> float:
    """The share of an element's characters, without white space, that are links."""
    if next(element.iterancestors("a"), None) is not None:
        return 1.0
    return sum(_size(link) for link in element.iter("a")) / max(_size(element), 1)


def _size(element: "HtmlElement") -> int:
    return len("".join(element.text_content().split()))


def without_site(title: str | None, site: str | None, host: str | None, headline: str | None) -> str | None:
    """A title without the name of the site, which pages write after or before it.

    >>> without_site("Ferry sails again | Norwick Post", "Norwick Post", None, None)
    'Ferry sails again'
    """
    if not title:
        return title
    if headline and letters(headline) and letters(title) != letters(headline):
        spelled = letters(headline)
        if letters(title).startswith(spelled) and SEPARATOR.match(title[_end_of(title, len(spelled)) :]):
            return " ".join(headline.split())
    names = {
        letters(name) for name in (site, *(host or "").split(".")[-3:-1], host) if name and letters(name)
    }
    parts = [m.start() for m in SEPARATOR.finditer(title)]
    if parts and letters(title[parts[-1] :]) in names:
        return title[: parts[-1]].rstrip()
    first = SEPARATOR.search(title)
    if first and letters(title[: first.start()]) in names:
        return title[first.end() :].lstrip()
    return title


def _end_of(title: str, many: int) -> int:
    """Where the first so many letters of a title end."""
    for place, character in enumerate(title):
        many -= bool(letters(character))
        if many == 0:
            return place + 1
    return len(title)
