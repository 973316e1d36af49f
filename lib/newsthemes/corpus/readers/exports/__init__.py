"""Exports of news archives: one text that holds many articles.

| module | what it knows |
|---|---|
| `nexis` | Nexis Uni and classic LexisNexis |
| `factiva` | Factiva, as text and as pages |
| `europresse` | Europresse, as pages |
| `ris` | RIS, the records of reference managers |
| `ebsco` | EBSCO, as text |
| `labelled` | records of "label: value" lines: ProQuest, Gale, PressReader |
| `lines` | labels, rules and dates as all of them write them |
"""

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.content import Content, Found
from newsthemes.corpus.readers.exports import ebsco, factiva, labelled, lines, nexis, ris
from newsthemes.corpus.readers.frontmatter import front_matter
from newsthemes.corpus.readers.records import found_of

LOOKS = {  # lines that an export has once for each article, and words without which it has none
    "a line that ends a document": (("end of doc", "fin d", "ende des", "fim d", "einde van"), nexis.END),
    'a line such as "1 of 20 DOCUMENTS"': ((" documents\n", " dokumente\n", " documentos\n"), nexis.NUMBERED),
    'a line "Title: …"': (
        ("title:", "titre:", "título:", "titel:", "titolo:", "headline:"),
        labelled.TITLE_LINE,
    ),
    "a rule": (("__________", "==========", "**********"), lines.RULE_LINE),
}
SEVERAL = 3  # such lines in a text that was read as one article
TEXTS = (ris, ebsco, nexis, factiva, labelled)


def find(content: Content, text: str) -> Found | None:
    """The articles of an export, None where a text is not one; a text with front matter is one article."""
    if front_matter(text)[1]:
        return None
    for export in TEXTS:
        if records := export.split(text):
            return found_of(content, export.KIND, records)
    return None


def looks_like_several(item: str, text: str) -> list[Problem]:
    """What the report says of a text that has the marks of an export and was read as one article."""
    lower = text.lower()
    for what, (words, pattern) in LOOKS.items():
        there = any(lower.count(word) >= SEVERAL for word in words)
        if there and (times := len(pattern.findall(text))) >= SEVERAL:
            return [
                Problem(item, "read as one article", f"{what} stands in it {times} times: it may be several")
            ]
    return []
