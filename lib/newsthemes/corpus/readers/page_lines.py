"""The short lines that a page shows, each with the names of its elements: where a date, an author or a label stands."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.html import HtmlElement

INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q s samp small span strong sub "
    "sup time tt u var wbr".split()
)
UNSEEN = frozenset(
    "script style noscript template head title option select textarea svg iframe button".split()
)
PROSE = frozenset("p blockquote li dd figcaption td".split())
HEADINGS, TERMS, LINK = frozenset("h1 h2 h3 h4".split()), frozenset(["dl"]), frozenset("a")
NAMED = re.compile(
    r"date|time|publi|byline|firma|autor|author|meta|stamp|posted|fecha|datum|tanggal|ngay|data(?:[_\s-]|\Z)|fch"
    r"|stand\b",
    re.IGNORECASE,
)
LONGEST = 120  # characters of a line that says when and by whom: a longer one is prose
LONGEST_HEADLINE = 400
LONGEST_NAMES = 300


class Line(NamedTuple):
    """A line as the page shows it: its text, the names of its elements, and what they state for machines."""

    text: str
    names: str
    machine: str
    heading: bool
    linked: int  # letters of its links
    term: bool  # of a list of terms, as those of infoboxes and of users' profiles


def page_lines(root: "HtmlElement") -> list[Line]:
    """The lines of a parsed page in their order, without those that are longer than LONGEST, headings apart."""
    sizes = _sizes(root)
    lines = []
    parts: list[tuple[str, HtmlElement]] = []
    for element, text, ends in _pieces(root, sizes):
        if text and text.strip():
            parts.append((text, element))
        if ends and parts:
            shown = " ".join("".join(text for text, _ in parts).split())
            heading = _inside(parts[0][1], HEADINGS) is not None
            if len(shown) <= (LONGEST_HEADLINE if heading else LONGEST):
                lines.append(_line(shown, parts, sizes))
            parts = []
    return lines


def _sizes(root: "HtmlElement") -> dict["HtmlElement", int]:
    """The number of characters in each element, of a page of any size in one go."""
    from lxml import etree

    sizes: dict[HtmlElement, int] = {}
    many = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            sizes[element] = many
            many += len(element.text or "")
        else:
            sizes[element] = many - sizes[element]
            many += len(element.tail or "")
    return sizes


def _pieces(
    root: "HtmlElement", sizes: dict["HtmlElement", int]
) -> Iterator[tuple["HtmlElement", str | None, bool]]:
    """(element, text, whether the line ends there) in the order of the page; not recursive, for pages can be deep."""
    from lxml import etree

    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag not in INLINE or _stands_alone(element, sizes):
            yield element, None, True
        if event == "start":
            unseen += element.tag in UNSEEN
            around, text = element, element.text
        else:
            unseen -= element.tag in UNSEEN
            around, text = element.getparent(), element.tail
        if text and not unseen and around is not None:
            yield around, f" {text} ", False
    yield root, None, True


def _stands_alone(element: "HtmlElement", sizes: dict["HtmlElement", int]) -> bool:
    """Whether an inline element is a line of its own: made or named for a date, and in no paragraph of prose."""
    if element.tag != "time" and not NAMED.search(_names(element)):
        return False
    return all(sizes[above] <= LONGEST for above in element.iterancestors(*PROSE))


def _line(text: str, parts: list[tuple[str, "HtmlElement"]], sizes: dict["HtmlElement", int]) -> Line:
    elements = dict.fromkeys(element for _, element in parts)
    around = dict(elements)
    for element in elements:
        parent = element.getparent()
        if parent is not None and sizes[parent] <= LONGEST:
            around[parent] = None
    linked = "".join(part for part, element in parts if _inside(element, LINK) is not None)
    return Line(
        text,
        " ".join(map(_names, around)),
        next((said for element in around if (said := _machine(element))), ""),
        any(_inside(element, HEADINGS) is not None for element in elements),
        sum(map(str.isalpha, linked)),
        _inside(parts[0][1], TERMS) is not None,
    )


def _inside(element: "HtmlElement", tags: frozenset[str]) -> "HtmlElement | None":
    """The element itself or the nearest one around it that has one of some tags."""
    return element if element.tag in tags else next(element.iterancestors(*tags), None)


def _names(element: "HtmlElement") -> str:
    return " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))[:LONGEST_NAMES]


def _machine(element: "HtmlElement") -> str:
    """What a time element, or one that is said to hold a date, states for machines."""
    if element.tag == "time":
        return element.get("datetime") or ""
    if (element.get("itemprop") or "").lower() in ("datepublished", "datecreated"):
        return element.get("content") or element.get("datetime") or ""
    return (element.get("title") or "") if element.tag == "abbr" else ""
