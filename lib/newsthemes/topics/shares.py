"""How much of the coverage each topic is: over time and by any grouping, with intervals that know about reposts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.missing import UNDATED, UNKNOWN
from newsthemes.prevalence import prevalence

if TYPE_CHECKING:
    from newsthemes.topics.model import Topics

PERIODS = {"day": 10, "month": 7, "year": 4}  # characters of an ISO date


def shares_by(
    topics: "Topics", groups: Iterable[Any], group: str = "group", missing: str = UNKNOWN
) -> pd.DataFrame:
    """DataFrame ``group``, topic, label, share, low, high, n (texts in the group), stories (in the group) and note.

    ``groups``: one label a text, None where unknown. ``share``: of the texts of the group, those in no topic included;
    ``low`` and ``high``: an interval from a bootstrap over stories, null with a ``note`` where they are too few.
    """
    count = len(topics.assignment)
    groups = pd.Series(list(groups), dtype=object)
    if len(groups) != count:
        raise InputError(f"topics: {count} texts but {len(groups)} groups; give one a text")
    columns = [group, "topic", "label", "share", "low", "high", "n", "stories", "note"]
    if topics.table.empty or not count:
        return pd.DataFrame(columns=columns)
    articles = pd.DataFrame({"article_id": topics.articles, "story_id": topics.stories}).drop_duplicates(
        "article_id"
    )
    passages = pd.DataFrame(
        {"article_id": topics.articles, "text": "", group: groups.where(groups.notna(), missing)}
    )
    presence = pd.DataFrame(topics.assignment[:, None] == topics.table["topic"].to_numpy()[None])
    table = prevalence(articles, passages, presence.astype(float), by=group, measure="passages")
    table["label"] = topics.table["label"].to_numpy()[table["theme"].astype(int)]
    return table.rename(columns={"theme": "topic"})[columns].reset_index(drop=True)


def periods(dates: Iterable[Any], every: str = "month") -> list[str | None]:
    """The day, month or year of each date (ISO text, a date, or None), as the beginning of its ISO form; None where it
    is not known so exactly.

    >>> periods(["2024-03-05", "2024", None])
    ['2024-03', None, None]
    """
    if every not in PERIODS:
        raise InputError(f"over_time: every {every!r} is unknown; choose from {', '.join(PERIODS)}")
    length = PERIODS[every]
    texts = [None if date is None or date != date else str(date)[:10] for date in dates]
    return [text[:length] if text is not None and len(text) >= length else None for text in texts]


def over_time(topics: "Topics", dates: Iterable[Any], every: str = "month") -> pd.DataFrame:
    """As :func:`shares_by`, with a row a ``period`` and topic."""
    return shares_by(topics, periods(dates, every), "period", UNDATED)


def article_mixtures(topics: "Topics") -> pd.DataFrame:
    """DataFrame article, topic, share: how the texts of each article divide among topics, its largest share first."""
    own = pd.DataFrame({"article": topics.articles, "topic": np.asarray(topics.assignment)})
    counts = own.groupby(["article", "topic"]).size().rename("share").reset_index()
    counts["share"] = counts["share"] / counts.groupby("article")["share"].transform("sum")
    order = ["article", "share", "topic"]
    return counts.sort_values(order, ascending=[True, False, True], ignore_index=True)
