"""Articles to passages: cleaned, segmented, language-tagged; furniture marked, never lost.

| module | what it knows |
|---|---|
| `lexicon`, `furniture.tsv` | what page furniture says, in some twenty languages |
| `hits` | what furniture a line looks like by itself |
| `furniture` | which lines and sentences are furniture, and why |
| `sentences` | where sentences end |
| `abbreviations` | full stops that end none |
| `languages` | which language each is in |
| `repeats` | which lines stand in several articles |
| `article` | one article to its passages |
"""

from array import array
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from math import nan
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from newsthemes.parallel.processes import in_parallel
from newsthemes.passages.boilerplate.repeated_lines import repeated_lines
from newsthemes.passages.boilerplate.rules import REASONS
from newsthemes.passages.segment import holds, passages_of

__all__ = ["PASSAGE_COLUMNS", "REASONS", "article_languages", "split_passages", "without_content"]

PASSAGE_COLUMNS = tuple(
    "passage_id article_id start end text language language_p kept reason is_title".split()
)

KINDS = {"passage_id": "str", "article_id": "str", "text": "str", "start": "int64", "end": "int64",
         "language_p": "float64", "kept": "bool", "is_title": "bool"}  # fmt: skip
BATCH = 100_000  # characters
Article = tuple[str, str, str | None, str | None, str | None]  # id, text, declared language, title, page


def split_passages(
    articles: pd.DataFrame,
    progress: bool = False,
    each: Callable = in_parallel,
    known: tuple[pd.DataFrame, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Split every article into passages: single sentences, the longest cut at clause marks.

    One row a passage, in the order of the articles and of their text, PASSAGE_COLUMNS:
    `text == article.text[start:end]`, verbatim; passages of an article do not overlap and nothing
    but white space (and zero-width characters) lies outside them. Furniture stays in the table
    with `kept` False and a `reason` out of `REASONS`. `is_title`: the passage is the headline of its article,
    which is analysed like any other sentence, and set aside where nothing else of the article was kept.

    Single sentences, because windows of two or three lose what they say. On the labelled sentences of
    the bundled corpus, each scored by the window it is in, the mean average precision of ten themes is
    0.54, 0.43 and 0.39 for one, two and three sentences by the nearest phrase of the theme, and 0.77,
    0.59 and 0.50 by a classifier learned from other stories; whole articles, by their best window:
    0.85, 0.81 and 0.77, and 0.94, 0.93 and 0.91. A sentence between its two neighbours, in overlapping
    windows, is no better (0.41 and 0.54). For the topic of whole articles the size hardly matters: 114
    real ones, each the mean of its passages, agree with their class at an AMI of 0.46 either way. No
    passage is longer than 1,000 characters, 220 words or 300 characters of a script without spaces.

    `language` is ISO 639-1 (639-3 where there is none, `und` where undetermined), `language_p` its
    probability; both are null for passages that are not kept.

    `known`: the articles and the passages of an earlier call; of articles that would be split as they were
    then, the passages are taken from there.

    >>> text = "The ferry sails in June. Bread costs more. Subscribe to our newsletter!"
    >>> passages = split_passages(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    >>> passages[["start", "end", "language", "kept", "reason"]].values.tolist()
    [[0, 24, 'en', True, None], [25, 42, 'en', True, None], [43, 71, None, False, 'promotion']]
    """
    listed = _listed(articles)
    repeated = repeated_lines([text for _, text, *_ in listed])
    same = _unchanged(listed, _listed(known[0]), repeated) if known else set()
    changed = [article for article in listed if article[0] not in same]
    split, label = partial(_columns, repeated=repeated), "splitting" if progress else None
    found = each(split, _batches(changed), sum(len(text) for _, text, *_ in changed), label, prepare=_prepare)
    empty = _columns([], frozenset())
    passages = pd.concat(map(_frame, chain([empty], found)), ignore_index=True)
    if not same:
        return passages
    passages = pd.concat([known[1][known[1]["article_id"].isin(same)], passages])
    order = pd.Index(articles["article_id"]).get_indexer(passages["article_id"])
    return passages.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)


def _listed(articles: pd.DataFrame) -> list[Article]:
    texts = [text if isinstance(text, str) else "" for text in articles["text"]]
    declared, titles, pages = (
        [value if isinstance(value, str) else None for value in articles[name]]
        if name in articles
        else [None] * len(texts)
        for name in ("language", "title", "page")
    )
    return list(zip(articles["article_id"], texts, declared, titles, pages, strict=True))


def _unchanged(articles: list[Article], before: list[Article], repeated: frozenset[str]) -> set[str]:
    """The ids of articles that were there before and have no line that repeats now and did not then, or the reverse."""
    same = set(articles) & set(before)
    turned = repeated ^ repeated_lines([text for _, text, *_ in before])
    return {name for name, text, *_ in same if not (turned and holds(text, turned))}


def _prepare() -> None:
    """Load the language model and the phrases, so that forked processes share them."""
    passages_of("One sentence.\nSubscribe to our newsletter: 3 May 2020", None, frozenset())


def _batches(articles: list[Article]) -> list[list[Article]]:
    """Articles in groups of some `BATCH` characters, which become a table each: lists weigh ten times as much."""
    batches: list[list[Article]] = []
    size = BATCH
    for article in articles:
        if size >= BATCH:
            batches.append([])
            size = 0
        batches[-1].append(article)
        size += len(article[1])
    return batches


def _columns(batch: list[Article], repeated: frozenset[str]) -> list[Sequence]:
    """The PASSAGE_COLUMNS of some articles, with their texts: the caller need not touch the articles again."""
    ids, texts, languages, reasons = [], [], [], []
    starts, ends, certain, titles = array("q"), array("q"), array("d"), []
    for article_id, text, declared, title, page in batch:
        found = passages_of(text, declared, repeated, title, page)
        ids += [article_id] * len(found)
        texts += [text[p.start : p.end] for p in found]
        starts.extend(p.start for p in found)
        ends.extend(p.end for p in found)
        certain.extend(nan if p.language_p is None else p.language_p for p in found)
        languages += [p.language for p in found]
        reasons += [p.reason for p in found]
        titles += [p.is_title for p in found]
    passage_ids = [f"{article_id}:{start}" for article_id, start in zip(ids, starts, strict=True)]
    kept = [reason is None for reason in reasons]
    return [passage_ids, ids, starts, ends, texts, languages, certain, kept, reasons, titles]


def _frame(columns: list[Sequence]) -> pd.DataFrame:
    named = zip(PASSAGE_COLUMNS, columns, strict=True)
    return pd.DataFrame({name: _series(values, KINDS.get(name, object)) for name, values in named})


def _series(values: Sequence, kind: Any) -> pd.Series:
    if kind != "str":
        return pd.Series(values, dtype=kind)
    try:  # Arrow's own pool would set aside half as much again for many arrays of this size
        strings = pa.array(values, pa.large_string(), memory_pool=pa.system_memory_pool())
    except UnicodeEncodeError:  # lone surrogates, in articles that were not read by `read`
        return pd.Series(values, dtype=object)
    return pd.Series(pd.array(strings, dtype="str"))


def article_languages(passages: pd.DataFrame) -> pd.Series:
    """The language of most kept characters of each article, by article_id; ties go to the first by name.

    >>> passages = pd.DataFrame({"article_id": ["a", "a", "b"], "language": ["fr", "en", "fr"], "kept": True})
    >>> passages["start"], passages["end"] = [0, 9, 0], [8, 30, 12]
    >>> article_languages(passages).to_dict()
    {'a': 'en', 'b': 'fr'}
    """
    kept = passages[passages["kept"].astype(bool)]
    sizes = (kept["end"] - kept["start"]).groupby([kept["article_id"], kept["language"]]).sum()
    ordered = sizes.reset_index(name="size").sort_values(
        ["size", "language"], ascending=[False, True], kind="stable"
    )
    return ordered.groupby("article_id")["language"].first().rename("language")


def without_content(articles: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Report rows (step, item, reason, detail) of the articles of which nothing was kept, such as login walls.

    The reason is that of most of the article's characters.

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["Ferries sail in June.", "Log in to read on."]})
    >>> without_content(articles, split_passages(articles)).values.tolist()
    [['split', 'b', 'login wall', 'nothing in it reads as an article']]
    """
    kept = set(passages.loc[passages["kept"].astype(bool), "article_id"])
    dropped = passages[~passages["article_id"].isin(kept)]
    sizes = (dropped["end"] - dropped["start"]).groupby([dropped["article_id"], dropped["reason"]]).sum()
    ordered = sizes.reset_index(name="size").sort_values(
        ["size", "reason"], ascending=[False, True], kind="stable"
    )
    main = ordered.groupby("article_id")["reason"].first().to_dict()
    detail = "nothing in it reads as an article"
    rows = [("split", i, main.get(i, "empty"), detail) for i in articles["article_id"] if i not in kept]
    return pd.DataFrame(rows, columns=["step", "item", "reason", "detail"], dtype=object)
