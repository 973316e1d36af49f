"""The description alone: one logistic regression for all themes, so that a new theme needs no examples.

Its weights are in calibration.json, which scripts/fit_theme_calibration.py writes from the bundled labels and the
subjects of the background.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newsthemes.themes.features import Passages, Phrases, theme_features
from newsthemes.themes.reference_corpus import Background
from newsthemes.themes.theme import Theme, Themes

if TYPE_CHECKING:
    from newsthemes.embedding.embedder import Embedder

CALIBRATION = Path(__file__).with_name("calibration.json")
WITH_SEEDS, WITHOUT_SEEDS = "with seeds", "without seeds"
BY_MEANING = ", by meaning alone"
MEANINGS = [0, 2]  # the columns of ``theme_features`` that need no words in English
PRESENT_FROM = 0.5  # more likely than not


@cache
def calibration() -> dict[str, dict[str, Any]]:
    """{"with seeds", "without seeds", each also ", by meaning alone": {"weights", "bias", …}}"""
    return json.loads(CALIBRATION.read_text(encoding="utf-8"))


def description_logits(features: np.ndarray, theme: Theme, in_english: np.ndarray) -> np.ndarray:
    """Log odds of presence, from ``theme_features`` and the committed weights; where a text's words are not
    ``in_english``, by its meaning alone."""
    kind = WITH_SEEDS if theme.seeds else WITHOUT_SEEDS
    words, meaning = calibration()[kind], calibration()[kind + BY_MEANING]
    by_words = features @ np.array(words["weights"]) + words["bias"]
    by_meaning = features[:, MEANINGS] @ np.array(meaning["weights"]) + meaning["bias"]
    return np.where(in_english, by_words, by_meaning)


def description_threshold(theme: Theme) -> float:
    """The score from which a theme without labels is present."""
    return PRESENT_FROM


def theme_phrases(themes: Themes, embedder: "Embedder") -> dict[str, Phrases]:
    """{theme id: :class:`Phrases`}, with one call to the encoder for what it has not seen."""
    listed = [phrase for theme in themes for phrase in theme.phrases]
    vectors = embedder.embed([text for _, text in listed], [language for language, _ in listed])
    ends = np.cumsum([len(theme.phrases) for theme in themes])
    parts = np.split(vectors, ends[:-1])
    return {theme.id: Phrases.of(theme, part) for theme, part in zip(themes, parts, strict=True)}


def described_probabilities(
    passages: Passages,
    phrases: Mapping[str, Phrases],
    themes: Sequence[Theme],
    background: Background,
    articles: Sequence[Any] | None = None,
) -> np.ndarray:
    """(n, themes): the probability of each theme by its description alone."""
    logits = [
        description_logits(
            theme_features(passages, phrases[theme.id], background, articles), theme, passages.in_english
        )
        for theme in themes
    ]
    return 1 / (1 + np.exp(-np.column_stack(logits)))
