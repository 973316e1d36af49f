"""What a theme catches: its share, by language, the surest passages, the borderline ones, and what flipped."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsthemes.missing import UNKNOWN
from newsthemes.prevalence import prevalence
from newsthemes.themes.theme import Theme
from newsthemes.widgets.mention_shares import mention_shares

EXAMPLES = 6  # passages shown of each kind
MISSED_BELOW = 0.5  # of the threshold: lower scores are no near misses


class Catch(NamedTuple):
    """``score`` and ``present`` of each kept passage; ``threshold``; ``share``: a row of ``prevalence`` (stories that
    mention it); ``by_language``: language, passages, caught, share (of its passages)."""

    score: np.ndarray
    present: np.ndarray
    threshold: float
    share: dict
    by_language: pd.DataFrame

    @classmethod
    def of(cls, study: Any, theme: Theme, scored: tuple[np.ndarray, np.ndarray, float]) -> "Catch":
        """From what ``DraftScores`` gives for a theme."""
        score, present, threshold = scored
        languages = pd.DataFrame({"language": study.kept["language"].fillna(UNKNOWN), "caught": present})
        counted = languages.groupby("language")["caught"].agg(passages="size", caught="sum").reset_index()
        counted["share"] = counted["caught"] / counted["passages"]
        return cls(score, present, threshold, _share(study, theme, present), counted)

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


def _share(study: Any, theme: Theme, present: np.ndarray) -> dict[str, Any]:
    """How many stories mention the theme; where a run would correct that by labels, so is this."""
    if study.labels_here is None or theme.id not in study.presence:
        table = mention_shares(study, pd.DataFrame({theme.id: present}))
    else:  # labels name other themes too
        flags, counted = (
            study.presence.assign(**{theme.id: present}),
            {"measure": "mentions", "seed": study.seed},
        )
        table = prevalence(study.articles, study.kept, flags, labels=study.labels_here, **counted)
        table = table[table["theme"] == theme.id]
    return {} if table is None or table.empty else table.iloc[0].to_dict()


def _odds(probability: float | np.ndarray) -> float | np.ndarray:
    clipped = np.clip(probability, 1e-9, 1 - 1e-9)
    return np.log(clipped / (1 - clipped))
