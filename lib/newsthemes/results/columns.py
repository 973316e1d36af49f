"""Columns that figures and experiments look up in the results of a study."""

from collections.abc import Mapping, Sequence

import pandas as pd

from newsthemes.missing import UNKNOWN
from newsthemes.results.study_tables import StudyTables

OPENING = 80  # characters of a text that name an article without a title


def article_names(study: StudyTables) -> dict[str, str]:
    """{article_id: a name to show}: its title, else its address, else its source and date, else its first words; with
    the id where another article has the same one or none.

    >>> names = article_names(study)
    >>> names["table#a"], names["table#b"]
    ('table#a: Harbour to be dredged', 'Ferry pier closed')
    """
    articles = study.articles
    names = pd.Series("", articles.index, object)
    for found in (
        _texts(articles, "title"),
        _addresses(articles),
        _source_and_date(articles),
        _opening(articles),
    ):
        names = names.where(names != "", found)
    shared = names.duplicated(keep=False) & (names != "")
    ids = articles["article_id"]
    names = names.where(~shared, ids + ": " + names).where(names != "", ids)
    return dict(zip(ids, names, strict=True))


def _texts(articles: pd.DataFrame, column: str) -> pd.Series:
    """A column as texts without space around them, "" where there is none."""
    values = articles[column] if column in articles else pd.Series(None, articles.index, object)
    return values.where(values.notna(), "").astype(str).str.strip()


def _addresses(articles: pd.DataFrame) -> pd.Series:
    """Web addresses without their scheme and query."""
    return (
        _texts(articles, "url").str.replace(r"^https?://(?:www\.)?|[?#].*$", "", regex=True).str.rstrip("/")
    )


def _source_and_date(articles: pd.DataFrame) -> pd.Series:
    """ "Desk, 2024-05-02"; "" where one of the two is not known."""
    source, date = _texts(articles, "source"), _texts(articles, "date")
    return (source + ", " + date).where((source != "") & (date != ""), "")


def _opening(articles: pd.DataFrame) -> pd.Series:
    """The first words of the text."""
    return _texts(articles, "text").str.slice(0, OPENING).str.split("\n").str[0].str.strip()


def of_article(study: StudyTables, column: str) -> pd.Series:
    """A column of ``articles`` for each kept passage, rows as in ``kept``; "unknown" where it is empty."""
    values = study.articles.set_index("article_id")[column].reindex(study.kept["article_id"])
    return values.where(values.notna(), UNKNOWN).reset_index(drop=True)


def theme_names(
    study: StudyTables, table: pd.DataFrame, more: Mapping[str, str] | Sequence[tuple[str, str]] = ()
) -> pd.DataFrame:
    """``table`` with the names of themes in place of their ids; ``more``: {id: name} of what is no theme."""
    return table.assign(theme=table["theme"].map({**study.theme_definitions.names, **dict(more)}))
