"""Exports of news archives: one text that holds many articles.

| module | what it knows |
|---|---|
| `nexis` | Nexis Uni and classic LexisNexis |
| `factiva` | Factiva, as text and as pages |
| `europresse` | Europresse, as pages |
| `labelled` | records of "label: value" lines: ProQuest, Gale, PressReader, EBSCO |
"""

from newsthemes.corpus.readers.content import Content, Found


def find(content: Content, text: str) -> Found | None:
    """The articles of an export, None where a text is not one."""
    return None
