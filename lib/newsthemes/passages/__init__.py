"""Articles to passages: cleaned, segmented, language-tagged; furniture marked, never lost.

| module | what it knows |
|---|---|
| `lexicon`, `furniture.tsv` | what page furniture says, in some twenty languages |
| `furniture` | which lines and sentences are furniture, and why |
| `sentences` | where sentences end |
| `languages` | which language each is in |
| `repeats` | which lines stand in several articles |
| `article` | one article to its passages |
"""

from array import array
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice
from math import nan

import pandas as pd

from newsthemes.corpus.parallel import in_parallel
from newsthemes.passages.article import passages_of
from newsthemes.passages.furniture import REASONS
from newsthemes.passages.repeats import repeated_lines

__all__ = ["PASSAGE_COLUMNS", "REASONS", "article_languages", "split_passages", "without_content"]

PASSAGE_COLUMNS = tuple("passage_id article_id start end text language language_p kept reason".split())

KINDS = {"passage_id": "str", "article_id": "str", "text": "str", "start": "int64", "end": "int64",
         "language_p": "float64", "kept": "bool"}  # fmt: skip
BATCH = 500  # articles


def split_passages(articles: pd.DataFrame, progress: bool = False) -> pd.DataFrame:
    """Split every article into passages: single sentences, the longest cut at clause marks.

    One row a passage, in the order of the articles and of their text, PASSAGE_COLUMNS:
    `text == article.text[start:end]`, verbatim; passages of an article do not overlap and nothing
    but white space (and zero-width characters) lies outside them. Furniture stays in the table
    with `kept` False and a `reason` out of `REASONS`.

    Single sentences, because every measurement the vectors were chosen by was made on them: glossed
    and offset, they agree with the topic at an NMI of 0.45 and with the language at 0.003, on held-out
    parallel sentences. Windows of two or three sentences were not compared here. No passage is longer
    than 1,000 characters, 220 words or 300 characters of a script without spaces.

    `language` is ISO 639-1 (639-3 where there is none, `und` where undetermined), `language_p` its
    probability; both are null for passages that are not kept.
    """
    texts = [text if isinstance(text, str) else "" for text in articles["text"]]
    declared = [language if isinstance(language, str) else None for language in articles["language"]]
    split = partial(_passages, repeated=repeated_lines(texts))
    work = list(zip(texts, declared, strict=True))
    label = "splitting" if progress else None
    found = in_parallel(split, work, sum(map(len, texts)), label, prepare=_prepare)
    return _table(articles["article_id"].tolist(), texts, found)


def _prepare() -> None:
    """Load the language model and the phrases, so that forked processes share them."""
    passages_of("One sentence.\nSubscribe to our newsletter: 3 May 2020", None, frozenset())


def _passages(article: tuple[str, str | None], repeated: frozenset[str]) -> list[Sequence]:
    """An article's passages by column, in arrays: rows of numbers would weigh ten times as much."""
    found = passages_of(*article, repeated)
    starts, ends = array("q", (p.start for p in found)), array("q", (p.end for p in found))
    certain = array("d", (nan if p.language_p is None else p.language_p for p in found))
    return [starts, ends, certain, [p.language for p in found], [p.reason for p in found]]


def _table(ids: list[str], texts: list[str], found: Iterable[list[Sequence]]) -> pd.DataFrame:
    """Built by the batch, because columns of strings (Arrow) weigh a fraction of lists of strings."""
    work = zip(ids, texts, found, strict=True)
    batches = [_frame([])]
    while batch := list(islice(work, BATCH)):
        batches.append(_frame(batch))
    return pd.concat(batches, ignore_index=True)


def _frame(batch: list[tuple[str, str, list[Sequence]]]) -> pd.DataFrame:
    column: dict[str, list] = {name: [] for name in PASSAGE_COLUMNS}
    for article_id, text, columns in batch:
        starts, ends, certain, languages, reasons = columns
        column["passage_id"] += [f"{article_id}:{start}" for start in starts]
        column["article_id"] += [article_id] * len(starts)
        column["start"] += starts
        column["end"] += ends
        column["text"] += [text[start:end] for start, end in zip(starts, ends, strict=True)]
        column["language"] += languages
        column["language_p"] += certain
        column["kept"] += [reason is None for reason in reasons]
        column["reason"] += reasons
    return pd.DataFrame({name: _series(column[name], KINDS.get(name, object)) for name in PASSAGE_COLUMNS})


def _series(values: list, kind) -> pd.Series:
    try:
        return pd.Series(values, dtype=kind)
    except UnicodeEncodeError:  # lone surrogates, in articles that were not read by `read`
        return pd.Series(values, dtype=object)


def article_languages(passages: pd.DataFrame) -> pd.Series:
    """The language of most kept characters of each article, by article_id; ties go to the first by name."""
    kept = passages[passages["kept"].astype(bool)]
    sizes = (kept["end"] - kept["start"]).groupby([kept["article_id"], kept["language"]]).sum()
    ordered = sizes.reset_index(name="size").sort_values(
        ["size", "language"], ascending=[False, True], kind="stable"
    )
    return ordered.groupby("article_id")["language"].first().rename("language")


def without_content(articles: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Report rows (step, item, reason, detail) of the articles of which nothing was kept, such as login walls.

    The reason is that of most of the article's characters.
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
