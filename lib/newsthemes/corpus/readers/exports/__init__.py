"""Exports of news archives: one text that holds many articles.

| module | what it knows |
|---|---|
| `nexis` | Nexis Uni and classic LexisNexis |
| `factiva` | Factiva, as text and as pages |
| `europresse` | Europresse, as pages |
| `labelled` | records of "label: value" lines: ProQuest, Gale, PressReader, EBSCO |
| `lines` | labels, rules and dates as all of them write them |
"""

from newsthemes.corpus.readers.content import Content, Found
from newsthemes.corpus.readers.exports import factiva, labelled, nexis
from newsthemes.corpus.readers.frontmatter import front_matter
from newsthemes.corpus.readers.records import found_of

TEXTS = (nexis, factiva, labelled)


def find(content: Content, text: str) -> Found | None:
    """The articles of an export, None where a text is not one; a text with front matter is one article."""
    if front_matter(text)[1]:
        return None
    for export in TEXTS:
        if records := export.split(text):
            return found_of(content, export.KIND, records)
    return None
