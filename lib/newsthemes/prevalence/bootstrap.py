"""Shares when the stories of a corpus are drawn again and again: how much they vary."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from newsthemes.prevalence.errors_by_group import Correction
from newsthemes.prevalence.intervals import has_interval
from newsthemes.prevalence.totals import Totals

CELLS_AT_ONCE = 4_000_000  # of the matrix draws × stories
MOST_KEPT = 16_000_000  # cells, a byte each: so many are kept for the next shares of as many stories


def share_variances(
    groups: dict[Any, dict[tuple[str, str], Totals]],
    corrections: dict[Any, dict[tuple[str, str], Correction]],
    stories: int,
    draws: int,
    seed: int,
) -> dict[Any, dict[tuple[str, str], np.ndarray]]:
    """{group: {kind: variance of the share of each theme}} for the groups that have enough stories.

    ``groups``: {group: {kind: Totals}}; ``corrections``: {group: {kind: Correction}} for the
    kinds whose shares are corrected;
    ``stories``: how many the corpus has: all are drawn with replacement, ``draws`` times (B. Efron, 1979).
    """
    enough = {
        key: {kind: part for kind, part in kinds.items() if has_interval(part)}
        for key, kinds in groups.items()
    }
    shares = {key: {kind: [] for kind in kinds} for key, kinds in enough.items() if kinds}
    blocks = _kept_draws if draws * stories <= MOST_KEPT else _draws
    for block in blocks(stories, draws, seed) if shares else ():
        drawn = block.astype(float)
        for key, kinds in shares.items():
            for kind, kept in kinds.items():
                kept.append(_drawn_shares(enough[key][kind], drawn, corrections.get(key, {}).get(kind)))
    return {
        key: {kind: np.vstack(kept).var(0) for kind, kept in kinds.items()} for key, kinds in shares.items()
    }


def _draws(stories: int, draws: int, seed: int) -> Iterator[np.ndarray]:
    """How often each story is drawn each time, uint8 (draws, stories), some draws at once."""
    rng = np.random.default_rng(seed)
    chances, at_once = np.full(stories, 1 / stories), max(1, CELLS_AT_ONCE // max(stories, 1))
    for start in range(0, draws, at_once):
        yield rng.multinomial(stories, chances, min(at_once, draws - start)).astype(np.uint8)


@lru_cache(maxsize=4)
def _kept_draws(stories: int, draws: int, seed: int) -> tuple[np.ndarray, ...]:
    """``_draws``, kept: a theme that is edited is counted again and again in the same stories."""
    return tuple(_draws(stories, draws, seed))


def _drawn_shares(part: Totals, drawn: np.ndarray, by: Correction | None) -> np.ndarray:
    mine = drawn[:, part.story]
    share = (mine @ part.carried) / np.maximum(mine @ part.size, 1e-12)[:, None]
    return by.errors.corrected(share, by.errors.rates(drawn[:, by.errors.story])) if by else share
