"""What a theme that is being written scores in every passage, at once: all that an edit leaves alone is kept.

The scores are those of ``score_themes`` and the presence that of ``apply_thresholds``; only what is computed anew
differs. A theme with labelled sentences is learned from them anew at each edit, as a run does.
"""

from functools import cached_property
from typing import Any

import numpy as np

from newsthemes.themes import apply_thresholds, score_themes
from newsthemes.themes.article_support import supported
from newsthemes.themes.classifier import background_scores, theme_phrases
from newsthemes.themes.description_model import description_logits, description_threshold
from newsthemes.themes.features import Passages, combined, shared_words, smooth_maximum
from newsthemes.themes.reference_corpus import background
from newsthemes.themes.scoring import DIGITS
from newsthemes.themes.theme import Theme, Themes


class DraftScores:
    """Scores themes in the kept passages of a study, one edit after the other."""

    def __init__(self, study: Any) -> None:
        self.study, self.embedder = study, study.embedder
        self.articles = study.kept["article_id"].tolist()
        self._cosines = {}  # phrase → (cosines with the passages, cosines with the background)

    def __call__(self, theme: Theme) -> tuple[np.ndarray, np.ndarray, float]:
        """Return (score of each kept passage, whether it is present, the score from which it is) of a theme."""
        if self._has_labels(theme):
            return self._learned(theme)
        themes = Themes((theme,))
        features = self._features(theme, theme_phrases(themes, self.embedder)[theme.id])
        logits = description_logits(features, theme, self.passages.in_english)
        score = np.round(1 / (1 + np.exp(-logits)), DIGITS)
        known = background_scores(themes, self.embedder)
        found = supported(score[:, None], self.articles, known.usual, known.levels)[:, 0]
        threshold = description_threshold(theme)
        return score, (score >= threshold) & found, threshold

    @cached_property
    def passages(self) -> Any:
        """The kept passages as features are made from; seconds for a large corpus, once."""
        kept = self.study.kept
        vectors = np.nan_to_num(np.asarray(self.study.vectors_of_kept[:], np.float64))
        languages = [language or "en" for language in kept["language"]]
        return Passages.of(kept["text"].tolist(), vectors, languages)

    def _features(self, theme: Theme, phrases: Any) -> Any:
        usual = background(self.embedder)
        for key, vector in zip(theme.phrases, phrases.vectors, strict=True):
            if key not in self._cosines:
                self._cosines[key] = self.passages.vectors @ vector, usual.vectors @ vector
        near, known = (
            np.column_stack([self._cosines[key][part] for key in theme.phrases]) for part in (0, 1)
        )
        words = shared_words(self.passages, phrases)
        return combined(smooth_maximum(near), smooth_maximum(known), usual.spread, words, self.articles)

    def _has_labels(self, theme: Theme) -> bool:
        themes = self.study.theme_definitions
        return getattr(themes, "labels", None) is not None and theme.id in themes.ids

    def _learned(self, theme: Theme) -> Any:
        from newsthemes.themes.classifier import thresholds

        kept, themes = self.study.kept, self.study.theme_definitions.replaced(theme)
        given = kept["text"].tolist(), np.asarray(self.study.vectors_of_kept[:]), kept["language"].tolist()
        told = {"articles": self.articles, "encoder": self.embedder}
        scores = score_themes(*given, themes, **told)[[theme.id]]
        present = apply_thresholds(scores, themes, **told)[theme.id].to_numpy(bool)
        return scores[theme.id].to_numpy(float), present, thresholds(themes, self.embedder)[theme.id]
