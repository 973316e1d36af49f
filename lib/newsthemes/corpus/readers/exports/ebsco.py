"""EBSCO's records as text: labels on lines of their own, values indented below them, then the article."""

import re

from newsthemes.corpus.dates import find_date, parse_date
from newsthemes.corpus.readers.column_names import plain_name
from newsthemes.corpus.readers.exports.labelled import LABELS
from newsthemes.corpus.readers.exports.lines import LONGEST_LABEL, label_of

KIND = "EBSCO export"
RECORD = re.compile(r"^[ \t]*+Record:[ \t]*+\d{1,6}[ \t]*+\r?$", re.MULTILINE)
LABEL = re.compile(r"^\S[^:\n]{1,80}:")
OWN = {"accession number", "database", "full text word count", "document type"}
MARKS = [plain_name(name) for name in OWN]
ABSTRACT = {"text", "abstract"}
END = re.compile(r"^\s*+(?:~{4,}+\s*+$|copyright of .{1,200}? is the property of\b)", re.IGNORECASE)
SOURCE = re.compile(r"^(.{2,80}?)[.,;]\s++(?=\S*\d)")


def split(text: str) -> list[dict]:
    """The articles of an export, none where a text is not one: each begins with a line "Record: 3"."""
    if not RECORD.search(text):
        return []
    parts = RECORD.split(text)[1:]
    if not any(_marks(part) for part in parts):
        return []
    return [article for article in map(_article, parts) if article]


def _marks(part: str) -> bool:
    names = {plain_name(line.partition(":")[0]) for line in part.splitlines() if ":" in line[:LONGEST_LABEL]}
    return len(names & set(MARKS)) >= 2


def _article(part: str) -> dict | None:
    lines = part.splitlines()
    fields, body = _head(lines)
    text = _body(lines[body:], fields)
    source = fields.get("source", "")
    named = SOURCE.match(source)
    if not fields.get("title") or not (text or fields.get("abstract")):
        return None
    return {
        "title": " ".join(fields["title"].split()).rstrip("."),
        "text": text or fields["abstract"],
        "author": fields.get("author"),
        "source": (named[1] if named else source).strip() or None,
        "date": _date(source[named.end() :] if named else source),
        "url": fields.get("url"),
        "language": fields.get("language"),
        "section": fields.get("section"),
    }


def _head(lines: list[str]) -> tuple[dict[str, str], int]:
    """The fields of a record, and the line after them: the first that is neither label, nor indented, nor blank."""
    fields: dict[str, str] = {}
    field = None
    for number, line in enumerate(lines):
        if LABEL.match(line) and not line.lower().startswith("section:"):
            known, value = label_of(line, LABELS) or (None, line.partition(":")[2].strip())
            field = "abstract" if known == "text" else known
            if "persistent link" in line.lower()[:LONGEST_LABEL]:
                field = "url"
            if field and value:
                fields.setdefault(field, value)
        elif line.strip() and line[0].isspace():
            if field:
                fields[field] = "\n".join(filter(None, (fields.get(field), line.strip())))
        elif line.strip():
            return fields, number
    return fields, len(lines)


def _body(lines: list[str], fields: dict[str, str]) -> str:
    """The article below the fields, to the line that ends it; a line "Section: …" is a field."""
    kept = []
    for line in lines:
        if END.match(line):
            break
        if not kept and line.lower().startswith("section:"):
            fields["section"] = line.partition(":")[2].strip()
        else:
            kept.append(line)
    return "\n".join(kept).strip()


def _date(said: str) -> str | None:
    """The date in "3/5/2024, p3" or "Mar2024, Vol. 3": EBSCO's numbers have the month first."""
    spaced = re.sub(r"(?<=[^\W\d_])(?=\d{4})", " ", said)
    first = re.split(r"[,;]\s", spaced)[0].strip(" .")
    return find_date(spaced) or parse_date(first, order="month first")
