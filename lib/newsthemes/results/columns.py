"""Columns that figures and experiments look up in the results of a study."""

from collections.abc import Mapping, Sequence

import pandas as pd

from newsthemes.missing import UNKNOWN
from newsthemes.results.study_tables import StudyTables


def word_counts(passages: pd.DataFrame) -> pd.Series:
    """Words in each passage, separated by white space: an int Series with the index of ``passages``."""
    return pd.Series([len(text.split()) for text in passages["text"]], passages.index, int)


def article_names(study: StudyTables) -> dict[str, str]:
    """{article_id: a name to show}: its title, with the id where another article has the same one or none."""
    articles = study.articles
    titles = articles["title"].where(articles["title"].notna(), "")
    shared = titles.duplicated(keep=False) & (titles != "")
    names = titles.where(titles != "", articles["article_id"])
    names = names.where(~shared, articles["article_id"] + ": " + names)
    return dict(zip(articles["article_id"], names, strict=True))


def of_article(study: StudyTables, column: str) -> pd.Series:
    """A column of ``articles`` for each kept passage, rows as in ``kept``; "unknown" where it is empty."""
    values = study.articles.set_index("article_id")[column].reindex(study.kept["article_id"])
    return values.where(values.notna(), UNKNOWN).reset_index(drop=True)


def theme_names(
    study: StudyTables, table: pd.DataFrame, more: Mapping[str, str] | Sequence[tuple[str, str]] = ()
) -> pd.DataFrame:
    """``table`` with the names of themes in place of their ids; ``more``: {id: name} of what is no theme."""
    return table.assign(theme=table["theme"].map({**study.theme_definitions.names, **dict(more)}))
