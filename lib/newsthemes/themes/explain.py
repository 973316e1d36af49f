"""Why a passage has the score it has: what changes when a word, a phrase or an example is taken away."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.themes.theme import Theme, Themes

if TYPE_CHECKING:
    from newsthemes.embedding.embedder import Embedder

WORD, PHRASE, EXAMPLE = "word", "phrase", "example"
MOST_EXAMPLES = 5
RUN = re.compile(r"\w(?:[\w'’-]*\w)?")
COLUMNS = ("part", "text", "language", "start", "end", "effect", "share")

Effect = tuple[str, str, str, int | None, int | None, float]  # COLUMNS but the last
Score = Callable[[Sequence[str], np.ndarray, Sequence[str], Theme], np.ndarray]


def explain_passage(
    text: str,
    vector: np.ndarray,
    language: str,
    theme: Theme,
    embedder: "Embedder",
    score: Score,
    closest: Sequence[Effect],
) -> pd.DataFrame:
    """See :func:`newsthemes.themes.explain`. ``score(texts, vectors, languages, theme)`` gives probabilities."""
    whole = _odds(score([text], vector[None], [language], theme))[0]
    rows = [
        *_words(text, language, theme, embedder, score, whole),
        *_phrases(text, vector, language, theme, score, whole),
    ]
    rows += closest
    table = pd.DataFrame(rows, columns=list(COLUMNS[:-1]))
    table["share"] = table["effect"] / table.groupby("part")["effect"].transform(
        lambda e: max(e.abs().sum(), 1e-12)
    )
    order = table.assign(size=-table["effect"].abs(), place=table["part"].map([WORD, PHRASE, EXAMPLE].index))
    return table.loc[order.sort_values(["place", "size"], kind="stable").index].reset_index(drop=True)


def _odds(probability: np.ndarray) -> np.ndarray:
    clipped = np.clip(probability, 1e-15, 1 - 1e-15)  # as near to 0 and 1 as double precision tells apart
    return np.log(clipped / (1 - clipped))


def _words(
    text: str, language: str, theme: Theme, embedder: "Embedder", score: Score, whole: float
) -> list[Effect]:
    spans = [match.span() for match in RUN.finditer(text)]
    without = [f"{text[:start]}{text[end:]}" for start, end in spans]
    if len(spans) < 2:
        return [(WORD, text[start:end], language, start, end, whole) for start, end in spans]
    languages = [language] * len(without)
    left = _odds(score(without, embedder.embed(without, languages), languages, theme))
    return [
        (WORD, text[start:end], language, start, end, whole - odds)
        for (start, end), odds in zip(spans, left, strict=True)
    ]


def _phrases(
    text: str, vector: np.ndarray, language: str, theme: Theme, score: Score, whole: float
) -> list[Effect]:
    """Every seed phrase, and the definition."""
    parts = [(theme.language, theme.definition, replace(theme, definition=""))] if theme.definition else []
    for i, (code, phrase) in enumerate(theme.seeds):
        parts.append((code, phrase, replace(theme, seeds=theme.seeds[:i] + theme.seeds[i + 1 :])))
    return [
        (PHRASE, phrase, code, None, None, whole - _odds(score([text], vector[None], [language], lesser))[0])
        for code, phrase, lesser in parts
    ]


def check_theme(themes: Themes, theme: str) -> Theme:
    if theme not in themes.ids:
        raise InputError(f"explain: no theme '{theme}'; there are: {', '.join(themes.ids)}")
    return themes[theme]
