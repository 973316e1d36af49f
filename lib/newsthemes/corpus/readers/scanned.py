"""Text of scanned newspapers: ALTO and PAGE XML, a line a paragraph."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsthemes.corpus.readers.content import Content, Found, Unreadable, one_article
from newsthemes.corpus.readers.xml import parse, root_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ROOTS = {"alto", "pcgts"}
HYPHEN = re.compile(r"[-¬\u00ad]\n(?=[^\W\d_])")  # a word that goes on in the next line


def matches(content: Content) -> bool:
    return root_of(content.start) in ROOTS


def read(content: Content) -> Found:
    """One article, the text of the page. Raises Unreadable where nobody has read the scan yet."""
    root = parse(content.data)
    blocks = _of_alto(root) if root.tag.lower() == "alto" else _of_page(root)
    text = "\n".join(" ".join(HYPHEN.sub("", "\n".join(lines)).split()) for lines in blocks)
    if not text.strip():
        raise Unreadable("no text (a scan of which no text was recognised)")
    return one_article(content, {"text": text})


def _of_alto(root: "Element") -> Iterator[list[str]]:
    """The lines of each block: words are attributes, and so is the hyphen of one that is broken."""
    for block in root.iter("TextBlock"):
        yield [
            "".join(_written(part) for part in line if isinstance(part.tag, str))
            for line in block.iter("TextLine")
        ]


def _written(part: "Element") -> str:
    return {"String": part.get("CONTENT") or "", "SP": " ", "HYP": part.get("CONTENT") or "-"}.get(
        part.tag, ""
    )


def _of_page(root: "Element") -> Iterator[list[str]]:
    for region in root.iter("TextRegion"):
        lines = [(line.findtext("TextEquiv/Unicode") or "").strip() for line in region.iter("TextLine")]
        yield lines if any(lines) else [(region.findtext("TextEquiv/Unicode") or "").strip()]
