"""The groups shares are given for: any column of the articles or passages, or the month."""

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.missing import UNDATED, UNKNOWN

MONTH = "month"


def group_values(name: str, about: pd.DataFrame) -> np.ndarray:
    """The group of each row of ``about`` (articles, repeated as needed) as an object array: its value, "undated" for
    a month that is missing, "unknown" for any other value that is.

    ``name``: a column of ``about``, or "month" (of ``date``).

    >>> group_values("month", pd.DataFrame({"date": ["2024-05-02", None]})).tolist()
    ['2024-05', 'undated']
    """
    if name == MONTH and MONTH not in about:
        dates = about["date"] if "date" in about else pd.Series(None, about.index, object)
        months = dates.astype(object).where(
            dates.astype(object).str.len() >= len("2024-03")
        )  # "2024" has no month
        return _named(months.str[:7], UNDATED)
    if name in about:
        return _named(about[name], UNKNOWN)
    known = ", ".join([MONTH, *about.columns])
    raise InputError(f"prevalence: no column '{name}' to group by; there are: {known}")


def passage_groups(name: str, articles: pd.DataFrame, passages: pd.DataFrame) -> np.ndarray:
    """The group of each passage, as of :func:`group_values`, by a column of ``articles``, else of ``passages``.

    Only that column is spread over the passages: a table of all columns of their articles would hold more than the
    passages themselves.

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "source": ["Post", None]})
    >>> passage_groups("source", articles, pd.DataFrame({"article_id": ["b", "a", "a"]})).tolist()
    ['unknown', 'Post', 'Post']
    """
    if name == "article_id" or (name in passages and name not in articles and name != MONTH):
        return _named(passages[name], UNKNOWN)
    values = group_values(name, articles)
    place = pd.Index(articles["article_id"]).get_indexer(passages["article_id"])
    return np.append(values, UNDATED if name == MONTH and MONTH not in articles else UNKNOWN)[place]


def can_group(values: np.ndarray) -> bool:
    """Whether a column parts anything: at least two of its values are known."""
    known = pd.unique(values[(values != UNKNOWN) & (values != UNDATED)])
    return len(known) > 1


def _named(values: pd.Series, missing: str) -> np.ndarray:
    return values.astype(object).where(values.notna(), missing).to_numpy()
