"""Whether the classifier errs alike in groups, before the errors found in all of them correct each."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from newsthemes.prevalence.totals import FEWEST_LABELS, Errors

ALIKE = 0.1  # the p-value above which errors are taken to be alike


class Correction(NamedTuple):
    """What a group is corrected by: ``errors``, and for which themes they are those of all groups (bool a theme)."""

    errors: Errors
    alike: np.ndarray


def errs_alike(groups: Sequence[Errors], themes: int) -> np.ndarray:
    """Return of which groups it is known that the classifier errs alike in them, bool (groups, themes).

    Sensitivity and specificity of the labelled stories of a group are compared with those of the others by the test of
    W. Kruskal and W. Wallis (J. Am. Stat. Assoc. 47, 1952), a story being one observation; two tests, so the smaller
    p-value counts twice. Groups with fewer than five labelled stories with the theme, or without it, are not tested and
    not known to err alike; nor is one that is left alone by this.

    >>> story, ones = np.arange(8), np.ones((8, 1))
    >>> good, blind = Errors(story, ones, ones, ones, ones), Errors(story, ones, 0 * ones, ones, ones)
    >>> [errs_alike(pair, 1).ravel().tolist() for pair in ([good, good], [good, blind])]
    [[True, True], [False, False]]
    """
    alike = np.zeros((len(groups), themes), bool)
    if len(groups) == 1:
        return ~alike
    for theme in range(themes):
        tested = [row for row, group in enumerate(groups) if _has_labels(group, theme)]
        alike[tested, theme] = len(tested) > 1 and _alike([groups[row] for row in tested], theme)
    return alike


def _has_labels(group: Errors, theme: int) -> bool:
    stories = min((part[:, theme] > 0).sum() for part in (group.with_theme, group.without))
    return bool(stories >= FEWEST_LABELS)


def _alike(groups: Sequence[Errors], theme: int) -> bool:
    sensitivity = [_rates(group.found[:, theme], group.with_theme[:, theme]) for group in groups]
    specificity = [_rates(group.passed[:, theme], group.without[:, theme]) for group in groups]
    return 2 * min(_p_value(sensitivity), _p_value(specificity)) > ALIKE


def _rates(right: np.ndarray, of: np.ndarray) -> np.ndarray:
    return right[of > 0] / of[of > 0]


def _p_value(rates: Sequence[np.ndarray]) -> float:
    from scipy.stats import kruskal

    together = np.concatenate(rates)
    return 1.0 if np.ptp(together) == 0 else float(kruskal(*rates).pvalue)


def for_group(everywhere: Errors, here: Errors, alike: np.ndarray) -> Errors:
    """Return the errors that a group is corrected by: those in all groups for themes of which it errs alike in them,
    its own for the others."""
    place, parts = np.searchsorted(everywhere.story, here.story), []
    for every, own in zip(everywhere[1:], here[1:], strict=True):
        mine = np.zeros_like(every)
        mine[place] = own
        parts.append(np.where(alike, every, mine))
    return Errors(everywhere.story, *parts)
