"""Parts of a page that are not its article: readers' comments and related links; the site's name in a title."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from newsthemes.corpus.headline import letters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|comments?-?(?:area|section|box)|"
    r"disqus(?:_thread)?|respond|reader-?comments|"
    r"comentarios?|commentaires?|kommentare?|kommentarbereich|leserkommentare|commenti|"
    r"reacties|komentar|yorumlar|"
    r"binh-?luan|fb-comments|livefyre|opiniones|user-?comments)(?:$|[\s_-])",
    re.IGNORECASE,
)
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
    r"more)|also-?read|sidebar|"
    r"most-?(?:read|popular)|trending|teasers?|similar|lesen-?sie-?auch|mehr-?zum-?thema|"
    r"a-?lire|baca-?juga|terkait|"
    r"relacionad[oa]s?|correlati|gerelateerd|outbrain|taboola)(?:$|[\s_-])",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"\s[|–—·•»›:-]+\s|\s?[|»›]\s?")
HOLDERS = "div section aside ul ol nav footer form".split()
LONGEST_NAME = 500  # characters of the names of an element
MOST = 0.7  # of a page's text: a part that holds more of it is the page


def without_comments(root: "HtmlElement") -> None:
    """Take readers' comments out of a parsed page."""
    _drop(root, _is_comments)


def without_related(root: "HtmlElement") -> None:
    """Take related links and what stands beside the article out of a parsed page: their dates are not its own."""
    _drop(root, _is_beside)


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
    named = f"{element.get('id') or ''} {element.get('class') or ''}"[:LONGEST_NAME]
    return element.tag in ("aside", "nav", "footer") or bool(RELATED.search(named))


def without_site(title: str | None, site: str | None, host: str | None, headline: str | None) -> str | None:
    """A title without the name of the site, which pages write after or before it.

    >>> without_site("Ferry sails again | Norwick Post", "Norwick Post", None, None)
    'Ferry sails again'
    """
    if not title:
        return title
    if headline and letters(headline) and letters(title) != letters(headline):
        told = letters(headline)
        if letters(title).startswith(told) and SEPARATOR.match(title[_end_of(title, len(told)) :]):
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
