"""Quantities of passages as they are compared: those of copies once, with the subjects and days of their articles."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from newsthemes.arrays import chunks
from newsthemes.evidence.comparison import STRICT_SCOPES
from newsthemes.evidence.quantities.claim_context import named_words
from newsthemes.evidence.quantities.extract import DATE, MAGNITUDE, MONEY
from newsthemes.evidence.quantities.table import CONVERTED
from newsthemes.parallel.executors import Workers

SUBJECTS = 5  # names that an article is about: those it has most often
PART = (
    4096  # passages read at a time, by one worker; rows of the table of quantities that are objects at a time
)


class Records:
    """The quantities of these passages in their order, those of a passage and its copies once: a dict each, made when
    they are gone through. Of 3,000,000 passages the dicts of all would hold 3 GB, and 10,000 are looked at twice.

    ``table``: their rows, with ``row``, the passage of each, and ``family``; ``articles``: {number: all articles that
    give it} of those that several do.
    """

    def __init__(
        self, table: pd.DataFrame, articles: Mapping[int, set[str]], subjects: Mapping[str, list[str]]
    ) -> None:
        self.table, self.several, self.subjects = table, articles, subjects
        self.row, self.family = table["row"].to_numpy(), table["family"].to_numpy(object)

    def __len__(self) -> int:
        return len(self.table)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for part in chunks(len(self), PART):
            rows = self.table.iloc[part]
            columns = {name: rows[name].to_numpy(object, na_value=None) for name in rows}
            for place in range(len(rows)):
                one = {name: values[place] for name, values in columns.items()}
                yield self._dict(part.start + place, one)

    def _dict(self, number: int, one: dict[str, Any]) -> dict[str, Any]:
        articles = self.several.get(number) or {one["article_id"]}
        subjects = frozenset(name for article in articles for name in self.subjects.get(article, ()))
        return _record(one) | {"row": int(one["row"]), "articles": articles, "subjects": subjects}

    def take(self, numbers: np.ndarray) -> "Records":
        """Some of the records, by their numbers."""
        place = {number: row for row, number in enumerate(numbers.tolist())}
        several = {place[number]: names for number, names in self.several.items() if number in place}
        return Records(self.table.iloc[numbers], several, self.subjects)


def distinct_records(
    found: pd.DataFrame, passages: pd.DataFrame, articles: pd.DataFrame, workers: Workers
) -> Records:
    """The :class:`Records` of ``found``, the quantities of these passages, with the names that their articles name
    most often."""
    rows = pd.Index(passages["passage_id"]).get_indexer(found["passage_id"])
    order = np.argsort(rows, kind="stable")
    order = order[(rows[order] >= 0) & ~_repeats_another(found["scopes"])[order]]
    rows, found = rows[order], found.iloc[order]
    place, different = _places(found, passages["text"].to_numpy(object)[rows])
    named = found["article_id"].tolist()
    several: dict[int, set[str]] = {}
    for row, number in enumerate(place.tolist()):
        if named[row] != (first := named[different[number]]):
            several.setdefault(number, {first}).add(named[row])
    own = passages["language"].to_numpy(object)[rows[different]]
    table = found.iloc[different].assign(row=rows[different], language=pd.Series(own, dtype=object).array)
    table["day"] = table["article_id"].map(_days(articles)).to_numpy(float)
    kind = table["kind"].to_numpy(object)
    table["family"] = pd.Series(np.where(kind == MAGNITUDE, MONEY, kind), table.index, object)
    return Records(table, several, _subjects(set(named), passages, workers))


def _repeats_another(scopes: pd.Series) -> np.ndarray:
    """(n,) bool: whether an amount repeats the one before it in another currency; that one is compared."""
    return np.array([CONVERTED in said.split() for said in scopes], bool)


def _places(found: pd.DataFrame, texts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(which different quantity each is, where each different one comes first): by text, place in it and kind."""
    keys = pd.DataFrame(
        {"text": pd.factorize(texts)[0], "start": found["start"].to_numpy(), "end": found["end"].to_numpy()}
    )
    keys["kind"] = pd.factorize(found["kind"].to_numpy(object))[0]
    place = keys.groupby(list(keys), sort=False).ngroup().to_numpy()
    return place, np.unique(place, return_index=True)[1]


def _subjects(wanted: set[str], passages: pd.DataFrame, workers: Workers) -> dict[str, list[str]]:
    """{article: the names that it names most often} of some articles."""
    article = pd.factorize(passages["article_id"].to_numpy(object))[0]
    rows = np.flatnonzero(passages["article_id"].isin(wanted).to_numpy())
    rows = rows[np.argsort(article[rows], kind="stable")]  # the passages of an article together
    columns = [passages[name] for name in ("article_id", "text", "language")]
    parts = ([column.iloc[rows[part]].tolist() for column in columns] for part in chunks(len(rows), PART))
    subjects: dict[str, list[str]] = {}
    under_way: dict[str, Counter[str]] = {}
    for counts in workers.map(_names_of_articles, parts):
        subjects |= {name: _commonest(under_way.pop(name)) for name in under_way.keys() - counts.keys()}
        for name, named in counts.items():
            under_way.setdefault(name, Counter()).update(named)
    return subjects | {name: _commonest(named) for name, named in under_way.items()}


def _commonest(named: Counter[str]) -> list[str]:
    return [name for name, _ in named.most_common(SUBJECTS)]


def _names_of_articles(columns: Sequence[list[Any]]) -> dict[str, Counter[str]]:
    """{article: how often it names each, the first named first} of some passages."""
    named: dict[str, Counter[str]] = {}
    for article, text, language in zip(*columns, strict=True):
        named.setdefault(article, Counter()).update(list(named_words(text, language or "en")))
    return named


def _days(articles: pd.DataFrame) -> dict[str, float]:
    """{article: days since 1970} of those with a date."""
    if "date" not in articles:
        return {}
    dates = pd.to_datetime(articles["date"].astype("str").str[:10], format="%Y-%m-%d", errors="coerce")
    days = (dates - pd.Timestamp(0)) / pd.Timedelta(days=1)
    return dict(zip(articles["article_id"], days, strict=True))


def _record(one: dict[str, Any]) -> dict[str, Any]:
    value, family = one["value"] if one["date"] is None else one["date"], one["family"]
    exact = (value,) if family == DATE else (f"{one[part]:.9g}" for part in ("value", "low", "high"))
    scopes, measures = frozenset(one["scopes"].split()), one["measures"].split()
    sets = {name: frozenset(one[name].split()) for name in ("context_words", "item", "years", "names")}
    return one | sets | {
        "value": value,
        "measures": frozenset(measures),
        "measure_order": measures,
        "scopes": scopes,
        "strict": scopes & STRICT_SCOPES,
        "months": frozenset(name for name in scopes if name.startswith("month-")),
        "signature": (family, *exact),  # nine digits, so that rounding does not part what says the same
    }  # fmt: skip
