"""Lines as exports write them: labels in the languages of their pages, rules between records, dates."""

import re

from newsthemes.corpus.dates import find_date, parse_date
from newsthemes.corpus.readers.column_names import plain_name

RULE = re.compile(r"^\s*+(?:_{5,}+|={5,}+|-{5,}+|\*{5,}+)\s*+$")
RULE_LINE = re.compile(r"^[ \t]*+(?:_{10,}+|={10,}+|\*{10,}+)[ \t]*+\r?$", re.MULTILINE)
YEAR = re.compile(r"(?<!\d)(?:1[6-9]|2[01])\d\d(?!\d)|(?<!\d)2[45]\d\d(?!\d)")
COPYRIGHT = re.compile(r"^\s*+(?:copyright\b|©|\(c\)|℗)", re.IGNORECASE)
LONGEST_LABEL = 48  # characters
MOST_WORDS = 4  # of a label that is not known
LONGEST_DATE = 70  # characters: a longer line with a year in it is a sentence


def label_of(line: str, fields: dict[str, str]) -> tuple[str, str] | None:
    """(field, value) of a "label: value" line whose label stands in ``fields``, by its plain name."""
    label, colon, value = line.replace("：", ":", 1).partition(":")
    field = fields.get(plain_name(label)) if colon and len(label) <= LONGEST_LABEL else None
    return (field, value.strip()) if field else None


def head_of(line: str) -> str:
    """What stands before a line's colon, by its plain name, where that may be a label; else nothing."""
    head, colon, _ = line[: LONGEST_LABEL + 1].replace("：", ":", 1).partition(":")
    return plain_name(head) if colon and head[:1].isalpha() and len(head.split()) <= MOST_WORDS else ""


def is_date_line(line: str) -> bool:
    """Whether a line is short and holds a full date, and is no copyright notice."""
    short = 5 < len(line.strip()) <= LONGEST_DATE and YEAR.search(line) and not COPYRIGHT.match(line)
    return bool(short and (find_date(line) or parse_date(line)))


def by_plain_name(fields: dict[str, str]) -> dict[str, str]:
    """{plain name of each label: field} of {field: "label, label"}."""
    return {plain_name(label): field for field, labels in fields.items() for label in labels.split(", ")}
