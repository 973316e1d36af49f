"""What a theme that is being written scores in every passage, at once: all that an edit leaves alone is kept.

The scores are those of ``score_themes`` and the presence that of ``apply_thresholds``; only what is computed anew
differs. A theme with labelled sentences is learned from them anew at each edit, as a run does.
"""

from functools import cached_property
from typing import Any

import numpy as np

from newsthemes.themes.article_support import supported
from newsthemes.themes.classifier import background_scores
from newsthemes.themes.description_model import description_logits, description_threshold, theme_phrases
from newsthemes.themes.features import (
    Meaning,
    Passages,
    Phrases,
    combined,
    shared_words,
    theme_words,
)
from newsthemes.themes.learned_edits import LearnedEdits
from newsthemes.themes.learning import LabelledGroup, labelled_groups
from newsthemes.themes.reference_corpus import background
from newsthemes.themes.scoring import DIGITS
from newsthemes.themes.theme import Theme, Themes


class DraftScores:
    """Scores themes in the kept passages of a study, one edit after the other."""

    def __init__(self, study: Any) -> None:
        self.study, self.embedder = study, study.embedder
        self.texts = study.kept["text"].tolist()
        self.languages = [language or "en" for language in study.kept["language"]]
        self.articles = study.kept["article_id"].tolist()
        self._cosines = {}  # phrase → (cosines with the passages, cosines with the background)
        self._edits: dict[str, LearnedEdits] = {}  # first theme of a group → its scores

    def __call__(self, theme: Theme) -> tuple[np.ndarray, np.ndarray, float]:
        """Return (score of each kept passage, whether it is present, the score from which it is) of a theme."""
        phrases = theme_phrases(self._among_others(theme), self.embedder)[theme.id]
        logits = description_logits(self._features(theme, phrases), theme, self.passages.in_english)
        score, group = 1 / (1 + np.exp(-logits)), self._group_of(theme)
        if group is None:
            known = background_scores(Themes((theme,)), self.embedder)
            threshold = description_threshold(theme)
        else:
            score, known, threshold = self._learned(group)(theme, score)
        score = np.round(score, DIGITS)
        levels = known.levels_in(self.languages)
        found = supported(score[:, None], self.articles, known.usual, levels)[:, 0]
        return score, (score >= threshold) & found, threshold

    def prepare(self) -> None:
        """Compute what every edit needs and none changes."""
        background(self.embedder)
        self.passages  # noqa: B018 (kept when first asked for)

    def _among_others(self, theme: Theme) -> Themes:
        """The themes of the study with this one, as a run would read them."""
        themes = self.study.theme_definitions
        if theme.id in themes.names:
            return themes.replaced(theme)
        return Themes((*themes, theme), themes.path, themes.labels)

    @cached_property
    def _groups(self) -> list[LabelledGroup]:
        themes = self.study.theme_definitions
        return labelled_groups(themes, self.embedder) if themes.labels else []

    def _group_of(self, theme: Theme) -> LabelledGroup | None:
        """The labelled sentences that name a theme, None where there are none or too few."""
        return next((group for group in self._groups if theme.id in group.ids), None)

    def _learned(self, group: LabelledGroup) -> LearnedEdits:
        if group.ids[0] not in self._edits:
            given = self.texts, self.languages, self.passages, self.articles
            self._edits[group.ids[0]] = LearnedEdits(group, self.study.theme_definitions, *given)
        return self._edits[group.ids[0]]

    @cached_property
    def passages(self) -> Passages:
        """The kept passages as features are made from; seconds for a large corpus, once."""
        vectors = np.nan_to_num(np.asarray(self.study.vectors_of_kept[:], np.float64))
        return Passages.of(self.texts, vectors, self.languages)

    def _features(self, theme: Theme, phrases: Phrases) -> np.ndarray:
        usual = background(self.embedder)
        listed = *theme.phrases, *theme_words(theme)
        for key, vector in zip(listed, np.vstack([phrases.vectors, phrases.words]), strict=True):
            if key not in self._cosines:
                self._cosines[key] = self.passages.vectors @ vector, usual.vectors @ vector
        meanings = []
        for part, passages in enumerate((self.passages, usual.passages)):
            cosines = np.column_stack([self._cosines[key][part] for key in listed])
            near, with_words = np.split(cosines, [len(theme.phrases)], axis=1)
            meanings.append(Meaning.of(near, with_words, passages, phrases))
        words = shared_words(self.passages, phrases)
        return combined(meanings[0], meanings[1], usual.spread, words, self.articles)
