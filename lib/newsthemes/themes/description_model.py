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

from newsthemes.themes.features import Passages, Phrases, theme_features, theme_words
from newsthemes.themes.reference_corpus import Background
from newsthemes.themes.theme import Theme, Themes

if TYPE_CHECKING:
    from newsthemes.embedding.embedder import Embedder

CALIBRATION = Path(__file__).with_name("calibration.json")
WITH_SEEDS, WITHOUT_SEEDS = "with seeds", "without seeds"
BY_MEANING, BY_CONTEXT = ", by meaning alone", ", by context"
# The columns of ``theme_features``: all that words in English tell, what needs none, what is said besides shared words.
WORDS, MEANINGS, CONTEXT = [0, 1, 2], [0, 2], [3, 4]
# Log odds that the words a theme shares with a passage can add to what the rest of it and its article say: a word in
# another sense counts for no more. Of 104 invented articles with a theme's words in another sense, 44 were found
# without this limit and 19 with it, of 68 about the theme 67 and 66; precision on the gold went from 0.823 to 0.832.
WORDS_ADD = 0.5
PRESENT_FROM = 0.5  # more likely than not


@cache
def calibration() -> dict[str, dict[str, Any]]:
    """{"with seeds", "without seeds", each also with BY_MEANING and BY_CONTEXT: {"weights", "bias", …}}"""
    return json.loads(CALIBRATION.read_text(encoding="utf-8"))


def description_logits(features: np.ndarray, theme: Theme, in_english: np.ndarray) -> np.ndarray:
    """Log odds of presence, from ``theme_features`` and the committed weights; where a text's words are not
    ``in_english``, by its meaning alone; by words never more than WORDS_ADD above what the context says, where that is
    known."""
    kind = WITH_SEEDS if theme.seeds else WITHOUT_SEEDS
    by_words, by_meaning = (
        _logits(features[:, WORDS], kind),
        _logits(features[:, MEANINGS], kind + BY_MEANING),
    )
    by_context = _logits(features[:, CONTEXT], kind + BY_CONTEXT)
    return np.where(in_english, np.fmin(by_words, by_context + WORDS_ADD), by_meaning)


def _logits(features: np.ndarray, kind: str) -> np.ndarray:
    model = calibration()[kind]
    return features @ np.array(model["weights"]) + model["bias"]


def description_threshold(theme: Theme) -> float:
    """The score from which a theme without labels is present."""
    return PRESENT_FROM


def theme_phrases(themes: Themes, embedder: "Embedder") -> dict[str, Phrases]:
    """{theme id: :class:`Phrases`}, with one call to the encoder for what it has not seen."""
    groups = [group for theme in themes for group in (theme.phrases, tuple(theme_words(theme)))]
    listed = [phrase for group in groups for phrase in group]
    vectors = embedder.embed([text for _, text in listed], [language for language, _ in listed])
    parts = np.split(vectors, np.cumsum([len(group) for group in groups])[:-1])
    # A function of the user's may count words and read no context: what it says besides shared words is not known.
    known = 1.0 if embedder.is_known else np.nan
    pairs = zip(themes, parts[::2], parts[1::2], strict=True)
    return {theme.id: Phrases.of(theme, phrases, known * words) for theme, phrases, words in pairs}


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
