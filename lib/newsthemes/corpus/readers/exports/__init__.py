"""Exports of news archives: one text that holds many articles.

| module | what it knows |
|---|---|
| `nexis` | Nexis Uni and classic LexisNexis |
| `factiva` | Factiva, as text and as pages |
| `europresse` | Europresse, as pages |
| `ris` | RIS, the records of reference managers |
| `bibtex` | BibTeX |
| `ebsco` | EBSCO, as text |
| `labelled` | records of "label: value" lines: ProQuest, Gale, PressReader |
| `lines` | labels, rules and dates as all of them write them |
"""

from collections import Counter

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.content import Content, Found
from newsthemes.corpus.readers.exports import bibtex, ebsco, factiva, labelled, lines, nexis, ris
from newsthemes.corpus.readers.frontmatter import is_fenced
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
TEXTS = (ris, bibtex, ebsco, nexis, factiva, labelled)


def find(content: Content, text: str) -> Found | None:
    """The articles of an export, None where a text is not one; a text with front matter is one article."""
    if is_fenced(text):
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
            return [_one_article(item, f"{what} stands in it {times} times")]
    if lower.count(":") >= SEVERAL**2 and (labels := _labels(text)):
        return [_one_article(item, f"each of the labels {', '.join(labels)} stands in it equally often")]
    return []


def _one_article(item: str, why: str) -> Problem:
    return Problem(item, "read as one article", f"{why}: it may be several")


def _labels(text: str) -> list[str]:
    """Three labels or more, such as "Author:", that begin equally many lines, at least three each."""
    times = Counter(head for line in text.splitlines() if (head := lines.head_of(line)))
    many = Counter(number for number in times.values() if number >= SEVERAL)
    often, labels = max(many.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return [head for head in times if times[head] == often] if labels >= SEVERAL else []
