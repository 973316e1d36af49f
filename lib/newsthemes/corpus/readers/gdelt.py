"""GDELT's Global Knowledge Graph as it is delivered: 27 fields a line and no names of columns."""

import html
import re

from newsthemes.corpus.readers.content import Content, Found
from newsthemes.corpus.readers.lines import Lines
from newsthemes.corpus.readers.records import found_of

FIELDS = 27
RECORD = re.compile(r"\A\d{14}-T?\d+\t\d{14}\t")
DATE, SOURCE, ADDRESS, EXTRAS = 1, 3, 4, 26
TITLE = re.compile(r"<PAGE_TITLE>([^<]{1,1000})</PAGE_TITLE>")
PUBLISHED = re.compile(r"<PAGE_PRECISEPUBTIMESTAMP>(\d{8})")


def matches(content: Content) -> bool:
    return bool(RECORD.match(content.start)) and content.lines[0].count("\t") == FIELDS - 1


def read(content: Content) -> Found:
    """The titles, which are all that it has of the articles' own words."""
    records = [
        _record(line.rstrip("\r\n").split("\t")) for line in Lines(content.decoded.text) if line.strip()
    ]
    return found_of(content, "GDELT list", records, "export", content.notes)


def _record(cells: list[str]) -> dict:
    extras = cells[EXTRAS] if len(cells) == FIELDS else ""
    title, published = TITLE.search(extras), PUBLISHED.search(extras)
    cells += [""] * (FIELDS - len(cells))
    return {
        "title": html.unescape(title[1]).strip() if title else None,
        "date": published[1] if published else cells[DATE][:8],
        "source": cells[SOURCE],
        "url": cells[ADDRESS],
    }
