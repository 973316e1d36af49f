"""What a page is when it is no article: an error, a captcha, a notice, a list of links, a video or a gallery."""

import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from newsthemes.corpus.readers.stated_dates import ARTICLE, json_ld, types_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def _patterns() -> dict[str, re.Pattern]:
    """{kind: what pages of it say in any language}, as page_kinds.tsv lists it."""
    lines = Path(__file__).with_name("page_kinds.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {
        kind: re.compile("|".join(said for found, _, said in rows if found == kind), re.IGNORECASE)
        for kind in dict.fromkeys(row[0] for row in rows)
    }


SAYS = _patterns()
LONGEST = 1_500  # characters: a longer text is not only a notice
SENTENCE = re.compile(r"[^.!?。！？\n]+")
PARTS = re.compile(r"\s[-–—]\s|[|·»]|\b\d{3}\b")
MARKS = " :.…!?\"'“”()[]"
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
SECTION_LINKS, SECTION_SHARE = (
    12,
    0.6,
)  # links with headlines, and their share of a page's words, that make a list
TEASERS = 6  # headings that are links, each with its own few lines
END = r".!?。！？।॥؟۔።။។"
PROSE = re.compile(  # a sentence; Thai and Lao have no mark at its end
    rf"(?:\A|(?<=[{END}]))[^{END}]{{40,}}+[{END}]|(?:\A|(?<=[。！？]))[^。！？]{{15,}}+[。！？]|[\u0e00-\u0eff]{{40,}}+"
)
LEAST_PROSE = 250  # characters of sentences that make an article beside its links
SHORT = 250  # characters of sentences below a video or a gallery
FEW = 3  # paragraphs below the headline of a teaser
PICTURES = 4  # that make a gallery
SHOWN = re.compile(r"video|gallery|slideshow", re.IGNORECASE)  # og:type, and types of JSON-LD
GALLERY = re.compile(
    r"gallery|slideshow|galerie|galer[ií]a|galleria|galeri\b|fotostrecke|bilderstrecke|diaporama|fotoserie|carousel",
    re.IGNORECASE,
)


def page_kind(title: str | None, text: str, root: "HtmlElement | None" = None) -> str | None:
    """Why a page is set aside, one of the reasons of passages; None for an article."""
    own = " ".join((root.findtext("head/title") or "").split()) if root is not None else ""
    return notice_kind(title, text, own) or (_shape(text, root) if root is not None else None)


def notice_kind(title: str | None, text: str, own: str = "") -> str | None:
    """What a short text is that says only that there is nothing to read: by its title and most of its sentences.

    `own`: the title that a browser shows, which an error may be named in.
    """
    if len(text) > LONGEST:
        return None
    first = (text.strip().splitlines() or [""])[0][:200]
    heads = [(title or "")[:200], first, own[:200]]
    if len(text) < LONGEST / 2:
        if _is_error(heads, text):
            return "error page"
        if _names(heads, "captcha heading") or any(map(SAYS["captcha"].search, heads)):
            return "captcha"
    if len(text) < LONGEST / 3 and SAYS["captcha"].search(text):
        return "captcha"
    return _wall(text.replace(title, "", 1) if title else text)


def _is_error(heads: list[str], text: str) -> bool:
    """Whether a heading says that there is no page; a number alone, or a line below, says so in hardly any text."""
    few = len(text) < LEAST_PROSE
    said = few and (any(map(SAYS["error number"].search, heads)) or SAYS["error page"].search(text))
    return bool(said) or _names(heads, "error heading") or any(map(SAYS["error page"].search, heads))


def _names(heads: list[str], kind: str) -> bool:
    """Whether a part of a heading, between its bars and dashes, is one of these and nothing else."""
    parts = [part.strip(MARKS) for head in heads for part in PARTS.split(head)]
    return any(map(SAYS[kind].fullmatch, parts))


def _wall(body: str) -> str | None:
    """What most sentences of a text are about, where one of them is addressed to the reader as a notice is."""
    sentences = [
        s for s in SENTENCE.findall(body) if len(s.split()) > 2 or len(s) > 12 or len(WIDE.findall(s)) > 5
    ]
    for kind, phrase in (("consent", "consent phrase"), ("login wall", "login phrase")):
        said = sum(bool(SAYS[kind].search(sentence)) for sentence in sentences)
        if len(sentences) >= 2 and said >= max(2, 0.6 * len(sentences)) and SAYS[phrase].search(body):
            return kind
    return None


def _shape(text: str, root: "HtmlElement") -> str | None:
    if _is_shown(text, root):
        return "video or gallery"
    return "section page" if _is_list(text, root) or _is_teasers(text, root) else None


def _is_shown(text: str, root: "HtmlElement") -> bool:
    """Whether a page is one around a video or pictures: it says so or has them, and hardly any sentences beside."""
    captions = {" ".join(caption.text_content().split()) for caption in root.iter("figcaption")}
    lines = [line for line in text.splitlines() if line.strip() not in captions]
    if (
        sum(len(sentence) for line in lines for sentence in PROSE.findall(line)) >= SHORT
        or len(text) >= LONGEST
    ):
        return False
    if SHOWN.match(" ".join(root.xpath("//meta[@property='og:type']/@content")[:1])):
        return True
    types = [name for item in json_ld(root) for name in types_of(item)]
    if any(map(SHOWN.search, types)) and not any(map(ARTICLE.search, types)):
        return True
    holders = root.xpath("//*[@class][not(ancestor-or-self::aside or ancestor-or-self::footer)]")
    return any(
        GALLERY.search(holder.get("class")) and len(list(holder.iter("img"))) >= PICTURES
        for holder in holders
    )


def _is_list(text: str, root: "HtmlElement") -> bool:
    """Whether the headlines of links are most of what a page says."""
    links = [" ".join(a.text_content().split()) for a in root.xpath("//body//a[@href][not(ancestor::nav)]")]
    linked = set(links)
    prose = [line for line in text.splitlines() if line.strip() not in linked and PROSE.search(line)]
    headlines = [link for link in links if len(link) >= 25]
    if sum(map(len, prose)) >= LEAST_PROSE or len(headlines) < SECTION_LINKS:
        return False
    words = len(
        " ".join(root.xpath("//body//text()[not(ancestor::script) and not(ancestor::style)]")).split()
    )
    return sum(len(link.split()) for link in headlines) >= SECTION_SHARE * max(words, 1)


def _is_teasers(text: str, root: "HtmlElement") -> bool:
    """Whether a page is a list of headlines that are links, each with the beginning of its article below it."""
    headings = [
        h
        for h in root.iter("h2", "h3", "h4")
        if h.find(".//a[@href]") is not None or h.getparent().tag == "a"
    ]
    if len(headings) < TEASERS:
        return False
    own = set(map(id, headings))
    known: dict[HtmlElement, bool] = {}
    teasers = {" ".join(p.text_content().split()) for p in root.iter("p") if _is_teaser(p, own, known)}
    prose = [
        line for line in text.splitlines() if " ".join(line.split()) not in teasers and PROSE.search(line)
    ]
    return sum(map(len, prose)) < LEAST_PROSE


def _is_teaser(paragraph: "HtmlElement", headings: set[int], known: "dict[HtmlElement, bool]") -> bool:
    """Whether the nearest element around a paragraph that holds a heading holds one of these, and hardly more.

    `known`: what was found for elements around other paragraphs, so that each is gone through once.
    """
    passed, found = [], False
    for above in paragraph.iterancestors():
        inside = [] if above in known else list(islice(above.iter("h1", "h2", "h3", "h4"), 2))
        passed.append(above)
        if above in known or inside:
            found = known[above] if above in known else _is_one_teaser(above, inside, headings)
            break
    known.update(dict.fromkeys(passed, found))
    return found


def _is_one_teaser(element: "HtmlElement", inside: "list[HtmlElement]", headings: set[int]) -> bool:
    few = len(list(islice(element.iter("p"), FEW + 1))) <= FEW
    return len(inside) == 1 and id(inside[0]) in headings and few
