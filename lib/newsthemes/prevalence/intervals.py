"""Intervals of shares from stories that were drawn again and again."""

from typing import Any

import numpy as np
from scipy import special

from newsthemes.prevalence.totals import Totals

# Below these no interval kept its promise on simulated corpora (benchmarks/themes.py).
FEWEST_STORIES = 20
FEWEST_OF_A_KIND = 3  # stories with a theme, and without, for shares of passages and words
FEW_OF_A_KIND = 15  # below this the exact interval, above it the score interval
LEVEL = 0.95  # how often an interval holds the truth: here, and nowhere else
LEVEL_PERCENT = f"{100 * LEVEL:g}%"  # the same in captions and tables
CRITICAL = float(
    special.ndtri((1 + LEVEL) / 2)
)  # standard errors from the estimate to an end of its interval
TOO_FEW = "too few stories for an interval"
TOO_RARE = "too few stories with the theme, or without it, for an interval"


def has_interval(part: Totals) -> bool:
    return len(part.story) >= FEWEST_STORIES


def interval(
    part: Totals, share: np.ndarray, variance: np.ndarray | None, measure: str
) -> tuple[np.ndarray, np.ndarray, list[str | None]]:
    """(low, high, why there is none or None), one a theme; ``variance``: of the shares drawn again and again."""
    stories = len(part.story)
    if not has_interval(part):
        nothing = np.full(len(share), np.nan)
        return nothing, nothing, [TOO_FEW] * len(share)
    variance = variance * stories / (stories - 1)
    spread = share * (1 - share)
    known = (variance > 0) & (spread > 0)
    effective = np.where(known, spread / np.where(known, variance, 1), stories)
    critical = special.stdtrit(stories - 1, (1 + LEVEL) / 2)
    low, high = wilson(share, effective, critical)
    if measure in ("main", "mentions"):
        return low, high, [None] * len(share)
    kind = np.minimum((part.carried > 0).sum(0), (part.carried < part.size[:, None]).sum(0))
    few = kind < FEW_OF_A_KIND
    exact = clopper_pearson(share, effective * (special.ndtri((1 + LEVEL) / 2) / critical) ** 2)
    low, high = np.where(few, exact[0], low), np.where(few, exact[1], high)
    rare = kind < FEWEST_OF_A_KIND
    low[rare] = high[rare] = np.nan
    return low, high, [TOO_RARE if is_rare else None for is_rare in rare]


def wilson(share: Any, n: Any, critical: float) -> tuple[Any, Any]:
    """Wilson's score interval of a share over ``n`` (effective) trials: (low, high)."""
    shrink = 1 + critical**2 / n
    centre = (share + critical**2 / (2 * n)) / shrink
    half = critical * np.sqrt(share * (1 - share) / n + critical**2 / (4 * n**2)) / shrink
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def clopper_pearson(share: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The exact interval of a share over ``n`` (effective) trials: (low, high)."""
    tail, hits = (1 - LEVEL) / 2, share * n
    low = np.where(share > 0, special.betaincinv(hits, n - hits + 1, tail), 0.0)
    high = np.where(share < 1, special.betaincinv(hits + 1, n - hits, 1 - tail), 1.0)
    return low, high
