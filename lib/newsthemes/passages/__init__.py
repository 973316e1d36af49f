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

from functools import partial

import pandas as pd

from ..corpus.parallel import in_parallel
from .article import Passage, passages_of
from .furniture import REASONS
from .repeats import repeated_lines

__all__ = ["PASSAGE_COLUMNS", "REASONS", "article_languages", "split_passages"]

PASSAGE_COLUMNS = tuple("passage_id article_id start end text language language_p kept reason".split())


def split_passages(articles: pd.DataFrame, progress: bool = False) -> pd.DataFrame:
    """Split every article into passages: single sentences, the longest cut at clause marks.

    One row a passage, in the order of the articles and of their text, PASSAGE_COLUMNS:
    `text == article.text[start:end]`, verbatim; passages of an article do not overlap and nothing
    but white space (and zero-width characters) lies outside them. Furniture stays in the table
    with `kept` False and a `reason` out of `REASONS`.
    `language` is ISO 639-1 (639-3 where there is none, `und` where undetermined), `language_p` its
    probability; both are null for a passage without words.
    """
    texts = [text if isinstance(text, str) else "" for text in articles["text"]]
    declared = [language if isinstance(language, str) else None for language in articles["language"]]
    split = partial(_passages, repeated=repeated_lines(texts))
    work = list(zip(texts, declared, strict=True))
    found = in_parallel(split, work, sum(map(len, texts)), "splitting" if progress else None)
    rows = []
    for article_id, text, passages in zip(articles["article_id"], texts, found, strict=True):
        for p in passages:
            rows.append((f"{article_id}:{p.start}", article_id, p.start, p.end, text[p.start : p.end],
                         p.language, p.language_p, p.reason is None, p.reason))  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(PASSAGE_COLUMNS), dtype=object)
    return frame.astype({"start": "int64", "end": "int64", "language_p": "float64", "kept": bool})


def _passages(article: tuple[str, str | None], repeated: frozenset[str]) -> list[Passage]:
    return passages_of(*article, repeated)


def article_languages(passages: pd.DataFrame) -> pd.Series:
    """The language of most kept characters of each article, by article_id; ties go to the first by name."""
    kept = passages[passages["kept"].astype(bool)]
    sizes = (kept["end"] - kept["start"]).groupby([kept["article_id"], kept["language"]]).sum()
    ordered = sizes.reset_index(name="size").sort_values(
        ["size", "language"], ascending=[False, True], kind="stable"
    )
    return ordered.groupby("article_id")["language"].first().rename("language")
