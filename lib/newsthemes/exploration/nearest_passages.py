"""The passages that mean much the same as a text, in whatever language."""

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.exploration.quotes import Quotes


def nearest_passages(study: Quotes, text: str, n: int | None = 20) -> pd.DataFrame:
    """Return the kept passages nearest to a text by their vectors: one row per passage, the nearest first.

    ``text``: a sentence or a few words; its language is identified. ``n``: at most so many, None for all.
    ``score``: the cosine of the two vectors (1: the same, about 0: unrelated); of equals the earlier passage
    comes first. The other columns are those of ``Study.quotes``. Encodes one text. Raises InputError for an
    empty one.
    """
    if not text.strip():
        raise InputError("find: the query is empty; give a word or a sentence")
    if not len(study.kept):
        return study.quoted([], [])
    language = query_language(text, study.kept["language"])
    vector = np.asarray(study.embedder.embed([text], [language]), np.float32)[0]
    cosines = np.asarray(study.vectors_of_kept[:], np.float32) @ vector
    order = np.argsort(-np.round(cosines, 6), kind="stable")[:n]
    return study.quoted(order, cosines[order])


def query_language(text: str, spoken: pd.Series) -> str:
    """Return the language of a query: the likeliest of those that the corpus speaks, English where it is empty."""
    from newsthemes.passages.identify_language import identifier

    known = set(spoken.dropna())
    return next((code for code, _ in identifier().rank(text) if code in known), "en")
