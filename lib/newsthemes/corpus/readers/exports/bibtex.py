"""BibTeX, as Zotero, JabRef and libraries export articles: their abstracts."""

import re

KIND = "BibTeX export"
ENTRY = re.compile(
    r"^[ \t]*+@(?!comment|string|preamble)[A-Za-z]{3,20}[ \t]*+\{[ \t]*+[^\s,{}]{1,200}+[ \t]*+,", re.M | re.I
)
BETWEEN = re.compile(r"[\s,]*+")
FIELD = re.compile(r"([A-Za-z][\w-]{0,40}+)\s*+=\s*+")
BARE = re.compile(r"[^\s,{}\"]++")
FIELDS = {
    "title": ("title",),
    "text": ("fulltext", "abstract", "annote", "note"),
    "author": ("author",),
    "source": ("journal", "journaltitle", "publisher", "booktitle"),
    "date": ("date",),
    "url": ("url",),
    "language": ("langid", "language"),
    "keywords": ("keywords",),
}


def split(text: str) -> list[dict]:
    """The entries of a BibTeX file that have a title and an abstract; none where a text is not one.

    >>> split("@article{a1,\\n title = {The {Port} closes},\\n year = 2024, "
    "month = mar,\\n abstract = {Two piers.}\\n}")
    [{'title': 'The Port closes', 'text': 'Two piers.', 'date': 'mar 2024'}]
    """
    starts = list(ENTRY.finditer(text)) if "@" in text else []
    if not starts:
        return []
    ends = [*(start.start() for start in starts[1:]), len(text)]
    found = [_article(_fields(text[a.end() : b])) for a, b in zip(starts, ends, strict=True)]
    return [article for article in found if article.keys() >= {"title", "text"}]


def _article(fields: dict[str, str]) -> dict:
    article = {
        field: value
        for field, names in FIELDS.items()
        if (value := next((fields[name] for name in names if fields.get(name)), None))
    }
    parts = [fields[name] for name in ("day", "month", "year") if fields.get(name)]
    if "date" not in article and "year" in fields:
        article["date"] = (
            " ".join(parts) if not fields.get("month", "x").isdigit() else "-".join(reversed(parts))
        )
    return article


def _fields(entry: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    place = 0
    while field := FIELD.match(entry, BETWEEN.match(entry, place).end()):
        value, place = _value(entry, field.end())
        fields.setdefault(field[1].lower(), " ".join(value.replace("{", "").replace("}", "").split()))
    return fields


def _value(entry: str, start: int) -> tuple[str, int]:
    """What stands between braces or quotation marks, or a bare word; and where it ends."""
    opened = entry[start : start + 1]
    if opened not in ("{", '"'):
        bare = BARE.match(entry, start)
        return (bare[0], bare.end()) if bare else ("", len(entry))
    depth = 0
    for place in range(start, len(entry)):
        character = entry[place]
        depth += (character == "{") - (character == "}")
        if place > start and depth == 0 and character == ("}" if opened == "{" else '"'):
            return entry[start + 1 : place], place + 1
    return entry[start + 1 :], len(entry)
