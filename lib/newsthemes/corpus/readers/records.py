"""Articles that a container states field by field: those of a row of a table, with where their date stands."""

from collections.abc import Iterable

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.content import Content, Found
from newsthemes.corpus.readers.rows import articles_of

FIELDS = ("text", "title", "date", "url", "source", "author", "language")


def found_of(
    content: Content,
    kind: str,
    records: Iterable[dict],
    date_source: str = "export",
    problems: Iterable[Problem] = (),
) -> Found:
    """Records (dicts of article fields, dates as printed, and any fields of their own) as rows of ``kind``.

    Their numbers, from 1, tell them apart: the same file gives the same.
    """
    rows = [
        (str(number), {name: value for name, value in record.items() if value})
        for number, record in enumerate(records, 1)
    ]
    columns = {name: name for name in FIELDS if any(name in row for _, row in rows)}
    articles, more = articles_of(rows, columns, content.item)
    for article in articles:
        article["date_source"] = date_source if article.get("date") else None
    return Found(articles, [*problems, *more], kind=kind)
