"""RIS, the records of reference managers, as EBSCO, ProQuest, Europresse, Gale and Zotero export them."""

import re

from newsthemes.corpus.readers.exports.lines import YEAR

KIND = "RIS export"
TAG = re.compile(r"^([A-Z][A-Z0-9]) {1,2}-(?: (.*))?$")
FIRST, LAST = "TY", "ER"
BEGINS = re.compile(r"^TY {1,2}- ?\w{3,6}[ \t]*\r?$", re.MULTILINE)
FIELDS = {  # tags in the order in which they count
    "title": ("TI", "T1", "CT", "BT"),
    "text": ("AB", "N2", "N1"),
    "author": ("AU", "A1"),
    "source": ("JF", "JO", "T2", "J2", "JA", "PB"),
    "date": ("DA", "Y1", "PY"),
    "url": ("UR", "LK", "L2"),
    "language": ("LA",),
    "section": ("SE",),
    "keywords": ("KW",),
}
SEVERAL = frozenset(("author", "keywords"))  # fields of which a record has many


def split(text: str) -> list[dict]:
    """The records of a RIS file: from each line "TY  - NEWS" to its "ER"; none where a text is not one.

    >>> split("TY  - NEWS\\nTI  - Ferry sails\\nDA  - 2024/03/05/\\nAB  - Twice a day,\\nfrom June.\\nER  - \\n")
    [{'title': 'Ferry sails', 'text': 'Twice a day,\\nfrom June.', 'date': '2024/03/05'}]
    """
    if not BEGINS.search(text):
        return []
    records: list[list[tuple[str, str]]] = []
    ended = True
    for line in text.lstrip("\ufeff").splitlines():
        if tag := TAG.match(line.strip("\ufeff")):
            name, value = tag[1], (tag[2] or "").strip()
            if name == FIRST:
                records.append([])
            ended = name == LAST or not records
            if not ended:
                records[-1].append((name, value))
        elif not ended and line.strip():
            name, value = records[-1][-1]
            records[-1][-1] = name, f"{value}\n{line.strip()}"
    return [article for article in map(_article, records) if article.keys() & {"title", "text"}]


def _article(record: list[tuple[str, str]]) -> dict:
    stated: dict[str, list[str]] = {}
    for tag, value in record:
        if value:
            stated.setdefault(tag, []).append(value)
    article = {}
    for field, tags in FIELDS.items():
        values = next((stated[tag] for tag in tags if tag in stated), [])
        if values:
            article[field] = "; ".join(values) if field in SEVERAL else values[0]
    dates = [
        value.strip("/ ") for tag in FIELDS["date"] for value in stated.get(tag, []) if YEAR.search(value)
    ]
    if dates:
        article["date"] = max(dates, key=len)  # a year in one tag, the day in another
    if text := "\n".join(value for tag in FIELDS["text"][:1] for value in stated.get(tag, [])):
        article["text"] = text
    return article
