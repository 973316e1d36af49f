"""The same passages in the spaces the study could have used, and what language does in each of them."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from newsthemes.results.study_tables import StudyTables

RAW, OFFSET, GLOSSED, NEUTRAL = (
    "the encoder as it is",
    "language offsets removed",
    "words glossed",
    "the study (glossed, offsets removed)",
)
COMPARED = 5000  # passages compared with one another at most; more are sampled evenly


def spaces(study: StudyTables) -> dict[str, np.ndarray]:
    """{name: float32 (kept passages, d)}: the vectors without the study's two steps, with each, and with both."""
    from newsthemes.embedding import Embedder

    texts, languages = study.kept["text"].tolist(), study.kept["language"].tolist()
    neutral, embedder = np.asarray(study.vectors_of_kept), Embedder(study.encoder)
    if not texts:
        return dict.fromkeys((RAW, OFFSET, GLOSSED, NEUTRAL), neutral)
    raw = embedder.encode(texts)
    glossed = Embedder(study.encoder, offset=False).embed(texts, languages)
    return {RAW: raw, OFFSET: _without_offsets(raw, languages, embedder), GLOSSED: glossed, NEUTRAL: neutral}


def _without_offsets(vectors: np.ndarray, languages: np.ndarray, embedder: Any) -> np.ndarray:
    """The vectors less the offsets of the languages that have reference sentences, nothing glossed."""
    from newsthemes.embedding.language_offset import reference, subtract_offsets

    known = sorted(set(languages) & set(reference()))
    return subtract_offsets(
        vectors, languages, {name: embedder.encode(reference()[name]).mean(0) for name in known}
    )


def neighbours(study: StudyTables, most: int = 6) -> pd.DataFrame:
    """Passages and their nearest one in another language, from another article, the nearest first; each article
    appears once: passage, language, nearest, nearest_language, cosine."""
    kept, rows = study.kept, sample(len(study.kept))
    vectors, languages = np.asarray(study.vectors_of_kept)[rows], kept["language"].to_numpy(str)[rows]
    nearest, cosine = nearest_apart(vectors, languages, with_cosine=True)
    texts, articles = kept["text"].to_numpy(object)[rows], kept["article_id"].to_numpy(object)[rows]
    order, seen, pairs = np.argsort(-np.round(cosine, 6), kind="stable"), set(), []
    for row in order:
        other = nearest[row]
        if other < 0 or len(pairs) == most or {articles[row], articles[other]} & seen:
            continue
        seen |= {articles[row], articles[other]}
        pairs.append(
            (texts[row], languages[row], texts[other], languages[other], round(float(cosine[row]), 2))
        )
    return pd.DataFrame(pairs, columns=["passage", "language", "nearest", "nearest_language", "cosine"])


def sample(count: int) -> np.ndarray:
    return np.arange(count) if count <= COMPARED else np.linspace(0, count - 1, COMPARED).astype(int)


def nearest_apart(vectors: np.ndarray, apart: ArrayLike, with_cosine: bool = False, block: int = 1000) -> Any:
    """For each row the nearest one whose ``apart`` label differs; -1 where there is none."""
    apart = np.unique(np.asarray(apart, dtype=str), return_inverse=True)[1].ravel()
    nearest, best = np.full(len(vectors), -1), np.full(len(vectors), -1.0)
    for start in range(0, len(vectors), block):
        rows = slice(start, start + block)
        cosine = np.where(apart[rows, None] == apart[None], -np.inf, vectors[rows] @ vectors.T)
        nearest[rows], best[rows] = cosine.argmax(axis=1), cosine.max(axis=1)
    nearest[~np.isfinite(best)] = -1
    best[nearest < 0] = -1.0
    return (nearest, best) if with_cosine else nearest
