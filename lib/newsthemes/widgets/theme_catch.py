"""What a theme catches: its share, by language, the surest passages, the borderline ones, and what flipped."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsthemes.prevalence import prevalence
from newsthemes.themes.theme import Theme

EXAMPLES = 6  # passages shown of each kind
MISSED_BELOW = 0.5  # of the threshold: lower scores are no near misses


class Catch(NamedTuple):
    """``score`` and ``present`` of each kept passage; ``threshold``; ``share``: a row of ``prevalence`` (stories that
    mention it); ``by_language``: language, passages, caught, share (of its stories, null where too few)."""

    score: np.ndarray
    present: np.ndarray
    threshold: float
    share: dict
    by_language: pd.DataFrame

    @classmethod
    def of(cls, study: Any, theme: Theme, scored: tuple[np.ndarray, np.ndarray, float]) -> "Catch":
        """From what ``DraftScores`` gives for a theme."""
        score, present, threshold = scored
        flags = pd.DataFrame({theme.id: present})
        table = prevalence(
            study.articles, study.kept, flags, measure="mentions", seed=study.seed, labels=None
        )
        share = table.to_dict("records")[0] if len(table) else dict.fromkeys(("share", "low", "high", "note"))
        languages = pd.DataFrame({"language": study.kept["language"], "caught": present})
        counted = languages.groupby("language")["caught"].agg(passages="size", caught="sum").reset_index()
        counted["share"] = counted["caught"] / counted["passages"]
        return cls(score, present, threshold, share, counted)

    @property
    def surest(self) -> np.ndarray:
        """Rows of the passages it catches, the highest scores first."""
        rows = np.flatnonzero(self.present)
        return rows[np.argsort(-self.score[rows], kind="stable")][:EXAMPLES]

    @property
    def borderline(self) -> np.ndarray:
        """Rows of the passages whose scores are nearest to the threshold, caught or not."""
        return np.argsort(np.abs(_odds(self.score) - _odds(self.threshold)), kind="stable")[:EXAMPLES]

    @property
    def missed(self) -> np.ndarray:
        """Rows of the passages it passes over although they score high, those shown as borderline left out."""
        rows = np.flatnonzero(~self.present & (self.score >= MISSED_BELOW * self.threshold))
        rows = rows[~np.isin(rows, self.borderline)]
        return rows[np.argsort(-self.score[rows], kind="stable")][:EXAMPLES]

    def flipped(self, earlier: "Catch | None") -> tuple[np.ndarray, np.ndarray]:
        """Return (rows caught now but not by an earlier catch, rows that were caught and no longer are)."""
        if earlier is None:
            return np.zeros(0, int), np.zeros(0, int)
        return np.flatnonzero(self.present & ~earlier.present), np.flatnonzero(
            ~self.present & earlier.present
        )


def _odds(probability: float | np.ndarray) -> float | np.ndarray:
    clipped = np.clip(probability, 1e-9, 1 - 1e-9)
    return np.log(clipped / (1 - clipped))
